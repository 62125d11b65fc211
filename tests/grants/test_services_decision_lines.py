"""Amounts of a decision, line by line: what must be written, what the frame holds, and two officers at once."""

import pytest

from common.refusals import MovedOn, NotAllowed, NotNow
from grants.decided import mark_of, verdict
from grants.models import Decision, GrantLine
from grants.services.decision import approve_decision, build_decision, prepare_decision, send_back_decision
from grants.services.decision_lines import LineValues, save_lines
from tests.grants.stage import built, grant_of, prepared
from tests.world import APRIL

WHY = "Nettverket har midler igjen fra i fjor."


def lines(world) -> list[GrantLine]:
    return list(grant_of(world.network).lines.order_by("order"))


def change(world, line: GrantLine, amount: int, *, mark: str | None = None, role="case_officer", **words):
    values = LineValues(amount_nok=amount, **({"deviation_reason": WHY, "ground": "no_money"} | words))
    return save_lines(
        grant=line.grant,
        values={line.pk: values},
        mark=mark_of([line]) if mark is None else mark,
        by=world.person(role),
        now=APRIL,
    )


def test_a_changed_line_carries_its_words_and_the_grant_follows(world):
    built(world)
    line = lines(world)[2]

    change(world, line, 380_000)

    line.refresh_from_db()
    assert (line.amount_nok, line.budget_nok, line.recommended_nok) == (380_000, 380_000, 400_000)
    assert (line.deviation_reason, line.ground, verdict(line).key) == (WHY, "no_money", "part")
    assert grant_of(world.network).amount_nok == 652_500


def test_reasons_that_nobody_wrote_follow_the_lines_and_back_again(world):
    first = built(world).reasons
    line = lines(world)[2]

    change(world, line, 380_000)
    differing = Decision.objects.get().reasons
    assert "Lek & læring" in differing
    assert differing != first

    line.refresh_from_db()
    change(world, line, 400_000)
    assert Decision.objects.get().reasons == first
    line.refresh_from_db()
    assert (line.deviation_reason, line.ground) == ("", "")


@pytest.mark.parametrize(
    ("position", "amount", "words"),
    [
        (2, 380_000, {"deviation_reason": " "}),
        (2, 380_000, {"ground": ""}),
        (2, 380_000, {"ground": "made_up"}),
        (2, 380_000, {"ground": "other"}),
        (2, -1, {}),
        (3, 132_501 + 10_000_000, {}),
    ],
)
def test_an_amount_without_its_words_or_beyond_the_frame_is_refused(world, position, amount, words):
    built(world)
    line = lines(world)[position]

    with pytest.raises(NotNow):
        change(world, line, amount, **words)

    assert GrantLine.objects.get(pk=line.pk).amount_nok == line.amount_nok
    assert grant_of(world.network).amount_nok == 672_500


def test_beyond_the_frame_the_refusal_says_the_numbers(world):
    built(world)
    line = lines(world)[3]

    with pytest.raises(NotNow) as refusal:
        change(world, line, 132_501)

    said = refusal.value.sentence.replace("\xa0", " ")
    for number in ("950 001 kr", "1 000 000 kr", "50 000 kr", "950 000 kr"):
        assert number in said


def test_two_officers_at_once_lose_nothing(world):
    built(world)
    line = lines(world)[2]
    seen = mark_of([line])
    change(world, line, 380_000, mark=seen)

    with pytest.raises(NotNow):
        change(world, line, 390_000, mark=seen)

    assert GrantLine.objects.get(pk=line.pk).amount_nok == 380_000


def test_two_officers_at_different_lines_do_not_meet(world):
    built(world)
    first, second = lines(world)[2:]
    seen = mark_of([second])

    change(world, first, 380_000)
    change(world, second, 120_000, mark=seen)

    assert grant_of(world.network).amount_nok == 640_000


@pytest.mark.parametrize("role", ["approver", "forum", "leader", "foreign_officer"])
def test_others_than_case_officers_change_no_amount(world, role):
    built(world)

    with pytest.raises(NotAllowed):
        change(world, lines(world)[2], 380_000, role=role)


def test_nobody_changes_an_amount_that_waits_for_approval(world):
    prepared(world)

    with pytest.raises(MovedOn):
        change(world, lines(world)[2], 380_000)


def test_grants_made_anew_refuse_what_was_typed_for_the_old_ones(world):
    built(world)
    old = lines(world)[2]
    build_decision(round=world.fresh_round(), by=world.person("case_officer"), now=APRIL)

    with pytest.raises(MovedOn):
        change(world, old, 380_000)


def test_making_the_grants_again_asks_before_changes_are_lost(world):
    built(world)
    change(world, lines(world)[2], 380_000)
    officer = world.person("case_officer")

    with pytest.raises(NotNow):
        build_decision(round=world.fresh_round(), by=officer, now=APRIL)
    assert lines(world)[2].amount_nok == 380_000

    build_decision(round=world.fresh_round(), lost=1, by=officer, now=APRIL)
    assert lines(world)[2].amount_nok == 400_000


def test_a_decision_with_a_line_that_lacks_its_words_is_not_prepared(world):
    decision = built(world)
    GrantLine.objects.filter(pk=lines(world)[3].pk).update(ground="")

    with pytest.raises(NotNow) as refusal:
        prepare_decision(decision=decision, by=world.person("case_officer"), now=APRIL)
    assert "Språk i Snåase" in refusal.value.sentence


def test_an_approver_approves_what_was_read_and_nothing_else(world):
    decision = prepared(world)
    read = decision.version
    approver = world.person("approver")
    send_back_decision(decision=decision, comment="Se på summen.", by=approver, now=APRIL)
    change(world, lines(world)[2], 380_000)
    prepare_decision(decision=decision, by=world.person("case_officer"), now=APRIL)

    with pytest.raises(MovedOn):
        approve_decision(decision=decision, version=read, by=approver, now=APRIL)

    decision = Decision.objects.get()
    approve_decision(decision=decision, version=decision.version, by=approver, now=APRIL)
    assert Decision.objects.get().state == "approved"


def test_lines_from_before_recommended_amounts_were_kept_do_not_deviate(world):
    decision = built(world)
    GrantLine.objects.update(recommended_nok=None, requested_nok=None, ground="")

    prepare_decision(decision=decision, by=world.person("case_officer"), now=APRIL)

    assert Decision.objects.get().state == "prepared"
