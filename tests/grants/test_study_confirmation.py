"""Before the autumn payout: who is asked, what the answers mean, and that nothing else is kept."""

import pytest
from django.test import Client
from django.urls import reverse

from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Half, Payout, StudyConfirmation
from grants.payout_standing import Standing, standing_of
from grants.queries.payout import payouts_left
from grants.services.payout_stop import decide_study, stop_payout
from grants.services.study_confirmation import (
    answer_as_employer,
    answer_as_student,
    ask_still_studying,
    follow_payouts,
)
from grants.states import PayoutState
from needs.models import Nomination
from needs.services.study import follow_study
from networks.states import Duty
from tests.grants.payout_stage import AUGUST, LAST_WEEK, SEPTEMBER, asked, of, pay, planned, token_of
from tests.world import WINTER


def mails(kind):
    return sorted(OutboxMail.objects.filter(kind=f"grants/{kind}").values_list("to", flat=True))


def standing():
    return standing_of(of(Half.AUTUMN))


def test_the_tick_asks_from_when_the_duty_opens_and_once(world):
    planned(world)
    assert follow_payouts(now=AUGUST) == 0
    assert standing() == Standing.NOT_ASKED
    assert follow_payouts(now=SEPTEMBER) == 1
    assert follow_payouts(now=SEPTEMBER) == 0
    assert standing() == Standing.WAITS
    assert mails("still_studying_student") == ["hemmelig.student@example.no"]
    assert mails("still_studying_head") == ["head@example.no", "owner@example.no"]
    assert not StudyConfirmation.objects.filter(payout__half=Half.SPRING).exists()


def test_no_letter_but_the_students_own_holds_the_link(world):
    payout = asked(world)
    token = token_of(payout)
    holding = [mail.to for mail in OutboxMail.objects.all() if token in str(mail.context)]
    assert holding == ["hemmelig.student@example.no"]


def test_those_who_have_not_answered_are_reminded_once_in_the_last_week(world):
    payout = asked(world)
    answer_as_employer(payout=payout, answer="goes_on", by=world.person("head"), now=SEPTEMBER)
    follow_payouts(now=LAST_WEEK)
    follow_payouts(now=LAST_WEEK)
    assert len(mails("still_studying_student")) == 2
    assert len(mails("still_studying_head")) == 2


def test_leader_asks_and_others_do_not(world):
    planned(world)
    for role in ("owner", "case_officer", "other_leader"):
        with pytest.raises(NotAllowed):
            ask(world, role)
    with pytest.raises(NotNow):
        ask(world, now=AUGUST)
    assert not StudyConfirmation.objects.exists()
    assert ask(world) == 1
    assert ask(world, "coordinator") == 0


def ask(world, role="leader", now=SEPTEMBER):
    return ask_still_studying(
        round=world.fresh_round(), network=world.network, by=world.person(role), now=now
    )


def test_two_yeses_confirm_by_themselves_and_the_autumn_is_paid(world):
    payout = asked(world)
    answer_as_student(token=token_of(payout), answer="goes_on", now=SEPTEMBER)
    assert standing() == Standing.WAITS
    answer_as_employer(payout=payout, answer="goes_on", by=world.person("head"), now=SEPTEMBER)
    assert standing() == Standing.CONFIRMED
    assert left(world) == {Duty.SPRING_PAYOUT: 1, Duty.STILL_STUDYING: 0, Duty.AUTUMN_PAYOUT: 1}
    pay(world, "autumn", now=SEPTEMBER)
    assert left(world)[Duty.AUTUMN_PAYOUT] == 0


def left(world):
    return payouts_left(world.round)[world.network.pk]


@pytest.mark.parametrize(
    ("student", "head"), [("stopped", "goes_on"), ("goes_on", "stopped"), ("stopped", "stopped")]
)
def test_a_no_waits_for_a_person_and_the_leaders_are_told_once(world, student, head):
    payout = asked(world)
    answer_as_student(token=token_of(payout), answer=student, now=SEPTEMBER)
    answer_as_employer(payout=payout, answer=head, by=world.person("owner"), now=SEPTEMBER)
    assert standing() == Standing.UNDECIDED
    assert left(world)[Duty.STILL_STUDYING] == 1
    with pytest.raises(NotNow):
        pay(world, "autumn", now=SEPTEMBER)
    assert mails("study_said_stopped") == ["coordinator@example.no", "leader@example.no"]
    assert StudyConfirmation.objects.get().head == world.people["owner"]


def test_a_leader_decides_with_a_reason_to_pay_anyway(world):
    payout = asked(world)
    with pytest.raises(NotNow):
        decide_study(payout=payout, reason=" ", by=world.person("leader"), now=SEPTEMBER)
    for role in ("owner", "case_officer", "other_leader"):
        with pytest.raises(NotAllowed):
            decide_study(payout=payout, reason="Fordi", by=world.person(role), now=SEPTEMBER)
    assert standing() == Standing.WAITS
    decide_study(
        payout=payout, reason="Studiebevis er vist fram.", by=world.person("coordinator"), now=SEPTEMBER
    )
    assert standing() == Standing.CONFIRMED
    assert left(world)[Duty.STILL_STUDYING] == 0
    said = StudyConfirmation.objects.get()
    assert (said.decided_because, said.decided_by) == (
        "Studiebevis er vist fram.",
        world.people["coordinator"],
    )


def test_answers_can_be_changed_until_it_is_settled(world):
    payout = asked(world)
    answer_as_student(token=token_of(payout), answer="stopped", now=SEPTEMBER)
    answer_as_student(token=token_of(payout), answer="goes_on", now=SEPTEMBER)
    assert StudyConfirmation.objects.get().student_says == "goes_on"
    stop_payout(payout=payout, reason="Avklart på telefon", by=world.person("leader"), now=SEPTEMBER)
    with pytest.raises(NotNow):
        answer_as_student(token=token_of(payout), answer="stopped", now=SEPTEMBER)
    with pytest.raises(NotNow):
        answer_as_employer(payout=payout, answer="stopped", by=world.person("head"), now=SEPTEMBER)
    assert StudyConfirmation.objects.get().student_says == "goes_on"


@pytest.mark.parametrize("role", ["leader", "other_head", "other_owner", "case_officer"])
def test_only_head_and_owner_answer_for_the_employer(world, role):
    payout = asked(world)
    with pytest.raises(NotAllowed):
        answer_as_employer(payout=payout, answer="goes_on", by=world.person(role), now=SEPTEMBER)
    assert StudyConfirmation.objects.get().head_says == ""


def test_nobody_answers_before_they_are_asked(world):
    stage = planned(world)
    with pytest.raises(NotNow):
        answer_as_employer(payout=stage.autumn, answer="goes_on", by=world.person("head"), now=SEPTEMBER)
    with pytest.raises(MovedOn):
        answer_as_student(token=token_of(stage.autumn), answer="goes_on", now=SEPTEMBER)


@pytest.mark.parametrize("verb", ["stop", "finish", "go_on_leave"])
def test_who_is_known_to_have_stopped_is_not_asked_and_waits_for_a_decision(world, verb):
    planned(world)
    follow_study(nomination=Nomination.objects.get(), verb=verb, by=world.person("owner"), now=AUGUST)
    follow_payouts(now=SEPTEMBER)
    assert standing() == Standing.UNDECIDED
    assert standing_of(of(Half.SPRING)) == Standing.UNDECIDED
    assert mails("still_studying_student") == mails("still_studying_head") == []
    assert left(world)[Duty.STILL_STUDYING] == 1


def test_the_new_owner_answers_for_who_has_moved(world):
    planned(world)
    follow_study(
        nomination=Nomination.objects.get(),
        verb="move_to_owner",
        new_owner=world.other_owner,
        by=world.person("owner"),
        now=AUGUST,
    )
    follow_payouts(now=SEPTEMBER)
    payout = of(Half.AUTUMN)
    assert payout.owner == world.other_owner
    assert mails("still_studying_head") == ["other_owner@example.no"]
    with pytest.raises(NotAllowed):
        answer_as_employer(payout=payout, answer="goes_on", by=world.person("head"), now=SEPTEMBER)
    answer_as_employer(payout=payout, answer="goes_on", by=world.person("other_owner"), now=SEPTEMBER)
    answer_as_student(token=token_of(payout), answer="goes_on", now=SEPTEMBER)
    assert standing() == Standing.CONFIRMED


def page_of(payout):
    return reverse("grants:study_student", kwargs={"token": token_of(payout)})


def test_the_students_page_asks_and_only_a_post_answers(world, at):
    payout = asked(world)
    at(SEPTEMBER)
    client = Client()
    page = client.get(page_of(payout))
    assert page.status_code == 200
    assert "no-store" in page["Cache-Control"]
    assert page["Referrer-Policy"] == "strict-origin"
    text = page.content.decode()
    assert "Lekestua" in text
    assert "ABLU" in text
    assert "Hemmelig" not in text
    assert "20" + "\u00a0" + "000" not in text
    assert StudyConfirmation.objects.get().student_says == ""
    assert client.post(page_of(payout), {"answer": "goes_on"}).status_code == 302
    assert StudyConfirmation.objects.get().student_says == "goes_on"


@pytest.mark.parametrize("answer", ["", "paid", "x" * 500])
def test_the_students_page_takes_nothing_else(world, at, answer):
    payout = asked(world)
    at(SEPTEMBER)
    assert Client().post(page_of(payout), {"answer": answer}).status_code == 200
    assert StudyConfirmation.objects.get().student_says == ""


def test_a_replaced_link_and_a_forgotten_student_lead_to_nothing(world, at):
    payout = asked(world)
    at(SEPTEMBER)
    old = page_of(payout)
    assert Client().get(old[:-3] + "x/").status_code == 404
    Nomination.objects.update(link_secret="n" * 32)
    for answer in (Client().get(old), Client().post(old, {"answer": "stopped"})):
        assert answer.status_code == 200
        assert "Lekestua" not in answer.content.decode()
    assert StudyConfirmation.objects.get().student_says == ""
    fresh = page_of(payout)
    Nomination.objects.update(anonymised_at=WINTER, student_name="", student_email="")
    assert "Lekestua" not in Client().get(fresh).content.decode()


def test_a_settled_question_is_shown_and_not_answered(world, at):
    payout = asked(world)
    stop_payout(payout=payout, reason="Sluttet", by=world.person("leader"), now=SEPTEMBER)
    at(SEPTEMBER)
    assert Client().get(page_of(payout)).status_code == 200
    assert Client().post(page_of(payout), {"answer": "goes_on"}).status_code == 409
    assert Payout.objects.get(pk=payout.pk).state == PayoutState.STOPPED
