"""The pages of later dates: ask, answer, give, and the list of a round."""

from datetime import datetime
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.generic import TemplateView
from django_tables2 import SingleTableMixin

from common.dates import instant, oslo_date
from common.documents.workbook import workbook_response
from common.forms import PortalForm
from common.refusals import NotNow, Refused, may
from common.timeline import lines_of
from common.views import KnownMixin, KnownPage, VerbPage, or_404, person
from networks import queries, rules, services
from networks.deadlines import Owed, end_of_day, returned_until
from networks.models import Round
from networks.roles import LEADERS, STAFF, Role, holds
from networks.states import RequestState
from rekom.dispensations import rows
from rekom.dispensations.forms import AskForm, ChooseForm, DeclineForm, GiveForm, ListForm
from rekom.dispensations.owed import DUTY_OF, is_done, is_owed, owed_named, owing
from rekom.dispensations.tables import DispensationTable

VERBS = {
    "grant": gettext_lazy("Granted by"),
    "decline": gettext_lazy("Declined by"),
    "withdraw": gettext_lazy("Withdrawn by"),
}
READERS = (*LEADERS, *STAFF)


def owed_or_404(request: HttpRequest, duty: str, year: int, body: str, *, now: datetime) -> Owed:
    """What the address names, when it is owed. Raises Http404."""
    owed = or_404(owed_named(person(request), duty, year, body, now=now))
    if not is_owed(owed):
        raise Http404
    return owed


class DispensationAsk(VerbPage):
    """A body asks for a later date: what it is for, until when it runs, who answers, and why."""

    template_name = "rekom/dispensation_ask.html"
    form_class = AskForm
    primary_label = gettext_lazy("Send the request")
    done = gettext_lazy("You have asked for a new deadline. You get an e-mail when it is answered.")

    def find(self, duty: str, year: int, body: str) -> None:
        self.owed = owed_or_404(self.request, duty, year, body, now=self.now)
        self.partners = queries.partners_for(self.owed)
        if not rules.asks_for(person(self.request), self.owed, self.partners, now=self.now):
            raise Http404

    def home(self) -> str:
        return self.owed.path

    def refusal(self) -> Refused | None:
        return may(
            rules.check_may_ask_dispensation,
            person(self.request),
            self.owed,
            self.partners,
            queries.waiting_request(self.owed),
            is_done=is_done(self.owed),
            now=self.now,
        )

    def serve(self, typed: dict[str, Any]) -> None:
        services.ask_dispensation(
            owed=self.owed,
            reason=typed["reason"],
            wanted_on=typed["wanted_on"],
            is_done=is_done(self.owed),
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        people = queries.who_answers(self.owed, now=self.now)
        return {
            "owed": self.owed,
            "answer": self.owed.answer(now=self.now),
            "answerers": [user.name for user in people],
        }


class RequestPage(KnownMixin):
    """A page about one request, for those who may see it."""

    def find(self, pk: int) -> None:
        found = queries.request_seen_by(person(self.request), pk, now=self.now)
        self.asked, self.owed = or_404(found)
        self.receiver = queries.receiver_of(self.owed)

    def gives(self) -> bool:
        """Whether the person may answer it."""
        return rules.gives(person(self.request), self.owed.row, self.receiver, now=self.now)

    def home(self) -> str:
        """The request's own page."""
        return reverse("dispensation_request", kwargs={"pk": self.asked.pk})

    def latest(self) -> datetime | None:
        """The latest instant that the person may give."""
        return rules.latest_for(person(self.request), self.owed.row, self.receiver, now=self.now)

    def context(self) -> dict[str, Any]:
        """What is asked for, by whom and why."""
        return {
            "asked": self.asked,
            "owed": self.owed,
            "answer": self.owed.answer(now=self.now),
            "latest": self.latest(),
            "is_sent": is_done(self.owed),
        }


class DispensationRequestDetail(RequestPage, TemplateView):
    """One request: what is asked for, how it stands, and what can be done."""

    template_name = "rekom/dispensation_request.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        waits = self.asked.state == RequestState.ASKED
        partners = queries.partners_for(self.owed)
        is_own = rules.asks_for(person(self.request), self.owed, partners, now=self.now)
        return (
            super().get_context_data(**kwargs)
            | self.context()
            | {
                "may_answer": waits and self.gives(),
                "may_withdraw": waits and is_own,
                "is_own": is_own,
                "sees_list": holds(person(self.request), READERS, now=self.now),
                "history": lines_of(self.asked, VERBS),
            }
        )


class AnswerPage(RequestPage, VerbPage):
    """A page on which a request is answered."""

    def find(self, pk: int) -> None:
        super().find(pk)
        if not self.gives():
            raise Http404

    def refusal(self) -> Refused | None:
        check, user = rules.check_may_decline_request, person(self.request)
        return may(check, user, self.asked, self.receiver, now=self.now)


class DispensationGrant(AnswerPage):
    """Say yes, and until when."""

    template_name = "rekom/dispensation_confirm_grant.html"
    form_class = GiveForm
    primary_label = gettext_lazy("Give a new deadline")
    done = gettext_lazy("The new deadline is given, and those who asked are told by e-mail.")

    def initial(self) -> dict[str, Any]:
        return {"until": self.asked.wanted_on or proposed(self.owed, self.latest(), now=self.now)}

    def serve(self, typed: dict[str, Any]) -> None:
        services.grant_request(
            asked=self.asked,
            owed=self.owed,
            due_at=end_of_day(typed["until"]),
            answer=typed["reason"],
            by=person(self.request),
            now=self.now,
        )


class DispensationDecline(AnswerPage):
    """Say no, and why."""

    template_name = "rekom/dispensation_confirm_decline.html"
    form_class = DeclineForm
    primary_label = gettext_lazy("Decline the request")
    done = gettext_lazy("The request is declined, and those who asked are told by e-mail.")

    def serve(self, typed: dict[str, Any]) -> None:
        services.decline_request(
            asked=self.asked, owed=self.owed, answer=typed["reason"], by=person(self.request), now=self.now
        )


class DispensationWithdraw(RequestPage, VerbPage):
    """Those who asked need it no more."""

    template_name = "rekom/dispensation_confirm_withdraw.html"
    form_class = PortalForm
    primary_label = gettext_lazy("Withdraw the request")
    done = gettext_lazy("The request is withdrawn.")

    def find(self, pk: int) -> None:
        super().find(pk)
        self.partners = queries.partners_for(self.owed)
        if not rules.asks_for(person(self.request), self.owed, self.partners, now=self.now):
            raise Http404

    def refusal(self) -> Refused | None:
        check, user = rules.check_may_withdraw_request, person(self.request)
        return may(check, user, self.asked, self.owed, self.partners, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.withdraw_request(asked=self.asked, owed=self.owed, by=person(self.request), now=self.now)


class DispensationGive(VerbPage):
    """Give a later date that nobody has asked for."""

    template_name = "rekom/dispensation_give.html"
    form_class = GiveForm
    primary_label = gettext_lazy("Give a new deadline")
    done = gettext_lazy("The new deadline is given, and those who owe this are told by e-mail.")

    def find(self, duty: str, year: int, body: str) -> None:
        self.owed = owed_or_404(self.request, duty, year, body, now=self.now)
        self.receiver = queries.receiver_of(self.owed)
        if not rules.gives(person(self.request), self.owed.row, self.receiver, now=self.now):
            raise Http404
        self.latest = rules.latest_for(person(self.request), self.owed.row, self.receiver, now=self.now)

    def home(self) -> str:
        return list_url(self.owed.round)

    def refusal(self) -> Refused | None:
        if is_done(self.owed):
            return NotNow(_("This is sent already, so it needs no new deadline."))
        if self.latest is not None and self.latest <= self.now:
            return NotNow(
                _("The network's own date was %(when)s. Ask a case officer to give a new deadline.")
                % {"when": instant(self.latest)}
            )
        return None

    def initial(self) -> dict[str, Any]:
        return {"until": proposed(self.owed, self.latest, now=self.now)}

    def serve(self, typed: dict[str, Any]) -> None:
        services.give_dispensation(
            owed=self.owed,
            due_at=end_of_day(typed["until"]),
            reason=typed["reason"],
            is_done=is_done(self.owed),
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return {
            "owed": self.owed,
            "answer": self.owed.answer(now=self.now),
            "latest": self.latest,
            "waiting": queries.waiting_request(self.owed),
        }


def proposed(owed: Owed, latest: datetime | None, *, now: datetime) -> Any:
    """The day that the form proposes: a week from now or from the date, but no later than the person may give."""
    due_at = owed.answer(now=now).due_at
    later = returned_until(now=max(now, due_at))
    return oslo_date(min(later, latest) if latest else later)


def list_url(round: Round) -> str:
    """The list of the round."""
    return f"{reverse('dispensation_list')}?aar={round.grant_year}"


class RoundOfList(KnownMixin):
    """A page of one round, the newest or that of `?aar=`, for the county's staff and the networks' leaders."""

    def find(self, **place: Any) -> None:
        user = person(self.request)
        if not holds(user, READERS, now=self.now):
            raise Http404
        found = queries.chosen_round(user, self.request.GET.get("aar", ""), now=self.now)
        self.round, self.rounds = or_404(found)
        self.rows = rows.rows_of(self.round, user, now=self.now)
        self.form = ListForm(
            {"aar": str(self.round.grant_year)} | self.request.GET.dict(),
            years=[round.grant_year for round in self.rounds],
            networks=rows.networks_in(self.rows),
        )
        self.shown = rows.narrowed(self.rows, **self.form.wanted)


class DispensationList(RoundOfList, SingleTableMixin, TemplateView):
    """Who asked for a later date, why, what was answered, and whether it was used."""

    template_name = "rekom/dispensation_list.html"
    table_class = DispensationTable
    table_pagination = {"per_page": 40}

    def get_table_data(self) -> Any:
        return self.shown

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        query = self.request.GET.urlencode()
        is_officer = holds(person(self.request), Role.CASE_OFFICER, self.round.county, now=self.now)
        return super().get_context_data(**kwargs) | {
            "round": self.round,
            "filter": {"form": self.form},
            "count": len(self.shown),
            "download_url": f"{reverse('dispensation_download')}?{query}",
            "duties": DUTY_OF if is_officer else {},
        }


class DispensationDownload(RoundOfList, View):
    """The same list as Excel."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> FileResponse:
        name = _("new deadlines %(year)s") % {"year": self.round.grant_year}
        return workbook_response(f"{name}.xlsx", [rows.sheet_of(self.shown)])


class DispensationChoose(KnownPage):
    """Whom to give a later date: the case officer chooses among all who owe the duty."""

    def find(self, duty: str, year: int) -> None:
        self.duty = or_404(DUTY_OF.get(duty))
        round = or_404(queries.staff_round(person(self.request), year, now=self.now))
        if not holds(person(self.request), Role.CASE_OFFICER, round.county, now=self.now):
            raise Http404
        self.round = round
        self.choices = [(owed.address["body"], str(owed)) for owed in owing(self.duty, round)]

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        return self._page(ChooseForm(choices=self.choices))

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        form = ChooseForm(request.POST, choices=self.choices)
        if not form.is_valid():
            return self._page(form)
        return redirect("dispensation_give", **place, body=form.cleaned_data["body"])

    def _page(self, form: ChooseForm) -> HttpResponse:
        context = {
            "form": form,
            "round": self.round,
            "duty": self.duty.label,
            "cancel_url": list_url(self.round),
            "primary_label": _("Go on"),
        }
        return render(self.request, "rekom/dispensation_choose.html", context)
