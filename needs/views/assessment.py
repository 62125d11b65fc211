"""The pages of assessments."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django_filters.views import FilterView

from common import clock
from common.draft_pages import DraftPage
from common.drafts import Saved, Shown
from common.gaps import show_gaps
from common.refusals import Refused, may
from common.timeline import lines_of
from common.views import KnownPage, or_404, person
from needs import queries
from needs.filters.assessment import AssessmentFilter
from needs.forms.assessment import AssessmentForm
from needs.models import Assessment, StaffGroup
from needs.queries.assessment import assessment_themes, last_years_texts, texts_by_theme
from needs.queries.drafts import assessment_values
from needs.rules import assessment as rules
from needs.services import assessment as services
from needs.states import AssessmentState
from needs.tables.assessment import AssessmentTable
from needs.views.shared import RoundList, go, round_or_404
from networks import deadlines
from networks.queries import network_of
from networks.roles import LEADERS, STAFF, Role
from networks.states import Duty

VERBS = {"share": gettext_lazy("Shared with the owner by"), "take_back": gettext_lazy("Taken back by")}
READERS = (Role.HEAD, Role.OWNER, *LEADERS, Role.NETWORK_MEMBER, Role.UH_COORDINATOR, *STAFF)


def known_or_404(request: HttpRequest, kindergarten: int, year: int, *, now: Any) -> Assessment:
    """The kindergarten's assessment, begun or not, when the person may see it. Raises Http404."""
    round = round_or_404(request, year, now=now, county__municipalities__kindergartens=kindergarten)
    assessment = queries.known_assessment(person(request), round, kindergarten, now=now)
    if assessment is None:
        raise Http404
    return assessment


def is_combined(assessment: Assessment, *, now: datetime) -> bool:
    """Whether the kindergarten's only form is the needs report."""
    return queries.has_combined_form(assessment.kindergarten, assessment.round, now=now)


def report_address(assessment: Assessment) -> str:
    """The page of the needs report that the kindergarten's owner writes. Raises Http404 where it has no network."""
    network = or_404(network_of(assessment.kindergarten, assessment.round))
    place = {"owner": assessment.kindergarten.owner_id, "network": network.pk}
    return reverse("needs:needs_report_detail", kwargs={**place, "year": assessment.round.grant_year})


def answer_of(assessment: Assessment, *, now: datetime) -> deadlines.Answer:
    """How the duty stands for the kindergarten."""
    return deadlines.answer(Duty.ASSESSMENT, assessment.round, now=now, kindergarten=assessment.kindergarten)


def group_names(assessment: Assessment) -> list[Any]:
    """The staff groups that took part, as they are called, in the order of the form."""
    return [group.label for group in StaffGroup if group in assessment.staff_groups]


class AssessmentList(RoundList, FilterView):
    """The assessments that the person writes or reads, and who has not shared."""

    template_name = "needs/assessment_list.html"
    table_class = AssessmentTable
    filterset_class = AssessmentFilter
    readers = READERS
    duty = Duty.ASSESSMENT

    def get_queryset(self) -> Any:
        return queries.kindergartens_with_assessments(person(self.request), self.round, now=self.now)

    def get_table_kwargs(self) -> dict[str, Any]:
        mine = queries.kindergartens_written_by(person(self.request), self.round, now=self.now)
        return super().get_table_kwargs() | {"written": set(mine.values_list("pk", flat=True))}


class AssessmentDetail(KnownPage):
    """What the kindergarten has written, who shared it when, and what can be done with it."""

    def find(self, **place: int) -> None:
        self.assessment = known_or_404(self.request, **place, now=self.now)

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        assessment, user = self.assessment, person(request)
        is_writer = rules.writes_for(user, assessment.kindergarten, now=self.now)
        is_shared = assessment.state == AssessmentState.SHARED
        if is_writer and not is_shared and is_combined(assessment, now=self.now):
            return redirect(report_address(assessment))
        is_sent = is_writer and is_shared and queries.is_report_sent(assessment)
        may_save = may(rules.check_may_save_assessment, user, assessment, is_combined=False, now=self.now)
        context = {
            "assessment": assessment,
            "items": [item for item in assessment.items.all() if item.text] if assessment.pk else [],
            "staff_groups": group_names(assessment),
            "history": lines_of(assessment, VERBS),
            "is_writer": is_writer,
            "is_sent": is_sent,
            "may_save": may_save is None,
            "may_take_back": is_writer and is_shared and not is_sent,
            "answer": answer_of(assessment, now=self.now),
        }
        return render(request, "needs/assessment_detail.html", context)


class AssessmentEdit(DraftPage):
    """The head's form, saved while it is written. "Share" saves first; what is missing is said at its field."""

    template_name = "needs/assessment_form.html"

    def find(self, **place: int) -> None:
        self.place = place
        self.assessment = known_or_404(self.request, **place, now=self.now)
        if not rules.writes_for(person(self.request), self.assessment.kindergarten, now=self.now):
            raise Http404
        self.themes = assessment_themes(self.assessment)

    @cached_property
    def is_combined(self) -> bool:
        """Whether the needs report is the only form here."""
        return is_combined(self.assessment, now=self.now)

    def refusal(self) -> Refused | None:
        return may(
            rules.check_may_save_assessment,
            person(self.request),
            self.assessment,
            is_combined=self.is_combined,
            now=self.now,
        )

    def home(self) -> str:
        if self.is_combined:
            return report_address(self.assessment)
        return reverse("needs:assessment_detail", kwargs=self.place)

    def stored(self) -> Saved:
        texts = queries.item_texts(self.assessment)
        all_texts = {theme.pk: texts.get(theme.pk, "") for theme in self.themes}
        return Saved(self.assessment.version, assessment_values(self.assessment, all_texts))

    def saved_at(self) -> datetime | None:
        return self.assessment.saved_at

    def make_form(self, data: Any = None, initial: Mapping[str, Any] | None = None) -> AssessmentForm:
        return AssessmentForm(data, initial=initial, themes=self.themes)

    def prepare(self, form: AssessmentForm) -> None:
        if "mangler" in self.request.GET:
            show_gaps(form, rules.assessment_gaps(self.assessment, texts_by_theme(self.assessment)))

    def save(self, typed: Mapping[str, Any], shown: Shown) -> Saved:
        return services.save_assessment(
            round=self.assessment.round,
            kindergarten=self.assessment.kindergarten,
            typed=typed,
            shown=shown,
            by=person(self.request),
            now=self.now,
        )

    def after(self, do: str) -> HttpResponse:
        if do != "share":
            messages.success(self.request, _("The draft is saved."))
            return go("assessment_edit", self.place)
        saved = queries.assessment_of(self.assessment.kindergarten, self.assessment.round)
        if rules.assessment_gaps(saved, texts_by_theme(saved)):
            return redirect(f"{go('assessment_edit', self.place).url}?mangler=1")
        services.share_assessment(assessment=saved, by=person(self.request), now=self.now)
        messages.success(self.request, _("The assessment is shared with the owner."))
        return go("assessment_detail", self.place)

    def context(self) -> dict[str, Any]:
        is_empty = not any(queries.item_texts(self.assessment).values())
        return {
            "assessment": self.assessment,
            "answer": answer_of(self.assessment, now=self.now),
            "has_last_year": is_empty and bool(last_years_texts(self.assessment)),
            "in_sami_area": self.assessment.kindergarten.municipality.is_sami_admin_area,
        }


@login_required
@require_POST
def assessment_share(request: HttpRequest, kindergarten: int, year: int) -> HttpResponse:
    """Share the saved draft."""
    assessment = _written_or_404(request, kindergarten, year)
    services.share_assessment(assessment=assessment, by=person(request), now=clock.now())
    messages.success(request, _("The assessment is shared with the owner."))
    return go("assessment_detail", {"kindergarten": kindergarten, "year": year})


@login_required
@require_POST
def assessment_carry_over(request: HttpRequest, kindergarten: int, year: int) -> HttpResponse:
    """Begin with what the kindergarten wrote last year."""
    now = clock.now()
    assessment = known_or_404(request, kindergarten, year, now=now)
    if not rules.writes_for(person(request), assessment.kindergarten, now=now):
        raise Http404
    services.carry_over_assessment(
        round=assessment.round, kindergarten=assessment.kindergarten, by=person(request), now=now
    )
    messages.success(request, _("Last year's texts stand in the form. Change what is no longer right."))
    return go("assessment_edit", {"kindergarten": kindergarten, "year": year})


@login_required
@require_POST
def assessment_take_back(request: HttpRequest, kindergarten: int, year: int) -> HttpResponse:
    """Take a shared assessment back and go on writing."""
    assessment = _written_or_404(request, kindergarten, year)
    services.take_back_assessment(assessment=assessment, by=person(request), now=clock.now())
    messages.success(request, _("The assessment is a draft again. Share it when you are done."))
    return go("assessment_edit", {"kindergarten": kindergarten, "year": year})


def _written_or_404(request: HttpRequest, kindergarten: int, year: int) -> Assessment:
    """The begun assessment of a kindergarten for which the person writes. Raises Http404."""
    now = clock.now()
    assessment = known_or_404(request, kindergarten, year, now=now)
    if assessment.pk is None or not rules.writes_for(person(request), assessment.kindergarten, now=now):
        raise Http404
    return assessment
