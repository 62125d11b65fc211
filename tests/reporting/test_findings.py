"""Each rule of the control: a planted fault is seen, a near-miss is not, and what it says can be read."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.controlled import Controlled, Finding, LineSeen, MeasureSeen, Weight
from reporting.findings import CODES, findings_of, sentence_of, title_of

LINE = LineSeen(
    key="1", label="Lek", had_nok=200_000, used_nok=190_000, unspent_nok=10_000, kinds={"staff": 190_000}
)
MEASURE = MeasureSeen(
    key=7, title="Språk", carried_out="fully", used_nok=1, kindergartens=2, staff_reached=20,
    staff_fte=Decimal("20.5"), figures_year=2027,
)  # fmt: skip
SEEN = Controlled(year=2027, lines=(LINE,), measures=(MEASURE,), paid_nok=190_000)


def of_line(**changes) -> Controlled:
    return replace(SEEN, lines=(replace(LINE, **changes),), paid_nok=10_000_000)


def of_measure(**changes) -> Controlled:
    return replace(SEEN, measures=(replace(MEASURE, **changes),))


def codes(seen: Controlled) -> set[str]:
    return {finding.code for finding in findings_of(seen)}


def half(used: int, had: int = 200_000, **more) -> Controlled:
    """A line that has used `used` of `had`; the rest is left."""
    return of_line(had_nok=had, used_nok=used, unspent_nok=max(had - used, 0), kinds={"staff": used}, **more)


def test_a_report_without_faults_is_silent():
    assert findings_of(SEEN) == []


CASES = [
    ("does_not_add_up", of_line(unspent_nok=10_001), of_line(unspent_nok=10_000)),
    (
        "kinds_do_not_add_up",
        of_line(kinds={"staff": 190_001}),
        of_line(kinds={"staff": 1, "travel": 189_999}),
    ),
    ("no_kinds", of_line(kinds={}), of_line(used_nok=0, unspent_nok=200_000, kinds={})),
    ("not_reported", of_line(used_nok=None), of_line(used_nok=None, had_nok=0)),
    ("not_granted", of_line(had_nok=0, used_nok=1), of_line(had_nok=0, used_nok=0)),
    ("used_more_than_had", half(200_001), half(200_000)),
    ("sum_jumps", half(149_999), half(150_000)),
    (
        "much_left",
        half(169_999, is_carried_out=True, attainment="fully"),
        half(170_000, is_carried_out=True, attainment="fully"),
    ),
    (
        "much_other",
        of_line(kinds={"staff": 151_999, "other": 38_001}),
        of_line(kinds={"staff": 152_000, "other": 38_000}),
    ),
    ("payouts_differ", of_line(payouts_nok=189_999), of_line(payouts_nok=190_000)),
    (
        "wish_without_grant",
        replace(of_line(wish="carry_over"), has_next_grant=False),
        of_line(wish="carry_over"),
    ),
    ("used_more_than_paid", replace(SEEN, paid_nok=189_999), replace(SEEN, paid_nok=190_000)),
    ("too_many_staff", of_measure(staff_reached=36), of_measure(staff_reached=35)),
    ("no_figures", of_measure(without_figures=("Lekestua",)), of_measure(staff_reached=None)),
    ("outside_measure", of_measure(outside_measure=("Lekestua",)), SEEN),
    ("outside_network", of_measure(outside_network=("Lekestua",)), SEEN),
    ("measure_not_reported", of_measure(carried_out=""), of_measure(is_granted=False, carried_out="")),
    ("measure_not_granted", of_measure(is_granted=False), of_measure(is_granted=False, carried_out="not")),
    ("money_without_measure", of_measure(carried_out="not"), of_measure(carried_out="not", used_nok=0)),
    ("facts_not_approved", of_measure(missing_sides=("Prøve høgskole",)), SEEN),
    ("unanswered", replace(SEEN, unanswered=(("learned", "Hva har dere lært?"),)), SEEN),
    ("late", replace(SEEN, is_late=True, due_on="15. juni", submitted_on="16. juni"), SEEN),
]


@pytest.mark.parametrize(("code", "fault", "near"), CASES, ids=[case[0] for case in CASES])
def test_a_planted_fault_is_seen_and_a_near_miss_is_silent(code, fault, near):
    assert code in codes(fault)
    assert code not in codes(near)


@pytest.mark.parametrize(("code", "fault", "near"), CASES, ids=[case[0] for case in CASES])
def test_each_finding_says_what_it_saw(code, fault, near):
    finding = next(finding for finding in findings_of(fault) if finding.code == code)
    sentence = sentence_of(finding)
    assert "%(" not in sentence
    assert all(str(finding.facts[name]) in sentence for name in ("line", "measure") if name in finding.facts)
    assert title_of(code) != code


def test_every_rule_is_tried():
    assert {case[0] for case in CASES} == set(CODES)


def test_keys_stay_the_same_and_differ_from_each_other():
    faulty = replace(
        SEEN,
        lines=(replace(LINE, unspent_nok=1), replace(LINE, key="2", unspent_nok=1)),
        measures=(replace(MEASURE, carried_out=""),),
    )
    keys = [finding.key for finding in findings_of(faulty)]
    assert set(keys) - {"used_more_than_paid:report"} <= {
        finding.key for finding in findings_of(replace(faulty, paid_nok=500_000))
    }
    assert len(keys) == len(set(keys))
    assert all(len(key) <= 80 for key in keys)


def test_what_must_be_answered_comes_first():
    faulty = replace(of_line(unspent_nok=1), is_late=True)
    weights = [finding.weight for finding in findings_of(faulty)]
    assert weights == sorted(weights, key=list(Weight).index)
    assert weights[0] == Weight.MUST
    assert weights[-1] == Weight.FYI


LEFT = {"is_carried_out": True, "attainment": "fully"}
BOUNDARIES = [
    ("sum_jumps: the amount decides", "sum_jumps", half(49_999, 100_000), half(50_000, 100_000)),
    ("sum_jumps: the share decides", "sum_jumps", half(299_999, 400_000), half(300_000, 400_000)),
    ("sum_jumps: also upwards", "sum_jumps", half(250_001), half(250_000)),
    ("much_left: the amount decides", "much_left", half(79_999, 100_000, **LEFT), half(80_000, 100_000, **LEFT)),
    ("much_other: the amount decides", "much_other",
     of_line(had_nok=50_000, used_nok=50_000, unspent_nok=0, kinds={"staff": 29_999, "other": 20_001}),
     of_line(had_nok=50_000, used_nok=50_000, unspent_nok=0, kinds={"staff": 30_000, "other": 20_000})),
    ("too_many_staff: just so many", "too_many_staff",
     of_measure(staff_fte=Decimal(20), staff_reached=36), of_measure(staff_fte=Decimal(20), staff_reached=35)),
    ("wish_without_grant: nothing is left", "wish_without_grant",
     replace(half(199_999, wish="carry_over"), has_next_grant=False),
     replace(half(200_000, wish="carry_over"), has_next_grant=False)),
    ("no_figures: nobody is counted", "no_figures",
     of_measure(without_figures=("Lekestua",)),
     of_measure(without_figures=("Lekestua",), staff_reached=None)),
    ("too_many_staff: in no kindergarten", "too_many_staff",
     of_measure(staff_reached=1000), of_measure(staff_reached=1000, kindergartens=0)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "fault", "near"), [row[1:] for row in BOUNDARIES], ids=[row[0] for row in BOUNDARIES]
)
def test_each_bound_lies_where_it_is_said(code, fault, near):
    assert code in codes(fault)
    assert code not in codes(near)


@pytest.mark.parametrize(
    ("seen", "expected"),
    [
        (of_line(used_nok=0, unspent_nok=200_000, kinds={}), {"sum_jumps"}),
        (of_line(used_nok=0, unspent_nok=200_000, kinds={"staff": 0}), {"sum_jumps"}),
        (of_line(kinds={}), {"no_kinds"}),
        (replace(half(100_000), has_next_grant=False), {"sum_jumps"}),
        (of_line(had_nok=0, used_nok=1, unspent_nok=None, kinds={}), {"not_granted"}),
        (of_line(used_nok=None, unspent_nok=None, kinds={}, wish="carry_over"), {"not_reported"}),
        (half(100_000, **LEFT), {"much_left"}),
        (half(100_000, is_carried_out=True, attainment="mostly"), {"sum_jumps"}),
        (half(100_000, attainment="fully"), {"sum_jumps"}),
        (of_measure(is_granted=False, missing_sides=("Prøve høgskole",)), {"measure_not_granted"}),
        (of_measure(without_figures=("Lekestua",), staff_reached=1000), {"no_figures"}),
    ],
)  # fmt: skip
def test_one_thing_is_said_once(seen, expected):
    assert codes(seen) == expected


def test_a_wish_is_held_against_the_year_after():
    seen = replace(of_line(wish="carry_over"), has_next_grant=False)
    assert next(iter(findings_of(seen))).facts["year"] == SEEN.year + 1


def test_what_nobody_has_told_of_counts_as_nothing_used():
    seen = replace(SEEN, lines=(LINE, replace(LINE, key="2", had_nok=0, used_nok=None)), paid_nok=190_000)
    assert codes(seen) == set()


def test_lines_without_kinds_are_counted_and_summed():
    lines = tuple(replace(LINE, key=key, kinds={}) for key in "12")
    (finding,) = findings_of(replace(SEEN, lines=lines, paid_nok=380_000))
    assert (finding.facts["n"], finding.facts["used"]) == (2, 380_000)


def test_what_must_be_answered_comes_first_also_from_a_later_part():
    faulty = replace(of_line(payouts_nok=1), measures=(replace(MEASURE, carried_out=""),))
    assert [finding.code for finding in findings_of(faulty)] == ["measure_not_reported", "payouts_differ"]


def test_a_sum_that_is_off_is_said_with_all_its_amounts():
    (finding,) = findings_of(of_line(unspent_nok=10_001))
    assert finding.facts == {"line": "Lek", "used": 190_000, "left": 10_001, "sum": 200_001, "had": 200_000}


def test_an_explained_difference_should_be_read_and_no_more():
    finding = next(iter(findings_of(of_line(unspent_nok=1, is_explained=True))))
    assert (finding.code, finding.weight) == ("does_not_add_up", Weight.SHOULD)


def test_a_note_on_other_is_enough():
    assert "much_other" not in codes(of_line(kinds={"other": 190_000}, has_note_on_other=True))


def test_carried_money_is_not_held_against_what_is_paid_this_year():
    assert "used_more_than_paid" not in codes(
        replace(SEEN, lines=(replace(LINE, is_carried=True),), paid_nok=0)
    )


amounts = st.none() | st.integers(0, 1_000_000)


@given(had=st.integers(0, 1_000_000), used=amounts, unspent=amounts, staff=st.integers(0, 1_000_000))
def test_whatever_is_typed_the_control_answers_in_words(had, used, unspent, staff):
    seen = of_line(had_nok=had, used_nok=used, unspent_nok=unspent, kinds={"staff": staff})
    found = findings_of(seen)
    assert all(isinstance(finding, Finding) and sentence_of(finding) for finding in found)
    is_off = used is not None and had and used + (unspent or 0) != had
    assert ("does_not_add_up" in codes(seen)) == bool(is_off)
