"""Asked again just before a letter leaves: still owed, still open, by this person? What is done is left out."""

from datetime import date

from common.clock import oslo
from common.models import MailStatus, OutboxMail
from common.outbox import deliver
from common.outbox.reasons import TOO_LATE
from networks.models import Deadline
from networks.roles import Role
from networks.services import grant_dispensation
from networks.states import Duty
from rekom.calendar import BY_DUTY
from rekom.planning.reasons import CLOSED, DONE, NEW_DEADLINE, NOT_IN_SEAT
from rekom.planning.reminders import catch_up
from rekom.planning.still_due import STILL_DUE
from tests import factories as f
from tests.rekom.reminders_stage import DAY_AFTER, WEEK_AFTER, WEEK_BEFORE, letters


def _planned(world, now=WEEK_BEFORE) -> OutboxMail:
    catch_up(now=now)
    return next(m for m in letters(Duty.NEEDS_REPORT) if m.to == "owner@example.no")


def _settled(mail, now) -> tuple[str, str]:
    deliver(now=now, still_due=STILL_DUE)
    mail.refresh_from_db()
    return mail.status, mail.reason


def test_reminder_is_sent_when_it_is_still_owed(world):
    assert _settled(_planned(world), WEEK_BEFORE) == (MailStatus.SENT, "")


def test_reminder_is_skipped_when_the_seat_has_ended(world):
    mail = _planned(world)
    world.people["owner"].seats.update(valid_to="2026-11-01")
    assert _settled(mail, WEEK_BEFORE) == (MailStatus.SKIPPED, NOT_IN_SEAT)


def test_reminder_is_skipped_when_it_has_been_done(world):
    mail = _planned(world)
    for kindergarten in world.owner.kindergartens.all():
        f.as_always(kindergarten, owner=world.other_owner)
    assert _settled(mail, WEEK_BEFORE) == (MailStatus.SKIPPED, DONE)


def test_reminder_is_skipped_when_the_duty_has_closed(world):
    mail = _planned(world)
    Deadline.objects.filter(duty=Duty.NEEDS_REPORT).update(due_at=oslo(2026, 11, 24, 8, 1))
    assert _settled(mail, WEEK_BEFORE) == (MailStatus.SKIPPED, CLOSED)


def test_letter_after_the_date_is_skipped_when_there_is_a_new_deadline(world):
    mail = _planned(world, DAY_AFTER)
    Deadline.objects.filter(duty=Duty.NEEDS_REPORT).update(due_at=oslo(2026, 12, 10, 12))
    assert _settled(mail, DAY_AFTER) == (MailStatus.SKIPPED, NEW_DEADLINE)


def test_reminder_that_comes_too_late_is_skipped_visibly(world):
    mail = _planned(world)
    assert _settled(mail, oslo(2026, 11, 30, 9)) == (MailStatus.SKIPPED, TOO_LATE)


def test_every_kind_of_reminder_is_asked_for_again():
    kinds = {"duty_opens", "duty_reminder", "duty_overdue", "duty_overdue_above", "week_digest"}
    assert {f"rekom/{kind}" for kind in kinds} <= set(STILL_DUE)
    assert set(BY_DUTY) == {duty.value for duty in Duty}


def test_letter_to_the_leader_is_skipped_when_all_have_answered(world):
    catch_up(now=WEEK_AFTER)
    mail = OutboxMail.objects.get(kind="rekom/duty_overdue_above", to="leader@example.no")
    for kindergarten in world.owner.kindergartens.all():
        f.as_always(kindergarten, owner=world.other_owner)
    assert _settled(mail, WEEK_AFTER) == (MailStatus.SKIPPED, DONE)


def test_what_is_overdue_and_what_nears_its_own_date_stand_in_one_letter(world):
    f.KindergartenFactory(owner=world.owner, municipality=world.other_municipality)
    grant_dispensation(
        deadline=world.fresh_round().deadlines.get(duty=Duty.NEEDS_REPORT),
        organisation=world.owner,
        network=world.other_network,
        due_at=oslo(2026, 12, 3, 23, 59, 59),
        reason="Syk",
        by=world.person("other_leader"),
        now=oslo(2026, 12, 1, 12),
    )
    catch_up(now=DAY_AFTER)
    (mail,) = [m for m in letters(Duty.NEEDS_REPORT) if m.to == "owner@example.no"]
    assert (mail.kind, {body["offset"] for body in mail.context["bodies"]}) == (
        "rekom/duty_overdue",
        {"+1", "-1"},
    )
    assert _settled(mail, DAY_AFTER) == (MailStatus.SENT, "")
    assert f"{world.owner} – {world.network}" in mail.text
    assert f"{world.owner} – {world.other_network}, egen frist 3. desember 2026" in mail.text


def test_letter_leaves_out_what_has_been_done_since(world):
    f.seat(Role.HEAD, world.sister, world.people["head"])
    catch_up(now=oslo(2026, 8, 15, 8, 5))
    (mail,) = [m for m in letters(Duty.ASSESSMENT) if m.to == "head@example.no"]
    world.sister.closed_on = date(2026, 1, 1)
    world.sister.save(update_fields=["closed_on"])
    assert _settled(mail, oslo(2026, 8, 15, 9)) == (MailStatus.SENT, "")
    assert "Lekestua" in mail.text
    assert "Lillestua" not in mail.text
