"""The steps of an amount in words, in the reader's language: each with how it is calculated and what it adds."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.formats import get_format, number_format
from django.utils.translation import gettext as _

from common.money import NBSP, kroner
from grants.allocation import Breakdown, FigurePart
from grants.allocation_texts import FIGURES

MINUS = "\u2212"
HUNDRED = 100


@dataclass(frozen=True)
class StepRow:
    """One row of the calculation: what it is, how it is calculated, and its kroner with two decimals."""

    label: str
    how: str
    amount: str
    is_sum: bool = False


def step_rows(steps: Breakdown, said: Mapping[str, str] | None = None) -> list[StepRow]:
    """The rows from the key to the amount; they add up. Steps that add nothing are left out.

    `said` tells in other words how the steps `beside`, `cap` and `rounding` are calculated.
    """
    said = said or {}
    rows = [*_by_key(steps), StepRow(_("By the key"), "", exact_kroner(steps.by_key), is_sum=True)]
    rows += [
        StepRow(label, said.get(step, how), exact_kroner(amount))
        for step, label, how, amount in (
            (
                "beside",
                _("Amounts set by hand for others"),
                _("They come first; the rest is shared in the same proportions."),
                steps.beside,
            ),
            ("cap", _cap_label(steps.cap), "", steps.cap),
            (
                "rounding",
                _("Rounding"),
                _("To whole units; what is left over goes by the largest remainder."),
                steps.rounding,
            ),
        )
        if amount
    ]
    if steps.computed is not None:
        rows.append(StepRow(_("The key alone"), "", kroner(steps.computed), is_sum=True))
        rows.append(StepRow(_("Set by hand"), "", exact_kroner(Fraction(steps.by_hand))))
    return [*rows, StepRow(_("The network gets"), "", kroner(steps.amount), is_sum=True)]


def _by_key(steps: Breakdown) -> list[StepRow]:
    rows = []
    if steps.flat_total:
        facts = {"total": exact_kroner(steps.flat_total), "networks": steps.networks}
        how = _("%(total)s divided by %(networks)s networks") % facts
        rows.append(StepRow(_("Equal part"), how, exact_kroner(steps.flat)))
    return rows + [_figure(part) for part in steps.figures]


def _figure(part: FigurePart) -> StepRow:
    name = str(FIGURES[part.name])
    facts = {
        "total": exact_kroner(part.total),
        "own": exact(part.own),
        "all": exact(part.everybody),
        "figure": name,
    }
    how = _("%(total)s × %(own)s of %(all)s %(figure)s") % facts
    return StepRow(_("Part by the number of %(figure)s") % {"figure": name}, how, exact_kroner(part.amount))


def _cap_label(amount: Fraction) -> str:
    if amount < 0:
        return _("Cut to what the network asks for")
    return _("Part of what others did not ask for")


def exact_kroner(amount: Fraction) -> str:
    """Kroner with two decimals where it is not whole, rounded half up, with a real minus sign and the decimal mark
    of the active language."""
    if amount.denominator == 1:
        return kroner(int(amount))
    hundredths = int(abs(amount) * HUNDRED + Fraction(1, 2))
    whole, rest = divmod(hundredths, HUNDRED)
    sign = MINUS if amount < 0 else ""
    mark = get_format("DECIMAL_SEPARATOR")
    return f"{sign}{kroner(whole).removesuffix(f'{NBSP}kr')}{mark}{rest:02d}{NBSP}kr"


def exact(value: Fraction) -> str:
    """A figure with at most two decimals."""
    if value.denominator == 1:
        return number_format(int(value), use_l10n=True, force_grouping=True)
    return number_format(Decimal(round(value * HUNDRED)) / HUNDRED, 2, use_l10n=True)
