"""The pages that show payouts: all networks, one network, one payout, and an owner's or a head's own."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django.views.generic import ListView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from common import clock
from common.dates import day, instant
from common.documents.delivery import document_response
from common.documents.workbook import workbook_response
from common.money import kroner
from common.refusals import may
from common.timeline import lines_of
from common.views import KnownMixin, KnownPage, or_404, person
from grants.filters.payout import PayoutFilter
from grants.models import Half, Payout
from grants.payout_letters import study_of
from grants.payout_standing import confirmation_of, label_of, standing_of
from grants.queries import payout as queries
from grants.queries.study_confirmation import asked_of_employer, not_asked
from grants.rules import payout as rules
from grants.rules import study_confirmation as study_rules
from grants.tables.payout import PayoutsOfNetworksTable, PayoutTable, account_sheets, answers_of
from grants.views.payout_actions import actions_of
from networks.models import Network, Round, User
from networks.queries import chosen_round, round_of_year
from networks.roles import LEADERS, STAFF, Role, holds, leads
from networks.states import Duty

HANDLERS = (*LEADERS, *STAFF)
OWN_READERS = (Role.OWNER, Role.HEAD)
VERBS = {
    "pay": gettext_lazy("Marked as paid by"),
    "stop": gettext_lazy("Stopped by"),
    "resume": gettext_lazy("Taken up again by"),
    "give_back": gettext_lazy("Given back to the County Governor by"),
    "move_on": gettext_lazy("Moved to another nomination by"),
}


class PayoutOverview(KnownMixin, SingleTableMixin, ListView):
    """The networks whose payouts the person may read."""

    template_name = "grants/payout_overview.html"
    table_class = PayoutsOfNetworksTable
    paginate_by = 40

    def find(self, year: int) -> None:
        user = person(self.request)
        self.round = or_404(round_of_year(user, year, now=self.now))
        self.networks = list(queries.networks_with_payouts(user, self.round, now=self.now))
        if not self.networks and not holds(user, HANDLERS, now=self.now):
            raise Http404

    def get_queryset(self) -> Any:
        return queries.networks_with_payouts(person(self.request), self.round, now=self.now)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"year": self.round.grant_year}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"round": self.round}


class PayoutsOfNetwork(KnownMixin):
    """A page about one network's payouts of a round, for those who may read them all."""

    network: Network
    round: Round

    def find(self, *, year: int, network: int, **_place: Any) -> None:
        found = queries.place_of_payouts(person(self.request), year, network, now=self.now)
        self.network, self.round = or_404(found)


class PayoutList(PayoutsOfNetwork, SingleTableMixin, FilterView):
    """Who, how much, confirmed, paid."""

    template_name = "grants/payout_list.html"
    table_class = PayoutTable
    filterset_class = PayoutFilter
    paginate_by = 50

    def get_queryset(self) -> Any:
        return queries.payouts_in(self.network, self.round)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"names": queries.names_for(person(self.request), self.network, self.round, now=self.now)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, sums = person(self.request), queries.sums_of(self.network, self.round)
        is_leader = leads(user, self.network, now=self.now)
        more = {
            "network": self.network,
            "round": self.round,
            "kpis": _kpis(sums),
            "sums": sums,
            "is_leader": is_leader,
            "is_governor_paid": not is_leader or queries.is_governor_paid(self.round),
            "halves": self._halves(user) if is_leader else [],
            "to_ask": self._to_ask(user) if is_leader else 0,
            "download_url": reverse("grants:payout_list_download", kwargs=self.kwargs),
        }
        return super().get_context_data(**kwargs) | more

    def _halves(self, user: User) -> list[Half]:
        """The halves that can be paid now."""
        left = queries.payouts_left(self.round).get(self.network.pk, {})
        return [
            half
            for half, duty in queries.DUTY_OF_HALF.items()
            if left.get(duty)
            and may(rules.check_may_pay_payouts, user, self.network, self.round, half, now=self.now) is None
        ]

    def _to_ask(self, user: User) -> int:
        check = study_rules.check_may_ask_still_studying
        if may(check, user, self.network, self.round, now=self.now) is not None:
            return 0
        return not_asked(self.round, self.network).count()


def _kpis(sums: queries.Sums) -> list[dict[str, Any]]:
    return [
        {"label": _("In all"), "value": kroner(sums.total_nok), "note": ""},
        {
            "label": _("Paid"),
            "value": kroner(sums.paid_nok),
            "note": _("%(paid)s of %(number)s payouts") % {"paid": sums.paid, "number": sums.number},
        },
        {"label": _("Not paid yet"), "value": kroner(sums.waiting_nok), "note": ""},
        {
            "label": _("Payout stopped"),
            "value": kroner(sums.left_nok),
            "note": _("to be given back or moved"),
        },
    ]


class PayoutListDownload(PayoutsOfNetwork, KnownPage):
    """The same for the network's accounts, as Excel: numbers and owners, no names."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponseBase:
        rows = queries.payouts_in(self.network, self.round)
        name = _("Payouts %(network)s %(year)s") % {
            "network": self.network.name,
            "year": self.round.grant_year,
        }
        return workbook_response(f"{name}.xlsx", account_sheets(rows))


class PayoutDetail(KnownPage):
    """One payout: how it stands, what is answered, and what can be done."""

    def find(self, pk: int) -> None:
        user = person(self.request)
        self.payout = or_404(queries.payouts_visible_to(user, now=self.now).filter(pk=pk).first())

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        user, payout = person(request), self.payout
        reads_all = queries.reads_payouts_of(user, payout.network, payout.round, now=self.now)
        context = {
            "payout": payout,
            "facts": _facts(payout, queries.name_for(user, payout, now=self.now)),
            "stands": label_of(payout),
            "standing": standing_of(payout),
            "why_not": rules.why_not_payable(payout) if standing_of(payout) else "",
            "said": confirmation_of(payout),
            "history": lines_of(payout, VERBS),
            "actions": actions_of(user, payout, now=self.now),
            "list_url": list_url(payout) if reads_all else own_url(payout),
        }
        return render(request, "grants/payout_detail.html", context)


def list_url(payout: Payout) -> str:
    """The address of the list that the payout stands in."""
    place = {"year": payout.round.grant_year, "network": payout.network_id}
    return reverse("grants:payout_list", kwargs=place)


def own_url(payout: Payout) -> str:
    """The address of the owner's or the head's own list."""
    return f"{reverse('grants:payout_own')}?aar={payout.round.grant_year}"


def _facts(payout: Payout, name: str) -> list[tuple[Any, Any]]:
    nomination = payout.nomination
    facts: list[tuple[Any, Any]] = [
        (_("Nomination no."), nomination.pk),
        (_("Employee"), name),
        (_("Study"), study_of(payout)),
        (_("How the study stands"), nomination.get_state_display()),
        (_("Kindergarten"), nomination.kindergarten.name),
        (_("Paid to"), payout.owner.name),
        (_("Amount"), kroner(payout.amount_nok)),
        (_("Half"), payout.get_half_display()),
        (_("Still studying?"), answers_of(payout)),
        (_("Asked"), instant(payout.confirmation.asked_at) if _is_asked(payout) else ""),
        (_("Paid on"), day(payout.paid_on) if payout.paid_on else ""),
        (_("Reference"), payout.reference),
    ]
    return [(label, value) for label, value in facts if value]


def _is_asked(payout: Payout) -> bool:
    return payout.half == Half.AUTUMN and confirmation_of(payout) is not None


@login_required
@require_safe
def payout_letter_download(request: HttpRequest, pk: int) -> HttpResponse:
    """The payout letter as it was issued, byte for byte."""
    found = queries.payouts_visible_to(person(request), now=clock.now()).filter(pk=pk).first()
    payout = or_404(found)
    if payout.letter_id is None:
        raise Http404
    return document_response(queries.payout_letter(payout))


class OwnPayouts(KnownPage):
    """What comes to the person's own organisation or kindergarten, with the questions that wait for an answer."""

    def find(self) -> None:
        user = person(self.request)
        if not holds(user, OWN_READERS, now=self.now):
            raise Http404
        year = self.request.GET.get("aar", "")
        self.round, self.rounds = or_404(chosen_round(user, year, Duty.DECISION, now=self.now))

    def get(self, request: HttpRequest) -> HttpResponse:
        user = person(request)
        rows = list(queries.my_payouts(user, self.round, now=self.now))
        names = queries.own_names(rows)
        asked = [
            row
            for row in asked_of_employer(user, now=self.now)
            if study_rules.answers_as_employer(user, row, now=self.now)
        ]
        known = names | queries.own_names(asked)
        context = {
            "round": self.round,
            "rounds": self.rounds,
            "table": PayoutTable(rows, names=names),
            "asked": [(row, known.get(row.nomination_id, ""), study_of(row)) for row in asked],
            "total": sum(row.amount_nok for row in rows),
        }
        return render(request, "grants/payout_own.html", context)
