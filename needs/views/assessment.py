"""The pages of assessments."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from django_filters.views import FilterView

from common import clock
from common.gaps import show_gaps
from common.refusals import may
from common.timeline import lines_of
from common.views import KnownPage, attempt, person, shown_version, turn_away
from needs import queries
from needs.filters.assessment import AssessmentFilter
from needs.forms.assessment import AssessmentForm
from needs.models import Assessment
from needs.rules import assessment as rules
from needs.services import assessment as services
from needs.states import AssessmentState
from needs.tables.assessment import AssessmentTable
from needs.views.shared import RoundList, go, round_or_404
from networks import deadlines
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


class AssessmentDetail(LoginRequiredMixin, TemplateView):
    """What the kindergarten has written, who shared it when, and what can be done with it."""

    template_name = "needs/assessment_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, now = person(self.request), clock.now()
        assessment = known_or_404(self.request, **self.kwargs, now=now)
        is_writer = rules.writes_for(user, assessment.kindergarten, now=now)
        is_shared = assessment.state == AssessmentState.SHARED
        is_sent = is_writer and is_shared and queries.is_report_sent(assessment)
        return super().get_context_data(**kwargs) | {
            "assessment": assessment,
            "items": [item for item in assessment.items.all() if item.text] if assessment.pk else [],
            "history": lines_of(assessment, VERBS),
            "is_writer": is_writer,
            "is_sent": is_sent,
            "may_save": may(rules.check_may_save_assessment, user, assessment, now=now) is None,
            "may_take_back": is_writer and is_shared and not is_sent,
            "answer": deadlines.answer(
                Duty.ASSESSMENT, assessment.round, now=now, kindergarten=assessment.kindergarten
            ),
        }


class AssessmentEdit(KnownPage):
    """The head's form. "Share" saves first; what is missing is said at its field."""

    def find(self, **place: int) -> None:
        self.assessment = known_or_404(self.request, **place, now=self.now)
        if not rules.writes_for(person(self.request), self.assessment.kindergarten, now=self.now):
            raise Http404
        self.themes = list(queries.themes(self.assessment.round.county))

    def get(self, request: HttpRequest, kindergarten: int, year: int) -> HttpResponse:
        refusal = may(rules.check_may_save_assessment, person(request), self.assessment, now=self.now)
        if refusal is not None:
            place = {"kindergarten": kindergarten, "year": year}
            return turn_away(request, refusal, reverse("needs:assessment_detail", kwargs=place))
        texts = queries.item_texts(self.assessment)
        form = AssessmentForm.starting_with(self.assessment, texts, self.themes)
        if "mangler" in request.GET:
            all_texts = {theme.pk: texts.get(theme.pk, "") for theme in self.themes}
            show_gaps(form, rules.assessment_gaps(self.assessment, all_texts))
        return self._page(form, self.assessment.version)

    def post(self, request: HttpRequest, kindergarten: int, year: int) -> HttpResponse:
        form = AssessmentForm(request.POST, themes=self.themes)
        if not form.is_valid():
            return self._page(form, shown_version(request))
        if not attempt(form, lambda: self._save(form)):
            return self._page(form, self.assessment.version, status=409)
        place = {"kindergarten": kindergarten, "year": year}
        if request.POST.get("do") != "share":
            messages.success(request, _("The draft is saved."))
            return go("assessment_edit", place)
        saved = queries.assessment_of(self.assessment.kindergarten, self.assessment.round)
        if rules.assessment_gaps(saved, queries.item_texts(saved)):
            edit = go("assessment_edit", place)
            return redirect(f"{edit.url}?mangler=1")
        services.share_assessment(assessment=saved, by=person(request), now=self.now)
        messages.success(request, _("The assessment is shared with the owner."))
        return go("assessment_detail", place)

    def _save(self, form: AssessmentForm) -> None:
        services.save_assessment(
            round=self.assessment.round,
            kindergarten=self.assessment.kindergarten,
            staff_involvement=form.cleaned_data["staff_involvement"],
            items=form.items,
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )

    def _page(self, form: AssessmentForm, version: int, *, status: int = 200) -> HttpResponse:
        answer = deadlines.answer(
            Duty.ASSESSMENT, self.assessment.round, now=self.now, kindergarten=self.assessment.kindergarten
        )
        context = {"form": form, "assessment": self.assessment, "version": version, "answer": answer}
        return render(self.request, "needs/assessment_form.html", context, status=status)


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
