"""The list of a round: every request, every later date, and whether it was used."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from common.documents.workbook import Column, Sheet
from needs.models import DecisionBasis, NeedsReport, Nomination, NominationList
from networks import queries
from networks.deadlines import Owed
from networks.models import Dispensation, DispensationRequest, Round, User
from networks.roles import LEADERS, bodies, is_staff_of
from networks.states import Duty, RequestState
from reporting.models import Report

NAMING = (NeedsReport, DecisionBasis, Nomination, NominationList)
"""What is sent under a dispensation and names it; reports do too, by way of their grant."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line: a request, the later date that was given, or both."""

    owed: Owed
    network: tuple[int, str] | None
    state: str
    at: datetime
    """When it was asked for, or given without being asked for: the order of the list."""
    request: DispensationRequest | None = None
    given: Dispensation | None = None
    is_used: bool = False

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(RequestState(self.state).label)

    @property
    def name(self) -> str:
        """The body, as the list is ordered by it."""
        return str(self.owed).lower().translate(str.maketrans("æøå", "{|}"))

    @property
    def asked_by(self) -> str:
        """Who asked; '' where nobody did."""
        return self.request.asked_by.name if self.request else ""

    @property
    def asked_at(self) -> datetime | None:
        """When it was asked for."""
        return self.request.asked_at if self.request else None

    @property
    def wanted_on(self) -> date | None:
        """The day that was wished for."""
        return self.request.wanted_on if self.request else None

    @property
    def reason(self) -> str:
        """Why: in the words of those who asked, else of the one who gave."""
        if self.request:
            return self.request.reason
        return self.given.reason if self.given else ""

    @property
    def answer(self) -> str:
        """What was answered to those who asked."""
        return self.request.answer if self.request else ""

    @property
    def answered_by(self) -> str:
        """Who gave the later date, or said no."""
        if self.given:
            return self.given.granted_by.name
        return self.request.answered_by.name if self.request and self.request.answered_by else ""

    @property
    def answered_at(self) -> datetime | None:
        """When."""
        if self.given:
            return self.given.granted_at
        return self.request.answered_at if self.request else None

    @property
    def due_at(self) -> datetime | None:
        """The later instant."""
        return self.given.due_at if self.given else None


def rows_of(round: Round, user: User, *, now: datetime) -> list[Row]:
    """All lines of the round that the person may see, newest first: staff all, leaders those of their networks.

    A fixed number of statements, however many lines.
    """
    given = list(queries.dispensations_in(round))
    asked = list(queries.requests_in(round))
    places = queries.networks_by_kindergarten(
        {row.kindergarten_id for row in [*given, *asked] if row.kindergarten_id}, round
    )
    used = used_in(round)
    by_key = {row.pk: row for row in given}
    answered = {row.dispensation_id for row in asked}
    rows = [
        Row(
            **_place(row, round, places),
            state=row.state,
            at=row.asked_at,
            request=row,
            given=by_key.get(row.dispensation_id or 0),
            is_used=row.dispensation_id in used,
        )
        for row in asked
    ]
    rows += [
        Row(
            **_place(row, round, places),
            state=RequestState.GRANTED.value,
            at=row.granted_at,
            given=row,
            is_used=row.pk in used,
        )
        for row in given
        if row.pk not in answered
    ]
    rows.sort(key=lambda row: row.at, reverse=True)
    if is_staff_of(user, round.county, now=now):
        return rows
    mine = set(bodies(user, LEADERS, now=now))
    return [row for row in rows if row.network and row.network[0] in mine]


def _place(
    about: Dispensation | DispensationRequest, round: Round, places: dict[int, tuple[int, str]]
) -> dict[str, Any]:
    """What it is about, and the network it belongs to."""
    owed = queries.owed_of(about, round)
    network = (owed.network.pk, owed.network.name) if owed.network else places.get(about.kindergarten_id or 0)
    return {"owed": owed, "network": network}


def used_in(round: Round) -> set[int]:
    """The keys of the dispensations that something was sent under, in one statement."""
    reads: list[Any] = [model.objects.filter(round=round) for model in NAMING]
    reads.append(Report.objects.filter(grant__decision__round=round))
    keys = [
        rows.filter(dispensation__isnull=False).order_by().values_list("dispensation_id") for rows in reads
    ]
    return {key for (key,) in keys[0].union(*keys[1:])}


def narrowed(rows: Iterable[Row], *, duty: str = "", state: str = "", network: str = "") -> list[Row]:
    """The lines of one duty, in one state, of one network (its key as text); '' for all."""
    return [
        row
        for row in rows
        if duty in ("", row.owed.duty)
        and state in ("", row.state)
        and (network == "" or row.network is not None and network == str(row.network[0]))
    ]


def networks_in(rows: Sequence[Row]) -> list[tuple[str, str]]:
    """The networks of the lines as choices, by name."""
    found = {str(row.network[0]): row.network[1] for row in rows if row.network}
    return sorted(found.items(), key=lambda pair: pair[1].lower().translate(str.maketrans("æøå", "{|}")))


def sheet_of(rows: Iterable[Row]) -> Sheet:
    """The lines as a sheet of Excel."""
    columns = [
        Column(_("What"), 30),
        Column(_("Whom it is for"), 40),
        Column(_("Network"), 24),
        Column(_("State"), 14),
        Column(_("Asked for by"), 24),
        Column(_("Asked for at"), 18),
        Column(_("Reason"), 50),
        Column(_("Wanted until"), 14),
        Column(_("Answered by"), 24),
        Column(_("Answered at"), 18),
        Column(_("Answer"), 50),
        Column(_("New deadline"), 18),
        Column(_("Used"), 10),
    ]
    return Sheet(_("New deadlines"), columns, _cells(rows))


def _cells(rows: Iterable[Row]) -> Iterator[list[Any]]:
    for row in rows:
        yield [
            Duty(row.owed.duty).label,
            str(row.owed),
            row.network[1] if row.network else "",
            row.state_label,
            row.asked_by,
            row.asked_at,
            row.reason,
            row.wanted_on,
            row.answered_by,
            row.answered_at,
            row.answer,
            row.due_at,
            used_label(row),
        ]


def used_label(row: Row) -> str:
    """Whether something was sent under it; '' where there is nothing to use, or no place where it would be noted."""
    if row.given is None or row.owed.duty == Duty.ASSESSMENT:
        return ""
    return _("Yes") if row.is_used else _("No")
