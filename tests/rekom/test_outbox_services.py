"""Sending again, holding back, letting go: the result, who and why, and nothing changed on refusal."""

import pytest

from common.models import OutboxMail, SendingPause
from common.refusals import NotAllowed, NotNow
from rekom.outbox.services import pause_sending, resend_mail, resend_mails, resume_sending
from tests.rekom.mails import mail
from tests.world import AUTUMN, WINTER


def test_a_mail_sent_again_keeps_who_asked_and_why(world):
    old = mail(world, "failed", sent_at=None)
    new = resend_mail(
        mail=old, county=world.county, because="Adressen er rettet", by=world.person("approver"), now=WINTER
    )
    assert (new.resends, new.asked_by, new.asked_because) == (
        old,
        world.people["approver"],
        "Adressen er rettet",
    )
    assert (new.status, new.topics, new.planned_at) == ("planned", old.topics, WINTER)


def test_a_mail_of_another_county_is_left(world):
    old = mail(world, "failed", about=["county:0"])
    with pytest.raises(NotAllowed):
        resend_mail(
            mail=old, county=world.county, because="Rettet", by=world.person("case_officer"), now=WINTER
        )
    assert OutboxMail.objects.count() == 1


def test_several_are_sent_again_and_one_refusal_stops_none(world):
    mails = [mail(world, "failed"), mail(world, "sent"), mail(world, "in_doubt")]
    made = resend_mails(
        mails=mails, county=world.county, because="Rettet", by=world.person("approver"), now=WINTER
    )
    assert [one.resends for one in made.mails] == [mails[0], mails[2]]
    assert len(made.refusals) == 1
    again = resend_mails(
        mails=mails, county=world.county, because="Rettet", by=world.person("approver"), now=WINTER
    )
    assert (again.mails, len(again.refusals)) == ([], 3)


def test_a_pause_holds_the_countys_mail_back_once(world):
    values = {"county": world.county, "by": world.person("case_officer"), "now": AUTUMN}
    pause = pause_sending(reason="Feil i brevet", **values)
    assert (pause.scope, pause.reason) == (f"county:{world.county.pk}", "Feil i brevet")
    with pytest.raises(NotNow):
        pause_sending(reason="Igjen", **values)
    assert SendingPause.objects.count() == 1


def test_resuming_keeps_who_and_when(world):
    with pytest.raises(NotNow):
        resume_sending(county=world.county, by=world.person("approver"), now=AUTUMN)
    pause_sending(county=world.county, reason="Feil", by=world.person("case_officer"), now=AUTUMN)
    pause = resume_sending(county=world.county, by=world.person("approver"), now=WINTER)
    assert (pause.ended_by, pause.ended_at) == (world.people["approver"], WINTER)


@pytest.mark.parametrize("role", ["leader", "foreign_officer"])
def test_others_change_nothing(world, role):
    with pytest.raises(NotAllowed):
        pause_sending(county=world.county, reason="Feil", by=world.person(role), now=AUTUMN)
    pause_sending(county=world.county, reason="Feil", by=world.person("approver"), now=AUTUMN)
    with pytest.raises(NotAllowed):
        resume_sending(county=world.county, by=world.person(role), now=AUTUMN)
    assert SendingPause.objects.filter(ended_at__isnull=True).count() == 1
