"""The letters of the year: who gets which, when, once."""

from datetime import timedelta

import pytest

from common.clock import oslo
from common.models import MailStatus, OutboxMail
from common.outbox import deliver
from networks.models import Deadline, Organisation
from networks.roles import Role
from networks.services import grant_dispensation, open_round
from networks.states import DeadlineState, Duty
from rekom import reminders
from rekom.calendar import BY_DUTY, CLOSED, DONE, NEW_DEADLINE, NOT_IN_SEAT, STILL_DUE, YEAR
from rekom.offsets import Offset
from rekom.reminders import catch_up, plan
from tests import factories as f
from tests.world import AUTUMN

OPENING = oslo(2026, 9, 1, 0, 5)
WEEK_BEFORE = oslo(2026, 11, 24, 8, 5)
DAY_AFTER = oslo(2026, 12, 2, 8, 5)


def letters(duty: str) -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(context__duty=duty).order_by("to"))


def test_year_names_every_duty_in_order():
    assert [entry.duty for entry in YEAR] == list(Duty)


def test_each_duty_has_a_page(world):
    assert all(entry.path(world.round).startswith("/") for entry in YEAR)


def test_owner_is_told_when_the_needs_report_opens(world):
    catch_up(now=OPENING)
    found = letters(Duty.NEEDS_REPORT)
    assert [mail.to for mail in found] == ["other_owner@example.no", "owner@example.no"]
    assert {mail.kind for mail in found} == {"rekom/duty_opens"}
    assert {mail.next_try_at for mail in found} == {oslo(2026, 9, 1, 8)}


def test_tick_twice_plans_once(world):
    first = catch_up(now=WEEK_BEFORE)
    assert first > 0
    assert catch_up(now=WEEK_BEFORE) == 0
    assert catch_up(now=WEEK_BEFORE + timedelta(minutes=5)) == 0


def test_after_days_of_silence_only_the_newest_reminder_is_planned(world):
    catch_up(now=OPENING)
    catch_up(now=oslo(2026, 11, 27, 3))
    mine = [mail.context["offset"] for mail in letters(Duty.NEEDS_REPORT) if mail.to == "owner@example.no"]
    assert sorted(mine) == [Offset.WEEK_BEFORE, Offset.OPENS]


def test_silence_over_the_whole_time_plans_no_letter_that_is_too_late(world):
    catch_up(now=oslo(2027, 8, 1, 12))
    assert letters(Duty.NEEDS_REPORT) == []


def test_one_letter_lists_all_the_bodies_of_a_person(world):
    f.seat(Role.HEAD, world.sister, world.people["head"])
    catch_up(now=oslo(2026, 8, 15, 0, 5))
    (mail,) = [m for m in letters(Duty.ASSESSMENT) if m.to == "head@example.no"]
    assert [body["name"] for body in mail.context["bodies"]] == ["Lekestua", "Lillestua"]


def test_owner_is_asked_where_a_kindergarten_has_no_head(world):
    catch_up(now=oslo(2026, 8, 15, 0, 5))
    (mail,) = [m for m in letters(Duty.ASSESSMENT) if m.to == "owner@example.no"]
    assert [body["name"] for body in mail.context["bodies"]] == ["Lillestua"]


def test_nomination_reminds_nobody_without_a_draft(world):
    catch_up(now=oslo(2026, 11, 1, 0, 5))
    assert {m.to for m in letters(Duty.NOMINATION)} == {"owner@example.no", "other_owner@example.no"}
    OutboxMail.objects.all().delete()
    catch_up(now=oslo(2027, 1, 25, 9))
    assert letters(Duty.NOMINATION) == []


def test_basis_goes_to_leaders_and_partner_universities(world):
    catch_up(now=oslo(2026, 12, 2, 9))
    mine = {m.to for m in letters(Duty.DECISION_BASIS)}
    assert mine == {
        "leader@example.no",
        "coordinator@example.no",
        "uh@example.no",
        "other_leader@example.no",
        "other_uh@example.no",
    }


def test_recommendation_goes_to_case_officer_and_forum_of_the_county(world):
    catch_up(now=oslo(2027, 2, 2, 9))
    assert {m.to for m in letters(Duty.RECOMMENDATION)} == {"case_officer@example.no", "forum@example.no"}


def test_decision_goes_to_case_officers(world):
    catch_up(now=oslo(2027, 3, 16, 9))
    assert {m.to for m in letters(Duty.DECISION)} == {"case_officer@example.no"}


def test_letter_after_the_closing_names_who_can_give_a_new_deadline(world):
    catch_up(now=DAY_AFTER)
    (mail,) = [m for m in letters(Duty.NEEDS_REPORT) if m.to == "owner@example.no"]
    assert mail.kind == "rekom/duty_overdue"
    assert sorted(helper["email"] for helper in mail.context["helpers"]) == [
        "coordinator@example.no",
        "leader@example.no",
    ]


def test_letter_about_a_basis_that_closed_points_to_the_case_officer(world):
    catch_up(now=oslo(2027, 2, 2, 9))
    mail = next(m for m in letters(Duty.DECISION_BASIS) if m.to == "leader@example.no")
    assert [helper["email"] for helper in mail.context["helpers"]] == ["case_officer@example.no"]


def test_late_duty_needs_no_new_deadline(world):
    catch_up(now=oslo(2026, 11, 16, 9))
    assert {m.context["closes"] for m in letters(Duty.ASSESSMENT)} == {False}
    assert [helper for m in letters(Duty.ASSESSMENT) for helper in m.context["helpers"]] == []


def test_new_deadline_gives_new_reminders_to_that_body_alone(world):
    deadline = Deadline.objects.get(round=world.round, duty=Duty.NEEDS_REPORT)
    catch_up(now=DAY_AFTER)
    OutboxMail.objects.all().delete()
    grant_dispensation(
        deadline=deadline,
        organisation=world.owner,
        network=world.network,
        due_at=oslo(2026, 12, 20, 23, 59, 59),
        reason="Syk",
        by=world.person("leader"),
        now=oslo(2026, 12, 2, 12),
    )
    catch_up(now=oslo(2026, 12, 13, 9))
    mine = {m.to: m.context["offset"] for m in letters(Duty.NEEDS_REPORT)}
    assert mine["owner@example.no"] == Offset.WEEK_BEFORE
    assert mine.get("other_owner@example.no") in (None, Offset.AFTER)


def test_duties_are_opened_and_closed(world):
    catch_up(now=DAY_AFTER)
    states = dict(Deadline.objects.filter(round=world.round).values_list("duty", "state"))
    assert states[Duty.NEEDS_REPORT] == DeadlineState.PASSED
    assert states[Duty.DECISION_BASIS] == DeadlineState.OPEN
    assert states[Duty.REPORT] == DeadlineState.PLANNED


def test_a_failing_duty_does_not_stop_the_next(world, monkeypatch, caplog):
    def broken(entry, round, *, now):
        if entry.duty == Duty.ASSESSMENT:
            raise RuntimeError("broken")
        return plan(entry, round, now=now)

    monkeypatch.setattr(reminders, "plan", broken)
    catch_up(now=OPENING)
    assert letters(Duty.ASSESSMENT) == []
    assert len(letters(Duty.NEEDS_REPORT)) == 2
    assert "no letters planned for assessment" in caplog.text


def test_a_failing_round_does_not_stop_the_next(world, monkeypatch, caplog):
    open_round(
        county=world.county,
        grant_year=2028,
        scheme_key="REKOM_2021",
        by=world.person("case_officer"),
        now=AUTUMN,
    )
    Deadline.objects.filter(round=world.round, duty=Duty.NEEDS_REPORT).delete()
    Deadline.objects.filter(round__grant_year=2028, duty=Duty.NEEDS_REPORT).update(opens_at=OPENING)
    catch_up(now=OPENING)
    assert len(letters(Duty.NEEDS_REPORT)) == 2
    assert "Prøvefylket 2027: no letters planned for needs_report" in caplog.text


@pytest.mark.parametrize(
    ("now", "kind"),
    [
        (OPENING, "opens"),
        (WEEK_BEFORE, "reminder"),
        (oslo(2026, 12, 1, 12), "reminder"),
        (DAY_AFTER, "overdue"),
    ],
)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_letters_are_written_in_the_reader_s_language(world, mailoutbox, now, kind, language):
    owner = world.person("owner")
    owner.language = language
    owner.save(update_fields=["language"])
    catch_up(now=now)
    deliver(now=now + timedelta(hours=9), still_due=STILL_DUE)
    (mail,) = [m for m in mailoutbox if m.to == ["owner@example.no"] and "/behov/melding/" in m.body]
    assert "Lekestua Prøve SA – Prøvenettverket" in mail.body
    assert "http://localhost:8000/behov/melding/?aar=2027" in mail.body
    assert "&#x27;" not in mail.body
    assert mail.alternatives[0][1] == "text/html"


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
    nobody = Organisation.objects.get(pk=world.other_owner.pk)
    world.owner.kindergartens.update(owner=nobody)
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
    assert _settled(mail, oslo(2026, 11, 30, 9)) == (MailStatus.SKIPPED, "too late")


def test_every_kind_of_reminder_is_asked_for_again():
    assert set(STILL_DUE) == {"rekom/duty_opens", "rekom/duty_reminder", "rekom/duty_overdue"}
    assert set(BY_DUTY) == {duty.value for duty in Duty}
