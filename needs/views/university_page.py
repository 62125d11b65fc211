"""A university's own page: its networks, agreements, team, meetings, and days promised, asked for and used."""

from decimal import Decimal
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.documents.workbook import Column, Sheet, workbook_response
from common.pictures import Picture, bars
from common.refusals import may
from common.views import KnownPage, or_404, person
from needs.queries import days as queries
from needs.queries.days import NO_DAYS, DaysRow
from needs.rules.days import check_keeps_days
from networks.queries import chosen_round
from networks.queries.agreements import agreements_of_university, networks_of_partner, teachers_of
from networks.states import Duty

HALF = "#,##0.0"
MOST_LINES = 50
"""Lines of used days on the page; the workbook has them all."""


class UniversitysPage(KnownPage):
    """For the university's coordinators, and for the county governor's office."""

    def find(self, university: int) -> None:
        user, asked = person(self.request), self.request.GET.get("aar", "")
        self.university = or_404(queries.university_seen(user, university, now=self.now))
        known = chosen_round(user, asked, Duty.DECISION_BASIS, now=self.now)
        self.round, self.rounds = or_404(known or chosen_round(user, "", now=self.now))
        self.networks = list(networks_of_partner(self.university, now=self.now))

    def days(self) -> list[DaysRow]:
        """The days in each network."""
        user = person(self.request)
        return queries.days_by_network(user, self.university, self.round, now=self.now)


class UniversityPage(UniversitysPage):
    """What is promised and what is asked for, network by network, and what comes next."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        user, rows = person(request), self.days()
        totals = totals_of(rows)
        used = list(queries.used_days(self.university, self.round.grant_year)[: MOST_LINES + 1])
        keeps = may(check_keeps_days, user, self.university, now=self.now) is None
        context = {
            "university": self.university,
            "round": self.round,
            "rounds": self.rounds,
            "networks": self._cards(),
            "rows": [{"days": row, "words": difference_words(row)} for row in rows],
            "totals": totals,
            "words": difference_words(totals),
            "chart": days_chart(totals, self.round.grant_year),
            "used": used[:MOST_LINES],
            "has_more_used": len(used) > MOST_LINES,
            "meetings": queries.coming_meetings(user, self.networks, now=self.now),
            "keeps_days": keeps,
        }
        return render(request, "needs/university_page.html", context)

    def _cards(self) -> list[dict[str, Any]]:
        """Each network with its agreements and the team that follows it."""
        agreements = list(agreements_of_university(self.university, self.networks, now=self.now))
        teachers = list(teachers_of(self.networks, self.university, now=self.now))
        return [
            {
                "network": network,
                "agreements": [row for row in agreements if row.network_id == network.pk],
                "teachers": [row for row in teachers if row.network_id == network.pk],
            }
            for network in self.networks
        ]


def totals_of(rows: list[DaysRow]) -> DaysRow:
    """The networks' days added up; nothing is promised where no agreement says how many."""
    promised = [row.promised for row in rows if row.promised is not None]
    return DaysRow(
        network=None,
        promised=sum(promised, NO_DAYS) if promised else None,
        asked=sum((row.asked for row in rows), NO_DAYS),
        granted=sum((row.granted for row in rows), NO_DAYS),
        used=sum((row.used for row in rows), NO_DAYS),
        is_draft=any(row.is_draft for row in rows),
    )


def difference_words(row: DaysRow) -> str:
    """'12 days more are asked for than promised.'"""
    more = row.more_asked
    if more is None:
        return _("No agreement says how many days are promised.") if row.asked or row.used else ""
    if not more:
        return _("As many days are asked for as are promised.")
    number = {"n": number_format(abs(more).normalize())}
    plural = 1 if abs(more) == 1 else 2
    if more > 0:
        text = ngettext(
            "%(n)s day more is asked for than promised.",
            "%(n)s days more are asked for than promised.",
            plural,
        )
    else:
        text = ngettext(
            "%(n)s day fewer is asked for than promised.",
            "%(n)s days fewer are asked for than promised.",
            plural,
        )
    return text % number


def days_chart(totals: DaysRow, year: int) -> Picture:
    """The four sums as bars. The picture counts half days, since its bars are whole numbers."""
    rows = [
        (_("Promised"), totals.promised or NO_DAYS),
        (_("Asked for"), totals.asked),
        (_("Granted"), totals.granted),
        (_("Used"), totals.used),
    ]
    said = ", ".join(f"{label.lower()} {number_format(days.normalize())}" for label, days in rows)
    return bars(
        [(label, int(days * 2)) for label, days in rows],
        key="days",
        title=_("Days in %(year)s") % {"year": year},
        text=_("Days in all networks: %(said)s.") % {"said": said},
        label_header=_("Days"),
        value_header=_("How many"),
        show=lambda halves: number_format((Decimal(halves) / 2).normalize()),
    )


class UniversityDownload(UniversitysPage):
    """All of it as Excel."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse | FileResponse:
        year = self.round.grant_year
        rows = self.days()
        name = f"{self.university.short_name or self.university.name} {year}.xlsx"
        return workbook_response(
            name, [_days_sheet(rows), self._used_sheet(), self._agreements_sheet(), self._team_sheet()]
        )

    def _used_sheet(self) -> Sheet:
        columns = [
            Column(_("Date")),
            Column(_("Days"), 12, HALF),
            Column(_("Network"), 30),
            Column(_("Measure"), 40),
            Column(_("What it was"), 60),
        ]
        rows = (
            [row.on, row.days, row.network.name, row.measure.title if row.measure else "", row.what]
            for row in queries.used_days(self.university, self.round.grant_year)
        )
        return Sheet(_("Days used"), columns, rows)

    def _agreements_sheet(self) -> Sheet:
        columns = [
            Column(_("Network"), 30),
            Column(_("Title"), 40),
            Column(_("From")),
            Column(_("To, not including")),
            Column(_("Days a year")),
        ]
        found = agreements_of_university(self.university, self.networks, now=self.now)
        rows = (
            [row.network.name, row.title, row.valid_from, row.valid_to, row.days_per_year] for row in found
        )
        return Sheet(_("Agreements"), columns, rows)

    def _team_sheet(self) -> Sheet:
        columns = [
            Column(_("Network"), 30),
            Column(_("Name"), 30),
            Column(_("Field"), 40),
            Column(_("E-mail address"), 30),
            Column(_("Leads the team")),
            Column(_("From")),
            Column(_("To, not including")),
        ]
        found = teachers_of(self.networks, self.university, now=self.now)
        rows = (
            [
                row.network.name,
                row.name,
                row.field,
                row.email,
                _("Yes") if row.is_team_leader else "",
                row.valid_from,
                row.valid_to,
            ]
            for row in found
        )
        return Sheet(_("Team"), columns, rows)


def _days_sheet(rows: list[DaysRow]) -> Sheet:
    columns: list[Any] = [
        Column(_("Network"), 30),
        *(
            Column(label, 14, HALF)
            for label in (_("Promised"), _("Asked for"), _("Granted"), _("Used"), _("Left of the promise"))
        ),
        Column(_("Difference"), 50),
    ]
    cells = [_days_cells(row.network.name if row.network else "", row) for row in rows]
    return Sheet(_("Days"), columns, [*cells, _days_cells(_("In all"), totals_of(rows))])


def _days_cells(name: str, row: DaysRow) -> list[Any]:
    return [name, row.promised, row.asked, row.granted, row.used, row.left, difference_words(row)]
