"""What has become of bodies and places: the county's list, one kindergarten and one municipality."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views import View
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from common.dates import oslo_date
from common.numbers import org_number_text
from common.views import KnownMixin, or_404, person
from networks.history_tables import ChangeFilter, ChangeTable, FiguresTable, PeriodTable, YearSumTable
from networks.models import County, Kindergarten, Municipality, Organisation
from networks.names import both_names
from networks.queries import history
from networks.queries.figures import figures_by_municipality, years_with_figures
from networks.queries.places import network_of_municipality
from networks.roles import STAFF, Role, holds
from networks.views.shared import county_or_404, seated_or_404

Sum = dict[str, int]


class HistoryList(KnownMixin, SingleTableMixin, FilterView):
    """Mergers, splits, moves, new names and new owners in the county, the newest first."""

    template_name = "networks/history_list.html"
    table_class = ChangeTable
    filterset_class = ChangeFilter
    paginate_by = 25

    def find(self) -> None:
        self.county = county_or_404(self.request, now=self.now)
        self.may_record = holds(person(self.request), Role.CASE_OFFICER, self.county, now=self.now)

    def get_queryset(self) -> Any:
        return history.register_changes(self.county)

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_filterset_kwargs(filterset_class)
        return kwargs | {"years": history.years_of_changes(self.county)}

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"may_record": self.may_record}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "empty_title": _("No change fits the filter"),
            "may_record": self.may_record,
        }


class KindergartenDetail(KnownMixin, View):
    """One kindergarten through the years: owner, municipality, network, figures, periods and changes."""

    kindergarten: Kindergarten

    def find(self, **place: Any) -> None:
        user = seated_or_404(self.request, now=self.now)
        self.kindergarten = or_404(history.kindergarten_seen_by(user, place["pk"], now=self.now))

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        one = self.kindergarten
        county = one.municipality.county
        network = network_of_municipality(one.municipality_id, now=self.now)
        context = {
            "title": both_names(one),
            "kindergarten": one,
            "facts": [
                (_("Owner"), both_names(one.owner)),
                (_("Municipality"), both_names(one.municipality)),
                (_("Network"), network),
                (_("Organisation number"), org_number_text(one.org_number)),
                (_("Written form"), one.get_written_form_display()),
            ],
            "periods": PeriodTable(history.periods_of(one)),
            "figures": FiguresTable(list(one.figures.all())),
            "changes": changes_table(request, one, county, now=self.now),
            "actions": record_links(request, county, "barnehage", one.pk, _verbs(one), now=self.now),
        }
        return render(request, "networks/kindergarten_detail.html", context)


class MunicipalityDetail(KnownMixin, View):
    """One municipality through the years: its names, its changes, and its sums per year as then and as now."""

    municipality: Municipality

    def find(self, **place: Any) -> None:
        user = seated_or_404(self.request, now=self.now)
        self.municipality = or_404(history.municipality_seen_by(user, place["pk"], now=self.now))

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        one = self.municipality
        verbs = (
            []
            if one.valid_to
            else [
                ("nytt-navn", _("New name")),
                ("sla-sammen", _("Merge")),
                ("del-opp", _("Split off a part")),
            ]
        )
        context = {
            "title": both_names(one),
            "municipality": one,
            "facts": [
                (_("Number"), one.number),
                (_("Network"), network_of_municipality(one.pk, now=self.now)),
                (_("In use from"), one.valid_from),
                (_("In use until"), one.valid_to),
            ],
            "sums": YearSumTable(_sums(one, now=self.now)),
            "changes": changes_table(request, one, one.county, now=self.now),
            "actions": record_links(request, one.county, "kommune", one.pk, verbs, now=self.now),
        }
        return render(request, "networks/municipality_detail.html", context)


def _sums(municipality: Municipality, *, now: datetime) -> list[dict[str, Any]]:
    """One row for each year in which the municipality, or what lies in it today, had kindergartens."""
    rows = []
    for year in years_with_figures(municipality.county):
        then = _sum_of(municipality, year)
        today = _sum_of(municipality, year, as_of=oslo_date(now))
        if then or today:
            names = {f"{name}_now": value for name, value in (today or {}).items()}
            rows.append({"year": year} | (then or {}) | names)
    return rows


def _sum_of(municipality: Municipality, year: int, **when: Any) -> Sum | None:
    for row in figures_by_municipality(municipality.county, year, **when):
        if row.municipality.pk == municipality.pk:
            return {"kindergartens": row.kindergartens, "children": row.children}
    return None


def changes_table(
    request: HttpRequest, thing: Kindergarten | Municipality | Organisation, county: County, *, now: datetime
) -> ChangeTable:
    user = person(request)
    return ChangeTable(
        list(history.changes_of(thing)),
        links=holds(user, STAFF, county, now=now),
        may_record=holds(user, Role.CASE_OFFICER, county, now=now),
    )


def _verbs(kindergarten: Kindergarten) -> list[tuple[str, str]]:
    if kindergarten.closed_on is not None:
        return [("apne", _("Open again"))]
    return [
        ("ny-eier", _("New owner")),
        ("nytt-navn", _("New name")),
        ("flytt", _("Move elsewhere")),
        ("legg-ned", _("Close")),
    ]


def record_links(
    request: HttpRequest, county: County, thing: str, pk: int, verbs: list[tuple[str, str]], *, now: datetime
) -> list[dict[str, str]]:
    """The ways on to recording a change, for the case officer."""
    if not holds(person(request), Role.CASE_OFFICER, county, now=now):
        return []
    return [
        {
            "label": label,
            "url": reverse("history_record", kwargs={"thing": thing, "pk": pk, "verb": verb}),
            "variant": "secondary",
        }
        for verb, label in verbs
    ]
