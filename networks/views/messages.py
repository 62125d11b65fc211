"""Messages to many: the lists, writing one, reading one, passing one on."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django_tables2 import SingleTableView

from common.attachments import download
from common.refusals import Refused, may
from common.tables import PortalTable
from common.views import KnownMixin, KnownPage, VerbPage, attempt, hidden_unless_allowed, or_404, person
from networks import queries as places
from networks.belonging import INSIDE, Tie, ties
from networks.forms.messages import GroupsForm, MessageForm, PassOnForm
from networks.message_tables import (
    CountyMessageTable,
    HoldingTable,
    InboxTable,
    MessageTable,
    RecipientTable,
    ToPassOnTable,
)
from networks.models import County, Message, Network
from networks.queries import messages as queries
from networks.queries.messages import Recipient
from networks.roles import STAFF, Role, bodies, holds
from networks.rules import documents as document_rules
from networks.rules import messages as rules
from networks.services import messages as services
from networks.states import WRITES_FROM_COUNTY, WRITES_FROM_NETWORK, MessageGroup
from networks.views.network_page import NetworkMixin, NetworkPage
from networks.views.shared import county_or_404, seated_or_404


class MessageList(NetworkMixin, SingleTableView):
    """What the network has sent; for its leaders also what the county governor has sent to them."""

    template_name = "networks/message_list.html"
    table_class = MessageTable
    paginate_by = 25
    readers = INSIDE | {Tie.STAFF}

    def get_queryset(self) -> Any:
        return queries.messages_of_network(self.network)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_leader = Tie.LEADER in self.held
        received = queries.governors_messages(self.network, person(self.request))[:10] if is_leader else []
        table = ToPassOnTable(list(received), network=self.network)
        return super().get_context_data(**kwargs) | {
            "network": self.network,
            "may_send": is_leader,
            "received": _inside(table, self.request) if received else None,
            "empty_title": _("No messages yet"),
            "empty_text": _("What the network's leader writes to many stands here."),
        }


class CountyMessageList(KnownMixin, SingleTableView):
    """What the county governor's office has sent to many."""

    template_name = "networks/county_message_list.html"
    table_class = CountyMessageTable
    paginate_by = 25

    def find(self) -> None:
        self.county = county_or_404(self.request, now=self.now)

    def get_queryset(self) -> Any:
        return queries.messages_of_county(self.county)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "may_send": holds(person(self.request), Role.CASE_OFFICER, self.county, now=self.now),
            "empty_title": _("No messages yet"),
            "empty_text": _("What the office writes to many stands here, with who has passed it on."),
        }


class MessageInbox(KnownMixin, SingleTableView):
    """What was sent to the person."""

    template_name = "networks/message_inbox.html"
    table_class = InboxTable
    paginate_by = 25

    def find(self) -> None:
        self.user = seated_or_404(self.request, now=self.now)

    def get_queryset(self) -> Any:
        return queries.messages_to(self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "empty_title": _("No messages yet"),
            "empty_text": _("Messages from your networks and from the County Governor stand here."),
        }


class Writing(KnownPage):
    """Two steps: choose who gets it (in the address), then see who they are and write."""

    county: County
    place: Network | None = None
    groups: Sequence[MessageGroup] = ()
    list_url: str

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        if "til" not in request.GET:
            return self._choose(self._groups_form(initial={"til": [self.groups[0].value]}))
        chosen = self._groups_form(request.GET)
        if not chosen.is_valid():
            return self._choose(chosen)
        people = self._people(chosen)
        if not people:
            refusal = may(rules.check_has_recipients, 0)
            chosen.add_error(None, str(refusal))
            return self._choose(chosen)
        return self._write(MessageForm(), chosen, people)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        chosen, form = self._groups_form(request.POST), MessageForm(request.POST, request.FILES)
        is_chosen = chosen.is_valid()
        people = self._people(chosen) if is_chosen else []
        if not form.is_valid():
            return self._write(form, chosen, people)
        if not is_chosen:
            form.add_error(None, _("Choose who gets it."))
            return self._write(form, chosen, people)
        if not attempt(form, lambda: self._send(form, chosen)):
            return self._write(form, chosen, people, status=409)
        said = ngettext(
            "The message is sent to %(n)s person.", "The message is sent to %(n)s people.", len(people)
        )
        messages.success(request, said % {"n": len(people)})
        return redirect("networks:message_detail", pk=self.sent.pk)

    def _groups_form(self, *args: Any, **kwargs: Any) -> GroupsForm:
        return GroupsForm(*args, groups=self.groups, networks=self.offered(), **kwargs)

    def offered(self) -> list[Network]:
        """The networks to choose among."""
        return []

    def goes_to(self, chosen: GroupsForm) -> list[Network]:
        """The networks that the message goes to."""
        return [self.place] if self.place else chosen.networks or self.offered()

    def _people(self, chosen: GroupsForm) -> list[Recipient]:
        return queries.recipients(
            chosen.groups,
            self.goes_to(chosen),
            county=self.county,
            but=[person(self.request).pk],
            now=self.now,
        )

    def _send(self, form: MessageForm, chosen: GroupsForm) -> None:
        self.sent = services.send_message(
            county=self.county,
            network=self.place,
            groups=chosen.groups,
            networks=self.goes_to(chosen),
            subject=form.cleaned_data["subject"],
            text=form.cleaned_data["text"],
            uploads=form.cleaned_data["attached"],
            by=person(self.request),
            now=self.now,
        )

    def _choose(self, form: GroupsForm) -> HttpResponse:
        context = {"form": form, "network": self.place, "cancel_url": self.list_url}
        return render(self.request, "networks/message_choose.html", context)

    def _write(
        self, form: MessageForm, chosen: GroupsForm, people: list[Recipient], status: int = 200
    ) -> HttpResponse:
        context = {
            "form": form,
            "network": self.place,
            "chosen": chosen,
            "labels": [group.label for group in chosen.groups] if chosen.is_valid() else [],
            "places": chosen.networks if chosen.is_valid() else [],
            "people": people,
            "refused": queries.refused_among(people),
            "form_multipart": True,
            "choose_url": self.request.path,
            "cancel_url": self.list_url,
        }
        return render(self.request, "networks/message_form.html", context, status=status)


class MessageCreate(Writing, NetworkPage):
    """A leader writes to the network."""

    readers = (Tie.LEADER,)
    groups = WRITES_FROM_NETWORK

    def find(self, network: int, **place: Any) -> None:
        NetworkPage.find(self, network)
        self.place = self.network
        self.county = self.network.county
        self.list_url = reverse("networks:message_list", kwargs={"network": network})


class CountyMessageCreate(Writing):
    """A case officer writes to the networks' leaders, to all in the networks, or to the forum."""

    groups = WRITES_FROM_COUNTY

    def find(self) -> None:
        self.county = county_or_404(self.request, [Role.CASE_OFFICER], now=self.now)
        self.list_url = reverse("networks:county_message_list")

    def offered(self) -> list[Network]:
        return queries.networks_in(self.county)


class MessagePage(KnownPage):
    """A page about a message that the person may read."""

    message: Message

    def find(self, pk: int, **place: Any) -> None:
        self.message = or_404(queries.message_of(person(self.request), pk, now=self.now))


class MessageDetail(MessagePage):
    """One message. That a recipient opens it is noted; who else has is shown to the sender's side."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user, message = person(request), self.message
        services.open_message(message=message, by=user, now=self.now)
        is_staff = message.county_id in bodies(user, STAFF, now=self.now)
        held = ties(user, message.network, now=self.now) if message.network else frozenset()
        may_follow = is_staff or Tie.LEADER in held
        context = {
            "message": message,
            "original": message.passes_on,
            "sender": str(message.network or message.county.office_name),
            "files": list(message.attachments.all()),
            "may_follow": may_follow,
            "list_url": self._list_url(held, is_staff=is_staff),
            **self._ways_on(),
            **(self._followed() if may_follow else {}),
        }
        return render(request, "networks/message_detail.html", context)

    def _list_url(self, held: frozenset[Tie], *, is_staff: bool) -> str:
        if self.message.network_id and held & INSIDE:
            return reverse("networks:message_list", kwargs={"network": self.message.network_id})
        is_ours = is_staff and not self.message.network_id
        return reverse("networks:county_message_list" if is_ours else "networks:message_inbox")

    def _ways_on(self) -> dict[str, Any]:
        """Where the person can pass the message on, and keep its files as documents."""
        user = person(self.request)
        mine = places.networks_visible_to(user, now=self.now).filter(
            pk__in=bodies(user, [Role.NETWORK_LEADER, Role.COORDINATOR], now=self.now)
        )
        keeps = [network for network in mine if network.pk == (self.message.network_id or network.pk)]
        may_keep = [
            network
            for network in keeps
            if not may(document_rules.check_may_add_document, user, network, now=self.now)
        ]
        return {
            "passes": [self._way(network) for network in mine] if not self.message.network_id else [],
            "keeps": may_keep if self.message.attachments.all() else [],
        }

    def _way(self, network: Network) -> dict[str, Any]:
        return {"network": network, "passed": queries.passed_on_by(self.message, network)}

    def _followed(self) -> dict[str, Any]:
        rows = queries.recipients_of(self.message)
        people = [Recipient(row.person) for row in rows]
        refused = [user.pk for user in queries.refused_among(people)]
        of_office = self.message.network_id is None
        holdings = queries.holdings(self.message) if of_office else []
        return {
            "sent": len(rows),
            "opened": sum(row.opened_at is not None for row in rows),
            "recipients": _inside(RecipientTable(rows, refused=refused), self.request),
            "holdings": _inside(HoldingTable(holdings), self.request) if holdings else None,
        }


class MessagePassOn(NetworkPage, VerbPage):
    """Send what the county governor has written on to the network."""

    readers = (Tie.LEADER,)
    template_name = "networks/message_confirm_pass_on.html"
    primary_label = gettext_lazy("Pass on")
    done = gettext_lazy("The message is passed on.")

    def find(self, network: int, **place: Any) -> None:
        super().find(network)
        user = person(self.request)
        self.message = or_404(queries.message_of(user, place["pk"], now=self.now))
        self.late = hidden_unless_allowed(
            rules.check_may_pass_on_message,
            user,
            self.message,
            self.network,
            was_sent_here=queries.was_sent_to(self.message, self.network, user),
            passed=queries.passed_on_by(self.message, self.network),
            now=self.now,
        )

    def home(self) -> str:
        return reverse("networks:message_detail", kwargs={"pk": self.message.pk})

    def refusal(self) -> Refused | None:
        return self.late

    def initial(self) -> dict[str, Any]:
        return {"til": [MessageGroup.MEMBERS.value]}

    def make_form(self, data: Any = None, **kwargs: Any) -> PassOnForm:
        but = {person(self.request).pk, *queries.who_have(self.message)}
        numbers = {
            group: len(
                queries.recipients([group], [self.network], county=self.network.county, but=but, now=self.now)
            )
            for group in WRITES_FROM_NETWORK
        }
        return PassOnForm(data, groups=WRITES_FROM_NETWORK, numbers=numbers, **kwargs)

    def serve(self, typed: dict[str, Any]) -> None:
        services.pass_on_message(
            message=self.message,
            network=self.network,
            groups=[MessageGroup(value) for value in typed["til"]],
            greeting=typed["greeting"],
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return {
            "network": self.network,
            "message": self.message,
            "files": list(self.message.attachments.all()),
        }


class MessageDownload(MessagePage):
    """A file that came with a message."""

    def find(self, message: int, **place: Any) -> None:  # type: ignore[override]  # -- a file is found by two keys
        super().find(message)
        self.file = or_404(queries.attachment_of(self.message, place["pk"]))

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return download(self.file)


def _inside(table: PortalTable, request: HttpRequest) -> PortalTable:
    """A short table inside a page: shown whole, in the order it was read."""
    table.request = request
    table.orderable = False
    return table
