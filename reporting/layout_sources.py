"""What can stand under a heading of the directorate's layout: the portal's list, by key. Amounts are whole kroner.

The content of the directorate's own template is not known to the portal; whoever fills the layout in says which of
these stands under which heading. A question's answer is "question:<key>", a kind of spending "kind:<kind>".
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reporting.models import MeasureReport, ReportQuestion, RowsPer
from reporting.states import Audience, SpendingKind

R, L, M = RowsPer.RECIPIENT, RowsPer.LINE, RowsPer.MEASURE
QUESTION, KIND = "question:", "kind:"
Value = str | int | date | None


@dataclass(frozen=True, kw_only=True)
class Money:
    """Sums over the report lines that a row is about."""

    had_nok: int = 0
    used_nok: int = 0
    unspent_nok: int = 0
    back_nok: int = 0
    carried_nok: int = 0
    kinds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class LayoutRow:
    """What one row of the layout is about; None and "" where it does not apply."""

    year: int
    money: Money
    granted_nok: int = 0
    recipient: str = ""
    recipient_kind: str = ""
    organisation_number: str = ""
    letter: str = ""
    state: str = ""
    submitted_on: date | None = None
    summary: str = ""
    public_text: str = ""
    label: str = ""
    line_kind: str = ""
    network: str = ""
    theme: str = ""
    done: str = ""
    goal: str = ""
    facts: MeasureReport | None = None
    kindergartens: tuple[str, ...] = ()
    universities: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Source:
    """One thing that can stand in a column: for which rows it makes sense, and how it is read."""

    label: str | Promise
    rows: tuple[RowsPer, ...]
    read: Callable[[LayoutRow], Value]


def _of_facts(name: str) -> Callable[[LayoutRow], Value]:
    return lambda row: getattr(row.facts, name) if row.facts else None


def _shown(name: str) -> Callable[[LayoutRow], Value]:
    return lambda row: str(getattr(row.facts, f"get_{name}_display")()) if row.facts else None


def _spent(kind: str) -> Callable[[LayoutRow], Value]:
    return lambda row: row.money.kinds.get(kind, 0)


SOURCES: Mapping[str, Source] = {
    "year": Source(_("Grant year"), (R, L, M), lambda row: row.year),
    "recipient": Source(_("Recipient"), (R, L), lambda row: row.recipient),
    "recipient_kind": Source(_("Kind of recipient"), (R, L), lambda row: row.recipient_kind),
    "organisation_number": Source(
        _("Organisation number of who is paid"), (R, L), lambda row: row.organisation_number
    ),
    "letter": Source(_("Number of the grant letter"), (R, L), lambda row: row.letter),
    "state": Source(_("State of the report"), (R, L), lambda row: row.state),
    "submitted_on": Source(_("Day the report was sent"), (R, L), lambda row: row.submitted_on),
    "network": Source(_("Network"), (L, M), lambda row: row.network),
    "label": Source(_("Line of the letter"), (L,), lambda row: row.label),
    "line_kind": Source(_("Kind of line"), (L,), lambda row: row.line_kind),
    "measure": Source(_("Measure"), (M,), lambda row: row.label),
    "theme": Source(_("Theme"), (L, M), lambda row: row.theme),
    "goal": Source(_("Goal of the measure"), (L, M), lambda row: row.goal),
    "universities": Source(_("Universities with money for the measure"), (M,), lambda row: row.universities),
    "granted": Source(_("Granted, kroner"), (R, L, M), lambda row: row.granted_nok),
    "had": Source(_("Budget, with what was carried over, kroner"), (R, L, M), lambda row: row.money.had_nok),
    "used": Source(_("Used, kroner"), (R, L, M), lambda row: row.money.used_nok),
    "unspent": Source(_("Unspent, kroner"), (R, L, M), lambda row: row.money.unspent_nok),
    "back": Source(_("Claimed back, kroner"), (R, L, M), lambda row: row.money.back_nok),
    "carried": Source(
        _("Carried over to the next year, kroner"), (R, L, M), lambda row: row.money.carried_nok
    ),
    "summary": Source(_("The recipient's summary"), (R,), lambda row: row.summary),
    "public_text": Source(_("What everybody may read"), (R,), lambda row: row.public_text),
    "carried_out": Source(_("Carried out"), (M,), _shown("carried_out")),
    "why": Source(_("Why not fully carried out"), (M,), _of_facts("why")),
    "done": Source(_("What was done"), (L, M), lambda row: row.done),
    "attainment": Source(_("How far the goal was reached"), (M,), _shown("attainment")),
    "signs": Source(_("Signs of change"), (M,), _of_facts("signs")),
    "staff": Source(_("Employees who took part"), (M,), _of_facts("staff_reached")),
    "kindergartens": Source(_("Number of kindergartens"), (M,), lambda row: len(row.kindergartens)),
    "kindergarten_names": Source(_("Names of kindergartens"), (M,), lambda row: ", ".join(row.kindergartens)),
    **{f"{KIND}{kind.value}": Source(kind.label, (R, L, M), _spent(kind.value)) for kind in SpendingKind},
}

DEFAULT: Mapping[RowsPer, tuple[str, ...]] = {
    R: (
        "recipient", "recipient_kind", "organisation_number", "letter", "granted", "had", "used", "unspent",
        "summary",
    ),
    L: ("recipient", "letter", "label", "line_kind", "network", "theme", "granted", "had", "used", "unspent"),
    M: (
        "network", "measure", "theme", "universities", "granted", "used", "carried_out", "done", "attainment",
        "signs", "kindergartens", "staff",
    ),
}  # fmt: skip


def offered(rows_per: str, questions: Iterable[ReportQuestion]) -> dict[str, Source]:
    """What can be chosen for layouts with these rows: the portal's list, and the questions that are asked of them."""
    wanted = RowsPer(rows_per)
    found = {key: source for key, source in SOURCES.items() if wanted in source.rows}
    for question in questions:
        if _is_asked(question.audience, wanted):
            key = f"{QUESTION}{question.key}"
            found[key] = Source(question.text_nb, (wanted,), _answer(question.key))
    return found


def defaults(rows_per: str, questions: Iterable[ReportQuestion]) -> list[tuple[str, str]]:
    """A layout to begin with, as (heading, source): the portal's own columns, then the questions."""
    known = offered(rows_per, questions)
    keys = [*DEFAULT[RowsPer(rows_per)], *(key for key in known if key.startswith(QUESTION))]
    return [(str(known[key].label), key) for key in keys]


def guessed(heading: str, known: Mapping[str, Source]) -> str:
    """The source that is called just like a heading, or "": nothing is guessed from a likeness."""
    wanted = _plain(heading)
    return next((key for key, source in known.items() if _plain(str(source.label)) == wanted), "")


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold().rstrip(":*?")


def _is_asked(audience: str, rows_per: RowsPer) -> bool:
    if rows_per == M:
        return audience == Audience.MEASURE
    return rows_per == R and audience != Audience.MEASURE


def _answer(key: str) -> Callable[[LayoutRow], Value]:
    return lambda row: row.answers.get(key, "")


def cell(source: Source | None, row: LayoutRow) -> Any:
    """What stands in a cell; nothing under a heading that has no source."""
    return source.read(row) if source is not None else None
