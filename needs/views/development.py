"""The development work of one kindergarten: begin, plan, read, start, finish, stop, take up again."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from django_tables2 import SingleTableMixin

from common import clock
from common.dates import oslo_date
from common.draft_pages import DraftPage
from common.drafts import Saved, Shown
from common.forms import ConfirmForm
from common.refusals import NotAllowed, Refused, may
from common.timeline import lines_of
from common.views import KnownMixin, KnownPage, VerbPage, or_404, person
from needs.forms.development import DevelopmentForm, StopForm
from needs.models import DevelopmentWork, Gathering, term_label, term_of
from needs.queries import development as queries
from needs.rules import development as rules
from needs.services import development as services
from needs.services.development import development_values
from needs.states import DEVELOPMENT_FINAL, DevelopmentState
from needs.tables.development import DevelopmentTable
from networks.roles import Role, holds

VERBS = {
    "start": gettext_lazy("Started by"),
    "finish": gettext_lazy("Finished by"),
    "stop": gettext_lazy("Stopped by"),
    "resume": gettext_lazy("Taken up again by"),
}


def detail_url(work: DevelopmentWork) -> str:
    """The address of the work's own page."""
    return reverse("needs:development_detail", kwargs={"pk": work.pk})


class DevelopmentOwn(KnownMixin, SingleTableMixin, TemplateView):
    """What our kindergartens take part in, for heads and owners."""

    template_name = "needs/development_own.html"
    table_class = DevelopmentTable
    paginate_by = 40

    def find(self) -> None:
        if not holds(person(self.request), (Role.HEAD, Role.OWNER), now=self.now):
            raise Http404

    def get_table_data(self) -> Any:
        return queries.own_places(person(self.request), now=self.now)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"opens": True, "leads": True}


class DevelopmentBegin(VerbPage):
    """Begin the work of a kindergarten for a granted measure."""

    template_name = "needs/development_begin.html"
    primary_label = gettext_lazy("Begin the work")
    done = gettext_lazy("The work is begun. Write the plan here: everything is saved as you type.")

    def find(self, measure: int, kindergarten: int) -> None:
        self.measure = or_404(queries.measure_for_work(measure))
        self.kindergarten = or_404(queries.kindergarten_for_work(kindergarten))
        self.refused = self._refusal()
        if isinstance(self.refused, NotAllowed) or not self.is_granted:
            raise Http404

    def _refusal(self) -> Refused | None:
        self.is_granted = queries.is_granted_to(self.measure, self.kindergarten)
        return may(
            rules.check_may_begin_development,
            person(self.request),
            self.measure,
            self.kindergarten,
            is_granted=self.is_granted,
            now=self.now,
        )

    def refusal(self) -> Refused | None:
        return self.refused

    def home(self) -> str:
        begun: DevelopmentWork | None = getattr(self, "begun", None)
        if begun is None:
            return reverse("needs:development_own")
        return reverse("needs:development_edit", kwargs={"pk": begun.pk})

    def serve(self, typed: dict[str, Any]) -> None:
        self.begun = services.begin_development(
            measure=self.measure, kindergarten=self.kindergarten, by=person(self.request), now=self.now
        )

    def context(self) -> dict[str, Any]:
        return {"measure": self.measure, "kindergarten": self.kindergarten}


class WorkPage(KnownPage):
    """A page about one work, for those who may open it."""

    work: DevelopmentWork
    sight: queries.Sight

    def find(self, pk: int, **_place: int) -> None:
        self.work = or_404(queries.work_of(pk))
        self.sight = or_404(queries.sight_of(person(self.request), self.work, now=self.now))

    def home(self) -> str:
        """The work's own page."""
        return detail_url(self.work)


class LeadersPage(WorkPage):
    """A page for those who lead the work."""

    def find(self, pk: int, **place: int) -> None:
        super().find(pk, **place)
        if not self.sight.leads:
            raise Http404


class DevelopmentDetail(WorkPage):
    """The plan, the gatherings by half-year, and the log: as much of it as the person may see."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        work, today = self.work, oslo_date(self.now)
        is_open = work.state not in DEVELOPMENT_FINAL
        log = queries.log_of(work)
        context = {
            "work": work,
            "measure": work.measure,
            "sight": self.sight,
            "terms": terms_of(queries.gatherings_of(work), today),
            "log": list(log if self.sight.leads else log.exclude(traces="")),
            "history": lines_of(work, VERBS) if self.sight.leads else [],
            "is_open": is_open,
            "can_write": self.sight.leads and is_open,
            "can_finish": self.sight.leads and work.state == DevelopmentState.ONGOING,
            "can_start": self.sight.leads and work.state == DevelopmentState.PLANNED,
            "can_resume": self.sight.leads and not is_open,
            "reader": person(request),
        }
        return render(request, "needs/development_detail.html", context)


def terms_of(rows: Iterable[Gathering], today: date) -> list[dict[str, Any]]:
    """The gatherings by half-year, the newest first, each with its label and a hint where they are few or many."""
    found: dict[date, list[Gathering]] = {}
    for row in rows:
        found.setdefault(term_of(row.on), []).append(row)
    return [
        {"label": term_label(term), "rows": found[term], "hint": gatherings_hint(found[term])}
        for term in sorted(found, reverse=True)
    ]


def gatherings_hint(rows: Iterable[Gathering]) -> str:
    """What is usual, where a half-year has fewer or more gatherings. It is advice: nothing is refused."""
    number = sum(1 for row in rows if not row.is_planning_day and row.is_held is not False)
    if number in rules.USUAL_GATHERINGS:
        return ""
    return ngettext(
        "%(n)s gathering in this half-year. Two to four are usual.",
        "%(n)s gatherings in this half-year. Two to four are usual.",
        number,
    ) % {"n": number}


class DevelopmentEdit(LeadersPage, DraftPage):
    """The plan, saved while it is written. Head and owner can write at the same time."""

    template_name = "needs/development_form.html"

    def refusal(self) -> Refused | None:
        return may(rules.check_may_save_development, person(self.request), self.work, now=self.now)

    def stored(self) -> Saved:
        return Saved(self.work.version, development_values(self.work))

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> DevelopmentForm:
        return DevelopmentForm(data, initial=initial)

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        return services.save_development(
            work=self.work, typed=typed, shown=shown, by=person(self.request), now=self.now
        )

    def after(self, do: str) -> HttpResponse:
        if do == "start":
            services.start_development(work=self.work, by=person(self.request), now=self.now)
            messages.success(self.request, _("The work is under way."))
        else:
            messages.success(self.request, _("The plan is saved."))
        return redirect(self.home())

    def context(self) -> dict[str, Any]:
        return {"work": self.work, "can_start": self.work.state == DevelopmentState.PLANNED}


class DevelopmentFinish(LeadersPage, VerbPage):
    """The work is done."""

    template_name = "needs/development_confirm_finish.html"
    form_class = ConfirmForm
    primary_label = gettext_lazy("Finish the work")
    done = gettext_lazy("The work is finished.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_finish_development, person(self.request), self.work, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.finish_development(
            work=self.work, comment=typed["comment"], by=person(self.request), now=self.now
        )

    def context(self) -> dict[str, Any]:
        return {"work": self.work}


class DevelopmentStop(LeadersPage, VerbPage):
    """The work ends before it is done."""

    template_name = "needs/development_confirm_stop.html"
    form_class = StopForm
    primary_label = gettext_lazy("Stop the work")
    done = gettext_lazy("The work is stopped.")

    def refusal(self) -> Refused | None:
        return may(rules.check_may_stop_development, person(self.request), self.work, now=self.now)

    def serve(self, typed: dict[str, Any]) -> None:
        services.stop_development(
            work=self.work, comment=typed["comment"], by=person(self.request), now=self.now
        )

    def context(self) -> dict[str, Any]:
        return {"work": self.work, "danger": True}


@login_required
@require_POST
def development_start(request: HttpRequest, pk: int) -> HttpResponse:
    """The work is under way."""
    now = clock.now()
    work = _led_or_404(request, pk, now=now)
    services.start_development(work=work, by=person(request), now=now)
    messages.success(request, _("The work is under way."))
    return redirect(detail_url(work))


@login_required
@require_POST
def development_resume(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up again what was finished or stopped."""
    now = clock.now()
    work = _led_or_404(request, pk, now=now)
    services.resume_development(work=work, by=person(request), now=now)
    messages.success(request, _("The work is under way again."))
    return redirect(detail_url(work))


def _led_or_404(request: HttpRequest, pk: int, *, now: datetime) -> DevelopmentWork:
    """The work, when the person leads it. Raises Http404."""
    work = or_404(queries.work_of(pk))
    if not or_404(queries.sight_of(person(request), work, now=now)).leads:
        raise Http404
    return work
