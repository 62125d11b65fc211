"""An inquiry is a duty like the others: its reminders follow its date, and a body's own."""

from common.clock import oslo
from common.models import MailStatus, OutboxMail
from common.outbox import deliver
from networks.models import Deadline, Inquiry, Round
from networks.services import inquiries as services
from networks.services import mark_deadlines, system_user
from rekom.planning.reasons import CANCELLED, DONE
from rekom.planning.reminders import catch_up
from rekom.planning.still_due import STILL_DUE
from tests.networks.inquiries import BEFORE, answer, asked_row, sent

WEEK_BEFORE = oslo(2026, 12, 3, 8, 5)
DAY_BEFORE = oslo(2026, 12, 9, 8, 5)
DAY_AFTER = oslo(2026, 12, 11, 8, 5)
WEEK_AFTER = oslo(2026, 12, 17, 8, 5)


def reminders() -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(context__duty="inquiry").order_by("to", "planned_at"))


def test_those_who_have_not_answered_are_reminded(world):
    inquiry = sent(world)
    answer(world, asked_row(inquiry, world.kindergarten))
    catch_up(now=WEEK_BEFORE)
    assert [mail.to.split("@")[0] for mail in reminders()] == [
        "coordinator",
        "leader",
        "other_head",
        "owner",
        "uh",
    ]
    assert {mail.kind for mail in reminders()} == {"rekom/duty_reminder"}
    assert {mail.context["title"] for mail in reminders()} == {"Ledige plasser"}
    assert {mail.context["path"] for mail in reminders()} == {f"/nettverk/sporringer/{inquiry.pk}/mine/"}


def test_sending_told_of_it_so_the_tick_does_not(world):
    sent(world)
    catch_up(now=BEFORE)
    assert reminders() == []


def test_after_the_date_those_who_owe_are_told_and_can_still_answer(world):
    sent(world)
    catch_up(now=DAY_AFTER)
    assert {(mail.kind, mail.context["closes"]) for mail in reminders()} == {("rekom/duty_overdue", False)}
    catch_up(now=WEEK_AFTER)
    assert {mail.kind for mail in reminders()} == {"rekom/duty_overdue"}  # the governor's office follows it


def test_reminders_follow_a_date_that_moves(world):
    inquiry = sent(world)
    services.change_date_of_inquiry(
        inquiry=inquiry,
        due_at=oslo(2026, 12, 20, 23, 59, 59),
        by=world.person("case_officer"),
        now=BEFORE,
    )
    assert catch_up(now=WEEK_BEFORE) >= 0
    assert reminders() == []
    catch_up(now=oslo(2026, 12, 13, 9))
    assert {mail.context["offset"] for mail in reminders()} == {"-7"}


def test_a_returned_answer_has_reminders_of_its_own(world):
    row = answer(world, asked_row(sent(world), world.kindergarten))
    services.return_inquiry_answer(
        row=row, comment="Hvor mange?", by=world.person("case_officer"), now=oslo(2026, 12, 12, 12)
    )
    catch_up(now=oslo(2026, 12, 12, 12, 5))
    assert "head@example.no" not in {mail.to for mail in reminders()}
    catch_up(now=oslo(2026, 12, 18, 9))
    (mail,) = [m for m in reminders() if m.to == "head@example.no"]
    assert (mail.context["offset"], mail.context["days"]) == ("-1", 1)


def test_reminder_is_skipped_when_it_has_been_answered(world):
    inquiry = sent(world)
    catch_up(now=WEEK_BEFORE)
    answer(world, asked_row(inquiry, world.kindergarten), now=WEEK_BEFORE)
    (mail,) = [m for m in reminders() if m.to == "head@example.no"]
    deliver(now=WEEK_BEFORE, still_due=STILL_DUE)
    mail.refresh_from_db()
    assert (mail.status, mail.reason) == (MailStatus.SKIPPED, DONE)


def test_two_inquiries_lead_to_one_letter_a_day(world):
    sent(world)
    sent(world, title="Nytt spørsmål")
    catch_up(now=WEEK_BEFORE)
    (mail,) = [m for m in reminders() if m.to == "head@example.no"]
    titles = {mail.context["title"], *(body["title"] for body in mail.context["bodies"] if body["title"])}
    assert titles == {"Ledige plasser", "Nytt spørsmål"}


def test_inquiry_about_a_round_that_is_long_over_is_reminded_of(world):
    Deadline.objects.update(opens_at=oslo(2020, 1, 1), due_at=oslo(2020, 2, 1))
    mark_deadlines(round=world.fresh_round(), by=system_user(), now=BEFORE)
    Round.objects.update(grant_year=2020)
    sent(world)
    catch_up(now=WEEK_BEFORE)
    (mail,) = [m for m in reminders() if m.to == "head@example.no"]
    deliver(now=WEEK_BEFORE, still_due=STILL_DUE)
    mail.refresh_from_db()
    assert (mail.status, mail.reason) == (MailStatus.SENT, "")


def test_a_cancelled_inquiry_reminds_nobody(world):
    inquiry = sent(world)
    services.cancel_inquiry(inquiry=inquiry, reason="Feil", by=world.person("case_officer"), now=BEFORE)
    catch_up(now=WEEK_BEFORE)
    assert reminders() == []


def test_idle_tick_with_inquiries_reads_little(world, django_assert_max_num_queries):
    for _number in range(3):
        sent(world)
    catch_up(now=WEEK_BEFORE)
    with django_assert_max_num_queries(8):
        assert catch_up(now=WEEK_BEFORE) == 0
    assert Inquiry.objects.count() == 3


def test_question_of_a_cancelled_inquiry_does_not_leave(world):
    inquiry = sent(world)
    services.cancel_inquiry(inquiry=inquiry, reason="Feil", by=world.person("case_officer"), now=BEFORE)
    deliver(now=BEFORE, still_due=STILL_DUE)
    asked = OutboxMail.objects.filter(kind="networks/inquiry_sent")
    assert set(asked.values_list("status", "reason")) == {(MailStatus.SKIPPED, CANCELLED)}
    told = OutboxMail.objects.filter(kind="networks/inquiry_cancelled")
    assert set(told.values_list("status", flat=True)) == {MailStatus.SENT}
