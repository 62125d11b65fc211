"""What was granted, told to measures, nominations and people."""

import pytest

from common.models import OutboxMail
from common.refusals import NotAllowed
from needs.models import MeasureOutcome, Nomination, NominationOutcome
from needs.services.outcomes import (
    MeasureGrant,
    NominationGrant,
    tell_measure_outcomes,
    tell_nomination_outcomes,
)
from tests.needs import chain
from tests.world import APRIL, World

WHY = "Pengene rakk til de 3 første av 4."


def tell(world: World, outcomes: dict[int, NominationGrant], by: str = "approver") -> None:
    tell_nomination_outcomes(round=world.fresh_round(), outcomes=outcomes, by=world.person(by), now=APRIL)


def mails(kind: str) -> dict[str, OutboxMail]:
    return {mail.to: mail for mail in OutboxMail.objects.filter(kind=f"needs/{kind}")}


@pytest.mark.parametrize("by", ["case_officer", "approver"])
def test_the_county_governors_staff_tell_what_a_measure_got(world, by):
    measure = chain.saved_measure(world)
    outcomes = {measure.pk: MeasureGrant(network_nok=100_000, university_nok=50_000)}

    tell_measure_outcomes(round=world.fresh_round(), outcomes=outcomes, by=world.person(by), now=APRIL)

    told = MeasureOutcome.objects.get()
    assert (told.measure_id, told.network_nok, told.university_nok, told.told_at) == (
        measure.pk,
        100_000,
        50_000,
        APRIL,
    )


def test_telling_a_measure_again_changes_what_was_told(world):
    measure = chain.saved_measure(world)
    for amount in (1, 2):
        tell_measure_outcomes(
            round=world.fresh_round(),
            outcomes={measure.pk: MeasureGrant(network_nok=amount)},
            by=world.person("approver"),
            now=APRIL,
        )

    assert MeasureOutcome.objects.get().network_nok == 2


@pytest.mark.parametrize("by", ["leader", "forum", "owner", "foreign_officer"])
def test_nobody_else_tells_outcomes(world, by):
    nomination = chain.submitted_nomination(world)

    with pytest.raises(NotAllowed):
        tell(world, {nomination.pk: NominationGrant(granted_nok=40_000)}, by)
    with pytest.raises(NotAllowed):
        tell_measure_outcomes(round=world.fresh_round(), outcomes={}, by=world.person(by), now=APRIL)

    assert not NominationOutcome.objects.exists()


def test_owner_and_head_get_one_letter_with_amounts_and_reasons_and_no_names(world):
    granted, refused = chain.submitted_nomination(world), chain.submitted_nomination(world)

    tell(world, {granted.pk: NominationGrant(granted_nok=40_000), refused.pk: NominationGrant(reason=WHY)})

    letters = mails("nominations_decided")
    assert sorted(letters) == ["head@example.no", "owner@example.no"]
    rows = letters["owner@example.no"].context["nominations"]
    assert [(row["number"], row["granted_nok"], row["reason"]) for row in rows] == [
        (granted.pk, 40_000, ""),
        (refused.pk, 0, WHY),
    ]
    assert "Studentprøve" not in str(letters["owner@example.no"].context)


@pytest.mark.parametrize(
    ("said", "is_granted"),
    [(NominationGrant(granted_nok=40_000), True), (NominationGrant(reason=WHY), False)],
)
def test_the_student_is_told_whether_and_why_not_but_no_amount(world, said, is_granted):
    nomination = chain.submitted_nomination(world)

    tell(world, {nomination.pk: said})

    letter = mails("student_decided")["siri.studentprove@example.no"]
    assert (letter.context["is_granted"], letter.context["reason"]) == (is_granted, said.reason)
    assert "40" not in str({key: letter.context[key] for key in letter.context if "path" not in key})


def test_a_refusal_without_a_reason_is_refused_and_nothing_is_told(world):
    nomination = chain.submitted_nomination(world)

    with pytest.raises(ValueError, match=str(nomination.pk)):
        tell(world, {nomination.pk: NominationGrant(reason=" ")})

    assert not NominationOutcome.objects.exists()
    assert mails("student_decided") == {}


def test_telling_twice_mails_once(world):
    nomination = chain.submitted_nomination(world)
    for _turn in range(2):
        tell(world, {nomination.pk: NominationGrant(granted_nok=40_000)})

    assert (len(mails("nominations_decided")), len(mails("student_decided"))) == (2, 1)


def test_a_student_who_is_forgotten_is_not_written_to(world):
    nomination = chain.submitted_nomination(world)
    Nomination.objects.filter(pk=nomination.pk).update(student_name="", student_email="", anonymised_at=APRIL)

    tell(world, {nomination.pk: NominationGrant(granted_nok=40_000)})

    assert NominationOutcome.objects.get().granted_nok == 40_000
    assert mails("student_decided") == {}


def test_the_letters_take_the_same_queries_for_one_and_three(world, django_assert_max_num_queries):
    rows = [chain.submitted_nomination(world) for _n in range(3)]
    round, approver = world.fresh_round(), world.person("approver")

    with django_assert_max_num_queries(20):
        tell_nomination_outcomes(
            round=round,
            outcomes={row.pk: NominationGrant(reason=WHY) for row in rows},
            by=approver,
            now=APRIL,
        )
