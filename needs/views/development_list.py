"""What a network's kindergartens do for its granted measures, added up; and the same as Excel."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import FileResponse, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django.views.generic import TemplateView
from django_tables2 import SingleTableMixin

from common.documents.workbook import Column, Sheet, workbook_response
from common.views import KnownMixin, or_404, person
from needs.models import term_label
from needs.queries import development as queries
from needs.queries.development import HalfYear, Place
from needs.states import DevelopmentState
from needs.tables.development import DevelopmentTable
from networks.queries.belonging import INSIDE, ties

MOST_TRACES = 20


class NetworksWork(KnownMixin):
    """The work for the measures of one grant year (`?aar=`, else the newest), for those who read the summary."""

    def find(self, network: int) -> None:
        self.network = or_404(queries.network_of_work(person(self.request), network, now=self.now))
        self.is_inside = bool(ties(person(self.request), self.network, now=self.now) & INSIDE)
        self.years = queries.years_with_work(self.network)
        asked = self.request.GET.get("aar", "")
        chosen = [year for year in self.years if str(year) == asked] or self.years
        self.year = chosen[0] if chosen else 0
        self.places = queries.places_in(self.network, self.year) if self.year else []
        self.titles = {place.measure.pk: place.measure.title for place in self.places}

    def half_years(self) -> list[HalfYear]:
        """What was held, by half-year and measure."""
        return queries.half_years(self.network, self.year)


class DevelopmentList(NetworksWork, SingleTableMixin, TemplateView):
    """How far the kindergartens have come, and what they see."""

    template_name = "needs/development_list.html"
    table_class = DevelopmentTable
    paginate_by = 60

    def get_table_data(self) -> Any:
        return self.places

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"opens": self.is_inside, "leads": False}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        halves = self.half_years()
        address = reverse("needs:development_list_download", kwargs={"network": self.network.pk})
        return super().get_context_data(**kwargs) | {
            "network": self.network,
            "year": self.year,
            "years": self.years,
            "kpis": kpis(self.places, halves),
            "halves": [
                {"row": row, "term": term_label(row.term_on), "measure": self.titles.get(row.measure, "")}
                for row in halves
            ],
            "traces": list(queries.traces_in(self.network, self.year)[:MOST_TRACES]),
            "download_url": f"{address}?aar={self.year}" if self.year else "",
        }


def kpis(places: Sequence[Place], halves: Iterable[HalfYear]) -> list[dict[str, Any]]:
    """Begun and finished of those who take part, gatherings held, and employees reached."""
    begun = [place.work for place in places if place.work and place.work.state != DevelopmentState.PLANNED]
    finished = sum(1 for work in begun if work.state == DevelopmentState.FINISHED)
    return [
        {"label": _("Works begun"), "value": f"{len(begun)} / {len(places)}"},
        {"label": _("Finished"), "value": str(finished)},
        {"label": _("Gatherings held"), "value": str(sum(row.gatherings for row in halves))},
        {"label": _("Employees reached"), "value": str(sum(work.staff or 0 for work in begun))},
    ]


class DevelopmentListDownload(NetworksWork, View):
    """The same as Excel, with every trace. It names no person."""

    def get(self, request: HttpRequest, **place: int) -> FileResponse:
        sheets = [
            work_sheet(self.places, has_plans=self.is_inside),
            self._halves_sheet(),
            self._traces_sheet(),
        ]
        return workbook_response(f"utviklingsarbeid-{self.year or ''}.xlsx", sheets)

    def _halves_sheet(self) -> Sheet:
        labels = (_("Gatherings"), _("Planning days"), _("With the university"), _("Kindergartens"))
        columns = [Column(_("Half-year")), Column(_("Measure"), 40), *(Column(label) for label in labels)]
        rows = (
            [
                term_label(row.term_on),
                self.titles.get(row.measure, ""),
                row.gatherings,
                row.planning_days,
                row.with_university,
                row.kindergartens,
            ]
            for row in self.half_years()
        )
        return Sheet(_("Half-years"), columns, rows)

    def _traces_sheet(self) -> Sheet:
        columns = [
            Column(_("Date")),
            Column(_("Kindergarten"), 30),
            Column(_("Measure"), 40),
            Column(_("What is seen"), 80),
        ]
        found = queries.traces_in(self.network, self.year).iterator()
        rows = ([row.on, row.work.kindergarten.name, row.work.measure.title, row.traces] for row in found)
        return Sheet(_("Traces of change"), columns, rows)


def work_sheet(places: Iterable[Place], *, has_plans: bool) -> Sheet:
    """One row for each kindergarten of each measure; goal and plan for those who may open the work."""
    columns = [
        Column(_("Grant year")),
        Column(_("Measure"), 40),
        Column(_("Kindergarten"), 30),
        Column(_("Owner"), 30),
        Column(_("State")),
        Column(_("Employees")),
        Column(_("Hours a week"), 12, "#,##0.0"),
        Column(_("Gatherings held")),
        Column(_("Planning days held")),
        Column(_("Entries in the log")),
        *((Column(_("Goal"), 60), Column(_("Plan"), 60)) if has_plans else ()),
    ]
    rows = (_cells(place)[: len(columns)] for place in places)
    return Sheet(_("Development work"), columns, rows)


def _cells(place: Place) -> list[Any]:
    measure, kindergarten, work = place.measure, place.kindergarten, place.work
    first = [measure.basis.round.grant_year, measure.title, kindergarten.name, kindergarten.owner.name]
    if work is None:
        return [*first, _("Not begun"), None, None, None, None, None, "", ""]
    counts: Any = work
    return [
        *first,
        DevelopmentState(work.state).label,
        work.staff,
        work.hours_per_week,
        counts.held,
        counts.planning_held,
        counts.entries,
        work.goal,
        work.plan,
    ]
