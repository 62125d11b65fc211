"""Beginning with what is there: last year's needs, what the heads have shared, and an owner's kindergartens."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from common.refusals import NotAllowed, NotNow, may
from common.views import KnownMixin, KnownPage, or_404, person, turn_away
from needs import queries
from needs.filters.owner_kindergartens import OwnerKindergartenFilter
from needs.forms.delegation import GatherForm
from needs.queries.beginnings import earlier_needs, shared_themes
from needs.queries.owner_kindergartens import kindergartens_of_owner, owner_seen_by
from needs.rules.needs_report import check_may_save_needs_report
from needs.services import beginnings as services
from needs.tables.owner_kindergartens import OwnerKindergartenTable
from needs.views.needs_report import detail_url, known_or_404, place_of
from needs.views.shared import go, round_or_404


class BeginningPage(KnownPage):
    """A page that adds needs to a draft; whoever may not write now is told why on the report's page."""

    def find(self, **place: int) -> None:
        self.known = known_or_404(self.request, **place, now=self.now)
        self.report, self.place = self.known.report, place
        self.refusal = may(check_may_save_needs_report, person(self.request), self.report, now=self.now)
        if isinstance(self.refusal, NotAllowed):
            raise Http404


class FromLastYear(BeginningPage):
    """Last year's needs with what came of them; those that are ticked are carried on."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        if self.refusal is not None:
            return turn_away(request, self.refusal, detail_url(self.report))
        context = {"report": self.report, "place": self.place, "earlier": earlier_needs(self.report)}
        return render(request, "needs/needs_from_last_year.html", context)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        chosen = {int(key) for key in request.POST.getlist("needs") if key.isdigit() and len(key) < 10}
        added = services.carry_on(
            report=self.report,
            chosen=chosen,
            kindergartens=self.known.kindergartens,
            by=person(request),
            now=self.now,
        )
        if not added:
            messages.info(request, _("Tick the needs that you want to carry on."))
            return go("needs_from_last_year", place)
        said = ngettext("%(n)s need is carried on.", "%(n)s needs are carried on.", len(added))
        messages.success(request, said % {"n": len(added)})
        return go("needs_report_edit", place)


class FromAssessments(BeginningPage):
    """What the heads have shared, theme by theme; the kindergartens that are ticked become one need."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        if self.refusal is not None:
            return turn_away(request, self.refusal, detail_url(self.report))
        return self._page(None)

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = GatherForm(
            request.POST,
            themes=[group.theme for group in self._groups()],
            kindergartens=self.known.kindergartens,
        )
        if not form.is_valid():
            return self._page(form)
        try:
            services.gather_need(report=self.report, by=person(request), now=self.now, **form.cleaned_data)
        except NotNow as refusal:
            form.add_error(None, refusal.sentence)
            return self._page(form, status=409)
        messages.success(request, _("The texts are gathered in one need. Say what you want to achieve."))
        return go("needs_report_edit", place)

    def _groups(self) -> Any:
        return shared_themes(self.known.kindergartens, self.report.round)

    def _page(self, form: Any, *, status: int = 200) -> HttpResponse:
        shared = self._groups()
        context = {"report": self.report, "place": place_of(self.report), "groups": shared, "form": form}
        return render(self.request, "needs/needs_from_assessments.html", context, status=status)


class OwnerKindergartens(KnownMixin, SingleTableMixin, FilterView):
    """All kindergartens of an owner in a round, with how far each has come."""

    template_name = "needs/owner_kindergartens.html"
    table_class = OwnerKindergartenTable
    filterset_class = OwnerKindergartenFilter
    paginate_by = 50

    def find(self, owner: int, year: int) -> None:
        self.round = round_or_404(self.request, year, now=self.now, county__organisations=owner)
        self.owner = or_404(owner_seen_by(person(self.request), owner, self.round, now=self.now))

    def get_queryset(self) -> Any:
        return kindergartens_of_owner(self.owner, self.round, now=self.now)

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"year": self.round.grant_year}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = queries.my_needs_reports(person(self.request), self.round, self.now)
        reports = [row for row in mine if row.owner.pk == self.owner.pk]
        more = {"owner": self.owner, "round": self.round, "reports": reports}
        return super().get_context_data(**kwargs) | more
