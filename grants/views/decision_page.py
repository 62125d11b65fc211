"""What the pages show of a decision: key figures, a row for each recipient and line, the history. No queries."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from common.money import kroner
from common.timeline import Line
from grants.decided import Verdict, deviates, ground_label, verdict
from grants.letters import name_of
from grants.models import Decision, Grant, GrantLine, Recusal
from networks.schemes import Scheme


@dataclass(frozen=True)
class LineRow:
    """A line as the page shows it."""

    line: GrantLine
    verdict: Verdict
    deviates: bool
    ground: str


@dataclass(frozen=True)
class GrantRow:
    """A recipient with its lines; `deviating` is how many of them differ from the recommendation."""

    grant: Grant
    name: str
    lines: list[LineRow]
    requested_nok: int
    recommended_nok: int | None
    deviating: int


def grant_rows(grants: Iterable[Grant], scheme: Scheme) -> list[GrantRow]:
    """A row for each grant, in the order given."""
    return [_row(grant, scheme) for grant in grants]


def _row(grant: Grant, scheme: Scheme) -> GrantRow:
    lines = [
        LineRow(line, verdict(line), deviates(line), ground_label(line, scheme)) for line in grant.lines.all()
    ]
    known = [row.line.recommended_nok for row in lines if row.line.recommended_nok is not None]
    return GrantRow(
        grant=grant,
        name=name_of(grant),
        lines=lines,
        requested_nok=sum(row.line.requested_nok or 0 for row in lines),
        recommended_nok=sum(known) if known else None,
        deviating=sum(row.deviates for row in lines),
    )


def all_lines(grants: Iterable[Grant]) -> list[GrantLine]:
    """The lines of all grants, each with its grant."""
    found = []
    for grant in grants:
        for line in grant.lines.all():
            line.grant = grant
            found.append(line)
    return found


def kpis(decision: Decision, grants: list[Grant]) -> list[dict[str, Any]]:
    """The key figures on top; what is not distributed follows the amounts as they stand now."""
    granted, held = sum(grant.amount_nok for grant in grants), decision.run.output["held"]
    rows = [
        {"label": _("Granted in all"), "value": kroner(granted)},
        {"label": _("Letters"), "value": str(len(grants))},
        {"label": _("Held by the County Governor"), "value": kroner(held)},
        {"label": _("Not distributed"), "value": kroner(decision.run.input["frame"] - held - granted)},
    ]
    deviating = sum(map(deviates, all_lines(grants)))
    if deviating:
        rows.append({"label": _("Differ from the recommendation"), "value": str(deviating)})
    return rows


def with_recusals(history: list[Line], recusals: Iterable[Recusal]) -> list[Line]:
    """The history of the decision, with who took no part in it, in the order of time."""
    added = [line for recusal in recusals for line in _recusal_lines(recusal)]
    return sorted([*history, *added], key=lambda line: line.at)


def _recusal_lines(recusal: Recusal) -> list[Line]:
    facts = {"name": recusal.user.name, "about": about(recusal)}
    said = _("%(name)s takes no part (%(about)s). Recorded by") % facts
    lines = [Line(recusal.recorded_at, recusal.recorded_by.name, said, "")]
    ended_at: datetime | None = recusal.ended_at
    if ended_at and recusal.ended_by:
        text = _("%(name)s can take part again (%(about)s). Recorded by") % facts
        lines.append(Line(ended_at, recusal.ended_by.name, text, ""))
    return lines


def about(recusal: Recusal) -> str:
    """What a recusal is about: one recipient, or the whole round."""
    return str(recusal.network or recusal.university or _("the whole round"))
