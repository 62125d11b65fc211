"""What the control of a report looks at, as plain data: lines, measures and the whole. Amounts are whole kroner."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum


class Weight(StrEnum):
    """How much a finding weighs: it must be answered before approval, should be looked at, or is good to know."""

    MUST = "must"
    SHOULD = "should"
    FYI = "fyi"


@dataclass(frozen=True)
class Finding:
    """One thing that the control saw. `about` names what it is about: a line, a measure, a question, the report."""

    code: str
    about: str
    weight: Weight
    facts: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def key(self) -> str:
        """What notes are kept by: the same from one reading to the next."""
        return f"{self.code}:{self.about}"

    @property
    def is_must(self) -> bool:
        """Whether it must be answered with a note before the report is approved."""
        return self.weight == Weight.MUST


@dataclass(frozen=True, kw_only=True)
class LineSeen:
    """What one line says, beside what it had. `payouts_nok` is what is paid to owners, None where there are none.

    `is_carried_out` says that what the money was for was carried out in full: from the shared facts of its measure.
    """

    key: str
    label: str
    had_nok: int
    used_nok: int | None = None
    unspent_nok: int | None = None
    kinds: Mapping[str, int] = field(default_factory=dict)
    has_note_on_other: bool = False
    is_explained: bool = False
    wish: str = ""
    attainment: str = ""
    is_carried_out: bool = False
    is_carried: bool = False
    payouts_nok: int | None = None


@dataclass(frozen=True, kw_only=True)
class MeasureSeen:
    """The shared facts of one measure, beside what the register and the plan say.

    `used_nok` is what this report used for it; `staff_fte` and `without_figures` are the register's of `figures_year`
    for the kindergartens reached; `missing_sides` have not approved the facts.
    """

    key: int
    title: str
    is_granted: bool = True
    carried_out: str = ""
    used_nok: int = 0
    kindergartens: int = 0
    staff_reached: int | None = None
    staff_fte: Decimal = Decimal(0)
    figures_year: int = 0
    without_figures: tuple[str, ...] = ()
    outside_measure: tuple[str, ...] = ()
    outside_network: tuple[str, ...] = ()
    missing_sides: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Controlled:
    """One report with all that it is held against. `unanswered` are required questions, as keys and texts."""

    year: int
    lines: tuple[LineSeen, ...] = ()
    measures: tuple[MeasureSeen, ...] = ()
    paid_nok: int = 0
    has_next_grant: bool = True
    unanswered: tuple[tuple[str, str], ...] = ()
    is_late: bool = False
    due_on: str = ""
    submitted_on: str = ""
