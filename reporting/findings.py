"""What the control of a report sees by itself: rules over plain data, each with what it saw and against what.

The portal says what it saw; a person decides (`docs/adr/0038`). A finding has a code, a key that stays the same while
the thing stands, so that notes find it again, a weight, and its facts as plain data; `sentence_of` says it in words.
Amounts are whole kroner. Source: "Statsforvalterens oppgaver" (formalia- og rimelighetskontroll).
"""

from collections.abc import Iterator
from decimal import Decimal

from reporting.controlled import Controlled, Finding, LineSeen, MeasureSeen, Weight
from reporting.finding_words import sentence_of, title_of
from reporting.states import Attainment, CarriedOut, SpendingKind, UnspentWay

__all__ = ["CODES", "Finding", "Weight", "findings_of", "sentence_of", "title_of"]

HEADS_PER_FTE, HEADS_MORE = Decimal("1.5"), 5
"""The register counts full-time equivalents, a report counts people. So many people for each equivalent, and so many
more (students, substitutes, people from the municipality), are not worth a remark."""
JUMP_SHARE, JUMP_NOK = Decimal("0.25"), 50_000
"""How far what is used may be from what the line had before it is a jump: both the share and the amount."""
UNSPENT_SHARE, UNSPENT_NOK = Decimal("0.15"), 20_000
"""How much may be left of what was carried out fully: both the share and the amount."""
OTHER_SHARE, OTHER_NOK = Decimal("0.20"), 20_000
"""How much may be "other" without a note: both the share and the amount."""

CODES = (
    "does_not_add_up", "kinds_do_not_add_up", "no_kinds", "not_reported", "not_granted", "used_more_than_had",
    "sum_jumps", "much_left", "much_other", "payouts_differ", "wish_without_grant", "used_more_than_paid",
    "too_many_staff", "no_figures", "outside_measure", "outside_network", "measure_not_reported",
    "measure_not_granted", "money_without_measure", "facts_not_approved", "unanswered", "late",
)  # fmt: skip


def findings_of(seen: Controlled) -> list[Finding]:
    """All that the control sees in one report: what must be answered first, then what should be looked at."""
    found = [finding for line in seen.lines for finding in _of_line(line, seen)]
    found += [finding for measure in seen.measures for finding in _of_measure(measure)]
    found += _of_whole(seen)
    return sorted(found, key=lambda finding: list(Weight).index(finding.weight))


def _of_line(line: LineSeen, seen: Controlled) -> Iterator[Finding]:
    if line.used_nok is None:
        if line.had_nok:
            yield _line("not_reported", Weight.MUST, line, had=line.had_nok)
        return
    if not line.had_nok:
        if line.used_nok:
            yield _line("not_granted", Weight.MUST, line, used=line.used_nok)
        return
    yield from _sums(line)
    yield from _kinds(line)
    yield from _against_plan(line)
    if line.payouts_nok is not None and line.payouts_nok != line.used_nok:
        yield _line("payouts_differ", Weight.SHOULD, line, used=line.used_nok, paid=line.payouts_nok)
    if line.wish == UnspentWay.CARRY_OVER and line.unspent_nok and not seen.has_next_grant:
        yield _line("wish_without_grant", Weight.SHOULD, line, left=line.unspent_nok, year=seen.year + 1)


def _sums(line: LineSeen) -> Iterator[Finding]:
    used, unspent = line.used_nok or 0, line.unspent_nok or 0
    if used + unspent != line.had_nok:
        weight = Weight.SHOULD if line.is_explained else Weight.MUST
        told = {"used": used, "left": unspent, "sum": used + unspent, "had": line.had_nok}
        yield _line("does_not_add_up", weight, line, **told)
    if used > line.had_nok:
        yield _line("used_more_than_had", Weight.SHOULD, line, used=used, had=line.had_nok)


def _kinds(line: LineSeen) -> Iterator[Finding]:
    used, total = line.used_nok or 0, sum(line.kinds.values())
    if line.kinds and total != used:
        yield _line("kinds_do_not_add_up", Weight.MUST, line, used=used, sum=total)
    other = line.kinds.get(SpendingKind.OTHER, 0)
    if not line.has_note_on_other and _is_much(other, used, OTHER_SHARE, OTHER_NOK):
        yield _line("much_other", Weight.SHOULD, line, other=other, used=used)


def _against_plan(line: LineSeen) -> Iterator[Finding]:
    used, left = line.used_nok or 0, line.unspent_nok or 0
    is_done = line.is_carried_out and line.attainment == Attainment.FULLY
    if is_done and _is_much(left, line.had_nok, UNSPENT_SHARE, UNSPENT_NOK):
        yield _line("much_left", Weight.SHOULD, line, left=left, had=line.had_nok)
    elif _is_much(abs(line.had_nok - used), line.had_nok, JUMP_SHARE, JUMP_NOK):
        yield _line("sum_jumps", Weight.SHOULD, line, used=used, had=line.had_nok)


def _of_measure(measure: MeasureSeen) -> Iterator[Finding]:
    if not measure.is_granted:
        if measure.carried_out in (CarriedOut.FULLY, CarriedOut.PARTLY):
            yield _measure("measure_not_granted", Weight.MUST, measure)
        return
    if not measure.carried_out:
        yield _measure("measure_not_reported", Weight.MUST, measure)
    if measure.carried_out == CarriedOut.NOT and measure.used_nok:
        yield _measure("money_without_measure", Weight.MUST, measure, used=measure.used_nok)
    if measure.missing_sides:
        yield _measure("facts_not_approved", Weight.MUST, measure, names=_listed(measure.missing_sides))
    yield from _reached(measure)


def _reached(measure: MeasureSeen) -> Iterator[Finding]:
    if measure.outside_network:
        yield _measure("outside_network", Weight.SHOULD, measure, names=_listed(measure.outside_network))
    if measure.outside_measure:
        yield _measure("outside_measure", Weight.FYI, measure, names=_listed(measure.outside_measure))
    if not measure.staff_reached or not measure.kindergartens:
        return
    if measure.without_figures:
        yield _measure(
            "no_figures",
            Weight.FYI,
            measure,
            names=_listed(measure.without_figures),
            year=measure.figures_year,
        )
        return
    if measure.staff_reached > measure.staff_fte * HEADS_PER_FTE + HEADS_MORE:
        yield _measure(
            "too_many_staff",
            Weight.SHOULD,
            measure,
            n=measure.kindergartens,
            staff=measure.staff_reached,
            fte=str(measure.staff_fte),
            year=measure.figures_year,
        )


def _of_whole(seen: Controlled) -> Iterator[Finding]:
    used = sum(line.used_nok or 0 for line in seen.lines if not line.is_carried)
    if used > seen.paid_nok:
        yield Finding("used_more_than_paid", "report", Weight.SHOULD, {"used": used, "paid": seen.paid_nok})
    untold = [line.used_nok for line in seen.lines if line.had_nok and line.used_nok and not line.kinds]
    if untold:
        yield Finding("no_kinds", "report", Weight.FYI, {"n": len(untold), "used": sum(untold)})
    for question, text in seen.unanswered:
        yield Finding("unanswered", f"question:{question}", Weight.SHOULD, {"question": text})
    if seen.is_late:
        yield Finding("late", "report", Weight.FYI, {"due": seen.due_on, "sent": seen.submitted_on})


def _is_much(amount: int, of: int, share: Decimal, least: int) -> bool:
    """Whether an amount is both more than a share of another, and more than a least amount."""
    return amount > least and amount > of * share


def _line(code: str, weight: Weight, line: LineSeen, **facts: int) -> Finding:
    return Finding(code, f"line:{line.key}", weight, {"line": line.label, **facts})


def _measure(code: str, weight: Weight, measure: MeasureSeen, **facts: str | int) -> Finding:
    return Finding(code, f"measure:{measure.key}", weight, {"measure": measure.title, **facts})


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(names)
