"""What staff do: pause, resume, send again. What a pause holds back is shown as paused and stays planned."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from common.models import MailStatus, OutboxMail, SendingPause
from common.outbox.claiming import claim
from common.outbox.delivery import deliver
from common.outbox.message import message_id
from common.outbox.queries import (
    PAUSED,
    SHOWN_STATUSES,
    open_pauses,
    open_scopes,
    shown_as,
    shown_status,
    with_shown_status,
)
from common.outbox.staff import pause, resend, resume
from common.refusals import NotNow
from tests.common.letters import KIND, post, settle
from tests.factories import UserFactory
from tests.world import AUTUMN

LATER = AUTUMN + timedelta(days=1)


@pytest.fixture
def officer(db):
    return UserFactory(name="Siri Saksbehandler")


# --- Pause --------------------------------------------------------------------------------------------------


def test_paused_mail_stays_planned_and_the_rest_goes(reader, officer, mailoutbox):
    ours, theirs = post(reader, "a", topics=["county:1", "round:5"]), post(reader, "b", topics=["county:2"])
    pause(scope="county:1", by=officer, reason="Feil i brevet", now=AUTUMN)
    deliver(now=LATER, still_due={})
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.status, ours.attempts, theirs.status) == (MailStatus.PLANNED, 0, MailStatus.SENT)


def test_pause_of_everything_holds_mail_about_nothing_too(reader, officer, mailoutbox):
    post(reader, "a")
    pause(scope="", by=officer, reason="Nytt domene", now=AUTUMN)
    assert (deliver(now=LATER, still_due={}), mailoutbox) == (0, [])


def test_resumed_mail_goes_in_its_turn(reader, officer, mailoutbox):
    mail = post(reader, topics=["county:1"])
    pause(scope="county:1", by=officer, reason="Feil i brevet", now=AUTUMN)
    held = resume(scope="county:1", by=officer, now=LATER)
    assert (held.ended_by, held.ended_at, list(open_pauses())) == (officer, LATER, [])
    assert settle(mail, LATER).status == MailStatus.SENT


def test_one_topic_is_paused_once(officer):
    pause(scope="county:1", by=officer, reason="a", now=AUTUMN)
    with pytest.raises(NotNow):
        pause(scope="county:1", by=officer, reason="b", now=AUTUMN)
    pause(scope="county:2", by=officer, reason="c", now=AUTUMN)
    assert open_scopes() == {"county:1", "county:2"}
    assert {held.scope for held in open_pauses()} == {"county:1", "county:2"}


def test_only_what_is_paused_is_resumed(officer):
    with pytest.raises(NotNow):
        resume(scope="county:1", by=officer, now=AUTUMN)
    pause(scope="county:1", by=officer, reason="a", now=AUTUMN)
    resume(scope="county:1", by=officer, now=LATER)
    with pytest.raises(NotNow):
        resume(scope="county:1", by=officer, now=LATER)
    pause(scope="county:1", by=officer, reason="igjen", now=LATER)
    assert SendingPause.objects.count() == 2


def test_paused_mail_is_shown_as_paused(reader, officer):
    held, free = post(reader, "a", topics=["county:1"]), post(reader, "b")
    sent = post(reader, "c", topics=["county:1"])
    OutboxMail.objects.filter(pk=sent.pk).update(status=MailStatus.SENT, sent_at=AUTUMN)
    pause(scope="county:1", by=officer, reason="a", now=AUTUMN)
    mails = OutboxMail.objects.all()
    shown = dict(with_shown_status(mails).values_list("key", "shown_status"))
    assert shown == {"a": PAUSED, "b": "planned", "c": "sent"}
    assert [list(shown_as(state, mails)) for state in (PAUSED, "planned", "sent")] == [[held], [free], [sent]]
    scopes = open_scopes()
    rows = OutboxMail.objects.order_by("key")
    assert [shown_status(mail, scopes) for mail in rows] == [PAUSED, "planned", "sent"]
    assert {state for state, _label in SHOWN_STATUSES} == {*MailStatus.values, PAUSED}


def test_without_a_pause_nothing_is_shown_as_paused(reader, officer):
    post(reader, topics=["county:1"])
    assert list(shown_as(PAUSED, OutboxMail.objects.all())) == []
    pause(scope="", by=officer, reason="a", now=AUTUMN)
    assert shown_as(PAUSED, OutboxMail.objects.all()).count() == 1
    assert shown_as("planned", OutboxMail.objects.all()).count() == 0


# --- Send again ---------------------------------------------------------------------------------------------


def ended(mail: OutboxMail, status: str) -> OutboxMail:
    OutboxMail.objects.filter(pk=mail.pk).update(status=status, reason="x", attempts=2)
    mail.refresh_from_db()
    return mail


@pytest.mark.parametrize("status", ["failed", "in_doubt", "skipped"])
def test_mail_that_did_not_arrive_is_sent_again_by_name(reader, officer, mailoutbox, status):
    old = ended(post(reader, topics=["round:5"], useful_until=AUTUMN), status)
    reader.email = "ny.adresse@example.no"
    reader.save(update_fields=["email"])
    new = resend(mail=old, by=officer, because="Fikk den ikke", now=LATER)
    assert (new.resends, new.asked_by, new.asked_because) == (old, officer, "Fikk den ikke")
    assert (new.topics, new.planned_at, new.to) == (["round:5"], LATER, "ny.adresse@example.no")
    assert settle(new, LATER).status == MailStatus.SENT
    old.refresh_from_db()
    assert (old.status, list(old.resent_as.all()), len(mailoutbox)) == (status, [new], 1)


def test_two_clicks_send_it_once(reader, officer):
    old = ended(post(reader), "failed")
    resend(mail=old, by=officer, because="a", now=LATER)
    with pytest.raises(NotNow):
        resend(mail=old, by=officer, because="b", now=LATER)
    assert OutboxMail.objects.count() == 2


@pytest.mark.parametrize("status", ["planned", "sending", "sent"])
def test_mail_that_may_still_arrive_or_has_is_not_sent_again(reader, officer, mailoutbox, status):
    old = post(reader)
    if status == "sending":
        claim(now=AUTUMN)
    elif status == "sent":
        settle(old)
    with pytest.raises(NotNow):
        resend(mail=old, by=officer, because="a", now=LATER)
    assert OutboxMail.objects.count() == 1


def test_copy_of_a_doubtful_mail_can_be_recognised_by_the_mailbox(reader, officer):
    first = ended(post(reader), "in_doubt")
    second = ended(resend(mail=first, by=officer, because="a", now=LATER), "in_doubt")
    third = resend(mail=second, by=officer, because="b", now=LATER)
    assert message_id(first) == message_id(second) == message_id(third)


def test_copy_of_a_failed_mail_is_a_mail_of_its_own(reader, officer):
    old = ended(post(reader), "failed")
    assert message_id(resend(mail=old, by=officer, because="a", now=LATER)) != message_id(old)


def test_mail_sent_again_is_still_asked_whether_it_is_due(reader, officer, mailoutbox):
    old = ended(post(reader), "failed")
    new = resend(mail=old, by=officer, because="a", now=LATER)
    assert settle(new, LATER, {KIND: lambda mail, now, memory: "done"}).status == MailStatus.SKIPPED


def test_database_wants_to_know_who_sends_again_and_why(reader):
    old = ended(post(reader), "failed")
    with pytest.raises(IntegrityError), transaction.atomic():
        OutboxMail.objects.create(
            kind=KIND, key="x", to="x@example.no", planned_at=AUTUMN, next_try_at=AUTUMN, resends=old
        )
