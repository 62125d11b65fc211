"""The open pages: the year's money, one grant, and the dates."""

from typing import Any

from django.conf import settings
from django.http import Http404
from django.utils.translation import gettext as _

from common.dates import oslo_date
from common.pictures import bars
from common.views import or_404
from networks.models import County
from reporting.openness.calendar_file import calendar_file
from reporting.openness.date_words import with_meanings
from reporting.openness.year_words import purpose_rows, study_rows, year_kpis
from reporting.queries import open_grant as grants
from reporting.queries.open_calendar import dates_ahead, dates_of
from reporting.queries.open_grants import OpenGrant, open_years
from reporting.queries.open_measures import counts_of_year, money_by_theme
from reporting.states import Attainment, CarriedOut
from reporting.views.open_page import OpenPage

NEXT_DATES = 5


class OpenFront(OpenPage):
    """A year's money in numbers and a picture, who was given what, and what comes next."""

    template_name = "open/front.html"
    is_kept = True

    def find(self, year: int | None = None, **place: Any) -> None:
        self.years = list(grants.years_open(self.county)) if self.county else []
        if year is not None and year not in self.years:
            raise Http404
        self.year = year or next(iter(self.years), None)

    def context(self) -> dict[str, Any]:
        if self.county is None or self.year is None:
            return {"year": None, "dates": self._dates()}
        found = open_years(self.county, [self.year])[self.year]
        themes = money_by_theme(self.county, self.year)
        picture = bars(
            themes,
            key="themes",
            title=_("Collective measures by theme"),
            label_header=_("Theme"),
            value_header=_("Amount"),
        )
        return {
            "year": found,
            "years": [(year, self.url("year", year=year), year == self.year) for year in self.years],
            "kpis": year_kpis(found, counts_of_year(self.county, self.year)),
            "purposes": purpose_rows(found),
            "studies": study_rows(found),
            "picture": picture,
            "networks": [self._row(grant) for grant in found.grants if not grant.is_university],
            "universities": [self._row(grant) for grant in found.grants if grant.is_university],
            "dates": self._dates(),
            "key_url": self.url("key", year=self.year),
            "measures_url": f"{self.url('measures')}{'&' if self.suffix else '?'}aar={self.year}",
        }

    def _row(self, grant: OpenGrant) -> dict[str, Any]:
        return {"grant": grant, "url": self.url("grant", pk=grant.pk)}

    def _dates(self) -> list[Any]:
        return dates_ahead(self.county, now=self.now)[:NEXT_DATES] if self.county else []


class OpenDates(OpenPage):
    """The dates of the next twelve months."""

    template_name = "open/dates.html"
    is_kept = True

    def context(self) -> dict[str, Any]:
        found = dates_ahead(self.county, now=self.now) if self.county else []
        file_url = self.url("dates_download")
        return {
            "dates": with_meanings(found),
            "today": oslo_date(self.now),
            "file_url": file_url,
            "whole_file_url": f"{settings.PORTAL_URL}{file_url}",
        }


class OpenDatesFile(OpenPage):
    """The dates of all rounds for one's own calendar."""

    is_kept = True
    content_type = "text/calendar; charset=utf-8"
    disposition = 'inline; filename="rekom.ics"'

    def _made(self) -> bytes:
        county = or_404(self.county)
        url = f"{settings.PORTAL_URL}{self.url('dates')}"
        return calendar_file(
            dates_of(county), county=county.name, number=county.number, url=url, now=self.now
        )


class OpenGrantPage(OpenPage):
    """One grant: the lines of its letter, its measures with what came of them, and the report in short."""

    template_name = "open/grant.html"
    is_kept = True

    def find_county(self, pk: int = 0, **place: Any) -> County | None:
        self.place = or_404(grants.grant_place(pk))
        return grants.county_of_grant(self.place)

    def context(self) -> dict[str, Any]:
        years = open_years(or_404(self.county), [self.place.year])
        grant = next(row for row in years[self.place.year].grants if row.pk == self.place.pk)
        lines = list(grants.lines_shown(grant.pk))
        return {
            "grant": grant,
            "lines": [{**line, "purpose": grants.purpose_name(line["kind"])} for line in lines],
            "is_adjusted": any(line["amount_nok"] != line["budget_nok"] for line in lines),
            "measures": [_in_words(row) for row in grants.measures_of(self.place)],
            "report": grants.report_in_short(grant.pk),
            "year_url": self.url("year", year=grant.year),
            "key_url": self.url("key_network", year=grant.year, network=grant.network)
            if grant.network
            else "",
        }


def _in_words(row: dict[str, Any]) -> dict[str, Any]:
    """A measure with what came of it in words."""
    outcome = row["outcome"]
    if not outcome:
        return row
    carried, attainment = outcome["carried_out"], outcome["attainment"]
    words = {
        "carried_out_words": CarriedOut(carried).label if carried else "",
        "attainment_words": Attainment(attainment).label if attainment else "",
    }
    return {**row, "outcome": {**outcome, **words}}
