"""Chains made by hand: shares add up, few persons are not told apart, carried-over money leads on."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from common.money import kroner
from reporting.states import SpendingKind
from reporting.trace import (
    NEED,
    CarriedRow,
    Chain,
    GrantRow,
    LineRow,
    MeasureRow,
    NeedRow,
    PayoutRow,
    SettledRow,
    StudentRow,
    UseRow,
)
from reporting.trace_flow import MOST, flow_of, steps_of
from reporting.trace_page import letters_section, measures_section, needs_section, told_lines
from reporting.trace_page_after import payments_section, reports_section, settled_section


def need(pk: int, *, is_seen: bool = True) -> NeedRow:
    return NeedRow(pk=pk, theme=f"Tema {pk}", owner=f"Eier {pk}", kindergartens=(), is_seen=is_seen)


def measure(pk: int, needs: list[int], *, is_seen: bool = True) -> MeasureRow:
    return MeasureRow(
        pk=pk,
        title=f"Tiltak {pk}",
        theme="",
        network=1,
        network_name=f"Nettverk {pk}",
        asked_nok=0,
        needs=tuple(needs),
        is_seen=is_seen,
        reads_basis=is_seen,
    )


def grant(*, amount: int = 0, is_seen: bool = True) -> GrantRow:
    return GrantRow(
        pk=1, recipient="Prøve", network=1, letter=1, number="1", amount_nok=amount, is_seen=is_seen
    )


def line(
    pk: int, amount: int, *, kind: str = "collective", of: int | None = None, student: int | None = None
):
    return LineRow(
        pk=pk,
        grant=1,
        kind=kind,
        label=f"Linje {pk}",
        measure=of,
        nomination=student,
        asked_nok=amount,
        recommended_nok=amount,
        granted_nok=amount,
        budget_nok=amount,
    )


def use(of: int, used: int, unspent: int = 0, *, settled: SettledRow | None = None, is_carried: bool = False):
    return UseRow(
        pk=of,
        line=of,
        grant=1,
        year=2028 if is_carried else 2027,
        used_nok=used,
        unspent_nok=unspent,
        is_carried=is_carried,
        kinds=(("substitutes", used),),
        settled=settled,
    )


def students(number: int) -> Chain:
    """A letter with one fixed post and a line for each of some persons whom the reader may not know of."""
    persons = range(1, number + 1)
    return Chain(
        year=2027,
        is_staff=False,
        students={pk: StudentRow(pk=pk, study="", kindergarten="", is_seen=False) for pk in persons},
        grants={1: grant()},
        lines=[
            line(100, 70_000, kind="fixed"),
            *(line(pk, 11_111, kind="individual", student=pk) for pk in persons),
        ],
    )


@given(st.lists(st.tuples(st.integers(0, 10**7), st.integers(1, 6)), min_size=1, max_size=8))
def test_the_needs_shares_are_all_the_money_of_the_measures(measures):
    known, lines, first = {}, [], 1
    for pk, (amount, number) in enumerate(measures, start=1):
        known[pk] = measure(pk, list(range(first, first + number)))
        lines += [line(2 * pk, amount, of=pk), line(2 * pk + 1, amount // 3, of=pk)]
        first += number
    needs = {pk: need(pk) for pk in range(1, first)}
    chain = Chain(year=2027, is_staff=True, needs=needs, measures=known, grants={1: grant()}, lines=lines)
    assert sum(chain.share_of(pk) for pk in needs) == chain.budget_nok


def test_a_need_in_two_measures_gets_of_both():
    chain = Chain(
        year=2027,
        is_staff=True,
        needs={1: need(1), 2: need(2)},
        measures={1: measure(1, [1, 2]), 2: measure(2, [2])},
        grants={1: grant()},
        lines=[line(1, 101, of=1), line(2, 7, of=2)],
    )
    assert (chain.share_of(1), chain.share_of(2)) == (51, 57)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=6), st.integers(1, 7), st.integers(0, 10**5))
def test_the_picture_of_a_need_parts_its_share_to_the_krone(kinds, number, unspent):
    told = UseRow(
        pk=1,
        line=1,
        grant=1,
        year=2027,
        used_nok=sum(kinds),
        unspent_nok=unspent,
        is_carried=False,
        kinds=tuple(zip(SpendingKind.values, kinds, strict=False)),
        settled=None,
    )
    chain = Chain(
        kind="need",
        pk=1,
        year=2027,
        is_staff=True,
        needs={pk: need(pk) for pk in range(1, number + 1)},
        measures={1: measure(1, list(range(1, number + 1)))},
        grants={1: grant()},
        lines=[line(1, sum(kinds) + unspent, of=1)],
        uses=[told],
    )
    steps = steps_of(chain)
    assert {sum(amount for at, _a, _b, amount in steps if at == column) for column in (0, 1, 2)} == {
        chain.share_of(1)
    }


def test_hidden_needs_are_a_number_and_a_sum():
    chain = Chain(
        year=2027,
        is_staff=False,
        needs={1: need(1), 2: need(2, is_seen=False), 3: need(3, is_seen=False)},
        measures={1: measure(1, [1, 2, 3])},
        grants={1: grant()},
        lines=[line(1, 30_000, of=1)],
    )
    section = needs_section(chain)
    assert [item.title for group in section.groups for item in group.items] == ["Eier 1"]
    assert len(section.others) == 1
    assert kroner(20_000) in section.others[0]


def test_four_persons_are_told_together_with_the_posts():
    told = told_lines(students(4), 1)
    assert [[row.pk for row in rows] for _label, rows in told] == [[100, 1, 2, 3, 4]]


def test_five_persons_are_told_as_one_sum():
    told = told_lines(students(5), 1)
    assert [len(rows) for _label, rows in told] == [1, 5]


def test_a_person_alone_is_told_without_an_amount():
    chain = students(1)
    chain.lines.pop(0)
    assert told_lines(chain, 1)[0][1] is None


def test_hidden_payouts_to_few_have_no_amount():
    chain = students(2)
    payout = PayoutRow(
        pk=1,
        line=1,
        nomination=1,
        owner="",
        half="spring",
        paid_on=None,
        amount_nok=11_111,
        state="planned",
        reference="",
        is_seen=False,
    )
    chain.payouts.append(payout)
    assert kroner(11_111) not in payments_section(chain).others[0]


def test_what_is_carried_over_leads_to_the_letter_it_can_be_used_under():
    row = SettledRow(way="carry_over", amount_nok=900, returned_on=None, to_grant=7, to_year=2028)
    chain = Chain(
        year=2027,
        is_staff=True,
        measures={1: measure(1, [])},
        grants={1: grant(amount=1000)},
        lines=[line(1, 1000, of=1)],
        uses=[use(1, 100, 900, settled=row), use(1, 850, 50, is_carried=True)],
    )
    item = settled_section(chain).groups[0].items[0]
    assert (item.trace.endswith("/letter/7/"), item.amounts[0][1]) == (True, kroner(900))
    assert kroner(850) in [amount for _label, amount in reports_section(chain).groups[0].items[0].rows[0][1]]


def test_a_letter_tells_what_earlier_years_left_to_it():
    chain = Chain(year=2028, is_staff=True, grants={1: grant()}, lines=[line(1, 1000)])
    chain.carried.append(CarriedRow(grant=1, label="Linje", amount_nok=900, from_grant=3, from_year=2027))
    assert letters_section(chain).groups[0].items[-1].trace.endswith("/letter/3/")


def test_a_column_of_the_picture_has_twelve_blocks_at_most_and_loses_no_krone():
    amounts = range(1000, 1040)
    chain = Chain(
        year=2027,
        is_staff=True,
        needs={pk: need(pk) for pk in amounts},
        measures={pk: measure(pk, [pk]) for pk in amounts},
        grants={1: grant()},
        lines=[line(pk, pk, of=pk) for pk in amounts],
    )
    picture = flow_of(chain)
    assert picture is not None
    into_the_recipient = [row for row in picture.rows if row[1] == "Prøve"]
    assert len(into_the_recipient) == MOST
    assert sum(int(row[2].removesuffix("\xa0kr").replace("\xa0", "")) for row in into_the_recipient) == sum(
        amounts
    )


def test_no_money_makes_no_picture():
    assert flow_of(Chain(year=2027, is_staff=True, grants={1: grant()}, lines=[line(1, 0)])) is None


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Ingen tiltak svarer på behovet ennå."),
        ({"is_weighed": True}, "Ingen tiltak svarer på behovet."),
        (
            {"is_weighed": True, "reason": "Andre temaer i år."},
            "Ingen tiltak svarer på behovet. Nettverket skriver: Andre temaer i år.",
        ),
    ],
)
def test_a_need_without_a_measure_says_whether_the_network_has_weighed_it_and_why(said, sentence):
    chain = Chain(year=2027, is_staff=False, kind=NEED, pk=7, needs={7: replace(need(7), **said)})
    assert measures_section(chain).empty == sentence
