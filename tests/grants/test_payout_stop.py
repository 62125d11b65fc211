"""What a leader decides about a payout that is not simply paid."""

import pytest

from common.history import history_of
from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Half, Payout, StudyConfirmation
from grants.payout_standing import Standing, standing_of
from grants.queries.payout import sums_of
from grants.services.payout_stop import give_back_payout, move_payout, resume_payout, stop_payout
from grants.services.study_confirmation import answer_as_student
from grants.states import PayoutState
from needs.models import Nomination
from tests.grants.payout_stage import MAY, SEPTEMBER, asked, of, pay, planned, second_nomination, token_of

WHY = "Studiet er avsluttet."


def stopped(world, half=Half.AUTUMN):
    planned(world)
    return stop_payout(payout=of(half), reason=WHY, by=world.person("leader"), now=SEPTEMBER)


def mails(kind):
    return sorted(OutboxMail.objects.filter(kind=f"grants/{kind}").values_list("to", flat=True))


def test_a_stopped_payout_says_why_and_head_and_owner_are_told(world):
    stopped(world)
    row = of(Half.AUTUMN)
    assert (row.state, row.stopped_because) == (PayoutState.STOPPED, WHY)
    assert [(line.verb, line.comment) for line in history_of(row)] == [("stop", WHY)]
    assert mails("payout_stopped") == ["head@example.no", "owner@example.no"]
    assert StudyConfirmation.objects.get().is_paid_anyway is False
    with pytest.raises(MovedOn):
        pay(world, "autumn", now=SEPTEMBER, shown={row.pk: row.version})


def test_a_spring_payout_can_be_stopped_and_taken_up_again(world):
    row = stopped(world, Half.SPRING)
    resume_payout(
        payout=row, reason="Det var en misforståelse.", by=world.person("coordinator"), now=SEPTEMBER
    )
    assert of(Half.SPRING).state == PayoutState.PLANNED
    assert standing_of(of(Half.SPRING)) == Standing.CONFIRMED
    assert len(pay(world, now=SEPTEMBER)) == 1


def test_what_is_given_back_is_told_to_the_case_officers(world):
    row = stopped(world)
    give_back_payout(payout=row, reason=WHY, by=world.person("leader"), now=SEPTEMBER)
    assert of(Half.AUTUMN).state == PayoutState.RETURNED
    assert mails("payout_given_back") == ["case_officer@example.no"]


def test_money_is_moved_to_another_who_studies(world):
    row = stopped(world)
    other = second_nomination(world)
    made = move_payout(
        payout=row, to=other, reason="Neste på lista.", by=world.person("leader"), now=SEPTEMBER
    )
    assert of(Half.AUTUMN).state == PayoutState.MOVED
    assert (made.nomination, made.owner, made.amount_nok, made.half) == (other, world.owner, 20_000, "autumn")
    assert made.came_from == row
    assert made.reference == f"2027-50-01-{other.pk}-H2"
    sums = sums_of(world.network, world.round)
    assert (sums.total_nok, sums.waiting_nok, sums.left_nok) == (40_000, 40_000, 0)
    assert standing_of(Payout.objects.get(pk=made.pk)) == Standing.NOT_ASKED


def test_who_has_answered_is_not_asked_again_about_money_that_is_moved_there(world):
    other = None
    row = asked(world)
    other = second_nomination(world)
    more = Payout.objects.create(
        line=row.line,
        nomination=other,
        round=row.round,
        network=row.network,
        owner=row.owner,
        half=Half.AUTUMN,
        amount_nok=5_000,
        reference="x-H",
    )
    StudyConfirmation.objects.create(payout=more, asked_at=SEPTEMBER)
    answer_as_student(token=token_of(more), answer="goes_on", now=SEPTEMBER)
    stop_payout(payout=row, reason=WHY, by=world.person("leader"), now=SEPTEMBER)
    made = move_payout(payout=row, to=other, reason=WHY, by=world.person("leader"), now=SEPTEMBER)
    assert made.reference.endswith("-H2")
    assert StudyConfirmation.objects.get(payout=made).student_says == "goes_on"


@pytest.mark.parametrize(
    "change", [{"network_rank": None}, {"anonymised_at": MAY, "student_name": "", "student_email": ""}]
)
def test_money_is_not_moved_to_who_is_not_on_the_list(world, change):
    row = stopped(world)
    other = second_nomination(world)
    Nomination.objects.filter(pk=other.pk).update(**change)
    for to in (other, row.nomination):
        with pytest.raises(NotNow):
            move_payout(payout=row, to=to, reason=WHY, by=world.person("leader"), now=SEPTEMBER)
    assert of(Half.AUTUMN).state == PayoutState.STOPPED
    assert Payout.objects.count() == 2


@pytest.mark.parametrize("service", [stop_payout, resume_payout, give_back_payout])
@pytest.mark.parametrize("role", ["owner", "case_officer", "other_leader"])
def test_only_the_network_decides(world, service, role):
    row = planned(world).autumn if service is stop_payout else stopped(world)
    before = of(Half.AUTUMN).state
    with pytest.raises(NotAllowed):
        service(payout=row, reason=WHY, by=world.person(role), now=SEPTEMBER)
    assert of(Half.AUTUMN).state == before


@pytest.mark.parametrize("service", [resume_payout, give_back_payout])
def test_only_a_stopped_payout_is_sent_on(world, service):
    row = planned(world).autumn
    with pytest.raises(MovedOn):
        service(payout=row, reason=WHY, by=world.person("leader"), now=SEPTEMBER)
    assert of(Half.AUTUMN).state == PayoutState.PLANNED


@pytest.mark.parametrize("reason", ["", "  ", "Fødselsnummer 151086 95088"])
def test_a_decision_says_why_and_no_identity_number(world, reason):
    row = planned(world).autumn
    with pytest.raises(NotNow):
        stop_payout(payout=row, reason=reason or " ", by=world.person("leader"), now=SEPTEMBER)
    assert of(Half.AUTUMN).state == PayoutState.PLANNED
    assert not OutboxMail.objects.filter(kind="grants/payout_stopped").exists()


def test_a_paid_payout_is_final(world):
    planned(world)
    (row,) = pay(world)
    with pytest.raises(MovedOn):
        stop_payout(payout=row, reason=WHY, by=world.person("leader"), now=SEPTEMBER)
