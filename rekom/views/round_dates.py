"""The dates of a round: opening one from last year's, and moving those of one that stands. Both show what happens
before anything is saved.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from common.refusals import MovedOn, NotNow, may
from common.views import KnownPage, attempt, or_404, person, turn_away
from networks import queries, rules, services
from networks.models import County, Round
from networks.roles import Role, bodies
from networks.schemes import SCHEMES
from networks.states import Duty
from rekom.planning.dues import due_of
from rekom.round_dates import Preview, Snapshot, as_if, compare, loaded, snapshot, told_at_opening
from rekom.round_forms import DatesForm, ReasonForm
from rekom.round_history import changes_of

AHEAD, BEHIND = 2, 1
"""A round is opened for the year before to two years after the present one."""


class DatesPage(KnownPage):
    """Type the dates, look at what happens, then save: three answers of one address. Nothing typed is lost."""

    template_name: str
    preview_template = "rekom/round_dates_preview.html"

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        return self.form_page(self.form())

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid() or request.POST.get("then") == "change":
            return self.form_page(form)
        if request.POST.get("then") == "save":
            return self.save(form)
        return self.preview_page(form, ReasonForm())

    def form(self, typed: Any = None) -> DatesForm:
        """The form, filled with what stands or with what was typed."""
        raise NotImplementedError

    def preview(self, form: DatesForm) -> Preview:
        """What saving would do. Raises NotNow where it cannot be saved."""
        raise NotImplementedError

    def save(self, form: DatesForm) -> HttpResponse:
        """Save, and go to the round."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """What both pages show besides."""
        return {}

    def form_page(self, form: DatesForm, status: int = 200) -> HttpResponse:
        """The page on which the dates are typed."""
        return render(self.request, self.template_name, {"form": form, **self.context()}, status=status)

    def preview_page(self, form: DatesForm, reason: ReasonForm, status: int = 200) -> HttpResponse:
        """The page that says what happens, or the form with why it cannot be saved."""
        try:
            preview = self.preview(form)
        except MovedOn:
            raise
        except NotNow as refusal:
            return self.refused(form, refusal.sentence)
        context = {"form": reason, "dates": form, "preview": preview, **self.context()}
        return render(self.request, self.preview_template, context, status=status)

    def refused(self, form: DatesForm, sentence: str) -> HttpResponse:
        """The form again, with the reason on top and everything that was typed."""
        form.add_error(None, sentence)
        return self.form_page(form, status=409)


class RoundDates(DatesPage):
    """Move the dates of a round that stands."""

    template_name = "rekom/round_dates_form.html"

    def find(self, year: int) -> None:
        user = person(self.request)
        mine = bodies(user, Role.CASE_OFFICER, now=self.now)
        self.round = or_404(queries.round_of_year(user, year, now=self.now, county__in=mine))

    def form(self, typed: Any = None) -> DatesForm:
        rows = {row.duty: row for row in self.round.deadlines.all()}
        initial = {
            "mark": services.dates_mark(self.round),
            "moves_to_working_day": self.round.moves_to_working_day,
        }
        plans = [services.plan_of(rows[duty]) for duty in Duty if duty in rows]
        return DatesForm(typed, plans=plans, grant_year=self.round.grant_year, initial=initial)

    def change(self, form: DatesForm, reason: str) -> Round:
        """Call the service."""
        return services.change_dates(
            round=self.round,
            plans=form.plans,
            moves_to_working_day=form.cleaned_data["moves_to_working_day"],
            mark=form.cleaned_data["mark"],
            reason=reason,
            by=person(self.request),
            now=self.now,
        )

    def preview(self, form: DatesForm) -> Preview:
        before = snapshot(self.round, now=self.now)
        with as_if():
            after = snapshot(loaded(self.change(form, "")), now=self.now)
        return compare(before, after)

    def save(self, form: DatesForm) -> HttpResponse:
        reason = ReasonForm(self.request.POST)
        if not reason.is_valid():
            return self.preview_page(form, reason)
        try:
            self.change(form, reason.cleaned_data["reason"])
        except MovedOn:
            raise
        except NotNow as refusal:
            return self.refused(form, refusal.sentence)
        messages.success(self.request, _("The dates are changed."))
        return redirect("round_detail", year=self.round.grant_year)

    def refused(self, form: DatesForm, sentence: str) -> HttpResponse:
        """The page now knows the dates that the other person set; the next preview compares with those."""
        typed = self.request.POST.copy()
        typed["mark"] = services.dates_mark(self.round)
        again = self.form(typed)
        again.is_valid()
        return super().refused(again, sentence)

    def context(self) -> dict[str, Any]:
        home = reverse("round_detail", kwargs={"year": self.round.grant_year})
        return {"round": self.round, "cancel_url": home, "history": changes_of(self.round), "is_new": False}


class RoundCreate(DatesPage):
    """Open a round: the dates proposed from last year's."""

    template_name = "rekom/round_dates_create.html"

    def find(self, year: int, scheme: str) -> None:
        user = person(self.request)
        self.county: County = or_404(
            queries.counties_as_staff(user, [Role.CASE_OFFICER], now=self.now).first()
        )
        is_near = self.now.year - BEHIND <= year <= self.now.year + AHEAD
        if not is_near or scheme not in SCHEMES:
            raise Http404
        self.year, self.scheme = year, SCHEMES[scheme]
        rounds = queries.rounds().filter(county=self.county)
        self.known = rounds.filter(grant_year=year).first()
        self.last = rounds.filter(grant_year__lt=year).first()

    def form(self, typed: Any = None) -> DatesForm:
        initial = {"moves_to_working_day": bool(self.last and self.last.moves_to_working_day)}
        plans = services.proposed_plans(self.year, self.scheme, self.last)
        return DatesForm(typed, plans=plans, grant_year=self.year, initial=initial)

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        refusal = may(rules.check_is_new_round, self.year, self.known)
        if refusal is not None:
            return turn_away(request, refusal, reverse("networks:round_list"))
        return self.form_page(self.form())

    def open(self, form: DatesForm) -> Round:
        """Call the service."""
        return services.open_round(
            county=self.county,
            grant_year=self.year,
            scheme_key=self.scheme.key,
            plans=form.plans,
            moves_to_working_day=form.cleaned_data["moves_to_working_day"],
            by=person(self.request),
            now=self.now,
        )

    def preview(self, form: DatesForm) -> Preview:
        with as_if():
            after = snapshot(loaded(self.open(form)), now=self.now)
        return compare(Snapshot(), after)

    def save(self, form: DatesForm) -> HttpResponse:
        if not attempt(form, lambda: self.open(form)):
            return self.form_page(form, status=409)
        messages.success(self.request, _("The round for %(year)s is open.") % {"year": self.year})
        return redirect("round_detail", year=self.year)

    def context(self) -> dict[str, Any]:
        return {
            "year": self.year,
            "scheme": self.scheme,
            "last": self.last,
            "cancel_url": reverse("networks:round_open"),
            "is_new": True,
        }


class WhoWillBeTold(KnownPage):
    """Whom the portal will write to when a duty opens, as things stand."""

    def find(self, year: int, duty: str) -> None:
        user = person(self.request)
        self.round = or_404(queries.staff_round(user, year, now=self.now))
        self.due = or_404(due_of(self.round, duty))

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        told = told_at_opening(self.due, now=self.now)
        context = {
            "round": self.round,
            "row": self.due.row,
            "has_opened": self.due.row.opens_at <= self.now,
            "recipients": sorted(told, key=lambda one: one.person.name),
        }
        return render(request, "rekom/round_who_is_told.html", context)
