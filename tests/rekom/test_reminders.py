"""The letters of the year: who gets which, when, once."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from common.clock import oslo
from common.models import MailPriority, OutboxMail, PlanningRun
from common.outbox import deliver
from networks.models import Deadline, Round, Seat
from networks.roles import Role
from networks.services import grant_dispensation, open_round
from networks.states import DeadlineState, Duty
from networks.topics import topics
from rekom.calendar import BY_DUTY, YEAR
from rekom.planning import owing, reminders
from rekom.planning.dues import all_dues
from rekom.planning.reminders import PlanningFailed, catch_up, plan
from rekom.planning.steps import steps_now
from rekom.planning.still_due import STILL_DUE
from tests import factories as f
from tests.needs import chain
from tests.rekom.reminders_stage import DAY_AFTER, OPENING, WEEK_AFTER, WEEK_BEFORE, letters
from tests.world import AUTUMN


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
    assert sorted(mine) == ["-7", "opens"]


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


def test_nomination_reminds_head_and_owner_of_a_proposal_that_is_not_confirmed(world):
    chain.proposed_nomination(world)
    catch_up(now=oslo(2027, 1, 25, 9))
    assert {m.to for m in letters(Duty.NOMINATION)} == {"head@example.no", "owner@example.no"}


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
    (body,) = mail.context["bodies"]
    assert resolve(body["ask_path"]).url_name == "dispensation_ask"


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
    assert mine["owner@example.no"] == "-7"
    assert mine.get("other_owner@example.no") in (None, "+1", "+7")


def test_duties_are_opened_and_closed(world):
    catch_up(now=DAY_AFTER)
    states = dict(Deadline.objects.filter(round=world.round).values_list("duty", "state"))
    assert states[Duty.NEEDS_REPORT] == DeadlineState.PASSED
    assert states[Duty.DECISION_BASIS] == DeadlineState.OPEN
    assert states[Duty.REPORT] == DeadlineState.PLANNED


def test_a_failing_duty_does_not_stop_the_next(world, monkeypatch, caplog):
    def broken(kind, steps, *, now):
        if kind == Duty.ASSESSMENT:
            raise RuntimeError("broken")
        return plan(kind, steps, now=now)

    monkeypatch.setattr(reminders, "plan", broken)
    with pytest.raises(PlanningFailed, match="letters about assessment"):
        catch_up(now=OPENING)
    assert letters(Duty.ASSESSMENT) == []
    assert len(letters(Duty.NEEDS_REPORT)) == 2
    assert "plan the letters about assessment" in caplog.text
    monkeypatch.undo()
    catch_up(now=OPENING + timedelta(minutes=5))
    assert letters(Duty.ASSESSMENT) != []


def test_a_failing_round_does_not_stop_the_next(world, monkeypatch):
    other = a_second_round(world)
    whole = owing.needs_reports

    def broken(round, *, now):
        if round == other:
            raise RuntimeError("broken")
        return whole(round, now=now)

    monkeypatch.setitem(vars(BY_DUTY[Duty.NEEDS_REPORT]), "owed_by", broken)
    with pytest.raises(PlanningFailed, match="Prøvefylket 2028: plan the letters about needs_report"):
        catch_up(now=OPENING)
    assert {mail.context["round"] for mail in letters(Duty.NEEDS_REPORT)} == {world.round.pk}


def test_a_round_from_before_a_duty_existed_gets_the_others(world):
    Deadline.objects.filter(round=world.round, duty=Duty.ASSESSMENT).delete()
    assert catch_up(now=OPENING) == 2
    assert len(letters(Duty.NEEDS_REPORT)) == 2


def a_second_round(world):
    """Next year's round, whose needs reports open on the same day."""
    other = open_round(
        county=world.county,
        grant_year=2028,
        scheme_key="REKOM_2021",
        by=world.person("case_officer"),
        now=AUTUMN,
    )
    Deadline.objects.filter(round=other, duty=Duty.NEEDS_REPORT).update(opens_at=oslo(2026, 9, 1))
    return other


def test_a_person_gets_one_letter_about_a_kind_of_duty_though_two_rounds_open(world):
    a_second_round(world)
    catch_up(now=OPENING)
    (mail,) = [m for m in letters(Duty.NEEDS_REPORT) if m.to == "owner@example.no"]
    rounds = {body["due"] for body in mail.context["bodies"]}
    assert rounds == {f"needs_report:{pk}" for pk in world.county.rounds.values_list("pk", flat=True)}
    assert [bool(body["title"]) for body in mail.context["bodies"]].count(True) == 1


def test_second_letter_about_the_same_on_one_day_waits_for_the_next_morning(world):
    catch_up(now=OPENING)
    other = a_second_round(world)
    catch_up(now=OPENING + timedelta(hours=1))
    mine = [m for m in letters(Duty.NEEDS_REPORT) if m.to == "owner@example.no"]
    assert [(m.context["round"], m.planned_at) for m in mine] == [
        (world.round.pk, oslo(2026, 9, 1, 8)),
        (other.pk, oslo(2026, 9, 2, 8)),
    ]


@pytest.fixture
def second_contact(world):
    """Another contact of the owner, newer in the seat."""
    user = f.UserFactory(email="second@example.no", name="Prøve Second")
    Seat.objects.create(user=user, role=Role.OWNER, organisation=world.owner, valid_from=date(2026, 1, 1))
    return user


def told(kind: str) -> set[str]:
    return set(
        OutboxMail.objects.filter(kind=f"rekom/{kind}", context__duty=Duty.NEEDS_REPORT).values_list(
            "to", flat=True
        )
    )


def test_all_who_may_act_are_told_at_the_opening_and_the_first_contact_is_reminded(world, second_contact):
    catch_up(now=OPENING)
    assert told("duty_opens") == {"owner@example.no", "second@example.no", "other_owner@example.no"}
    catch_up(now=WEEK_BEFORE)
    assert told("duty_reminder") == {"owner@example.no", "other_owner@example.no"}


def test_overdue_goes_one_step_up_after_a_week(world, second_contact):
    catch_up(now=DAY_AFTER)
    assert told("duty_overdue") == {"owner@example.no", "other_owner@example.no"}
    assert told("duty_overdue_above") == set()
    catch_up(now=WEEK_AFTER)
    assert told("duty_overdue") == {"owner@example.no", "second@example.no", "other_owner@example.no"}
    assert told("duty_overdue_above") == {
        "leader@example.no",
        "coordinator@example.no",
        "other_leader@example.no",
    }


def test_leader_is_told_of_the_own_network_alone(world):
    catch_up(now=WEEK_AFTER)
    mail = OutboxMail.objects.get(kind="rekom/duty_overdue_above", to="leader@example.no")
    assert [body["name"] for body in mail.context["bodies"]] == [f"{world.owner} – {world.network}"]


def test_no_needs_this_year_is_one_click_from_the_reminder(world):
    catch_up(now=WEEK_BEFORE)
    (mail,) = [m for m in letters(Duty.NEEDS_REPORT) if m.to == "owner@example.no"]
    place = {"owner": world.owner.pk, "network": world.network.pk, "year": 2027}
    assert mail.context["decline_path"] == reverse("needs:needs_report_declare_no_needs", kwargs=place)
    assert mail.context["path"] == reverse("needs:needs_report_edit", kwargs=place)


def test_letters_say_what_they_are_about_and_let_receipts_pass(world):
    catch_up(now=WEEK_BEFORE)
    (mail,) = [m for m in letters(Duty.NEEDS_REPORT) if m.to == "owner@example.no"]
    assert mail.topics == sorted(topics(world.round, Duty.NEEDS_REPORT, world.owner, world.network))
    assert mail.priority == MailPriority.BULK


def test_dates_that_move_lead_to_new_reminders(world):
    catch_up(now=WEEK_BEFORE)
    Deadline.objects.filter(duty=Duty.NEEDS_REPORT).update(due_at=oslo(2026, 12, 8, 23, 59, 59))
    catch_up(now=oslo(2026, 12, 1, 9))
    mine = [m for m in letters(Duty.NEEDS_REPORT) if m.to == "owner@example.no"]
    assert [(m.context["offset"], m.planned_at.date()) for m in mine] == [
        ("-7", date(2026, 11, 24)),
        ("-7", date(2026, 12, 1)),
    ]


def test_reminders_follow_the_move_to_a_working_day(world):
    Deadline.objects.filter(duty=Duty.NEEDS_REPORT).update(due_at=oslo(2026, 12, 5, 23, 59, 59))
    Round.objects.update(moves_to_working_day=True)
    catch_up(now=oslo(2026, 11, 30, 9))
    (mail,) = [m for m in letters(Duty.NEEDS_REPORT) if m.to == "owner@example.no"]
    assert (mail.context["offset"], mail.context["days"]) == ("-7", 7)
    catch_up(now=oslo(2026, 12, 6, 9))
    mine = [m.context["offset"] for m in letters(Duty.NEEDS_REPORT) if m.to == "owner@example.no"]
    assert sorted(mine) == ["-1", "-7"]  # the Saturday's date has become Monday the 7th


def test_idle_tick_reads_little_whatever_the_size(world, django_assert_max_num_queries):
    a_second_round(world)
    catch_up(now=WEEK_BEFORE)
    with django_assert_max_num_queries(8):
        assert catch_up(now=WEEK_BEFORE) == 0


def test_two_schedulers_at_once_plan_each_step_once(world):
    (due,) = [due for due in all_dues([world.round], now=WEEK_BEFORE) if due.kind == Duty.NEEDS_REPORT]
    steps = list(steps_now([due], now=WEEK_BEFORE))
    assert plan(due.kind, steps, now=WEEK_BEFORE) == 2
    assert plan(due.kind, steps, now=WEEK_BEFORE) == 0


def test_planning_asks_as_much_for_many_as_for_few(world):
    with CaptureQueriesContext(connection) as few:
        catch_up(now=WEEK_AFTER)
    OutboxMail.objects.all().delete()
    PlanningRun.objects.all().delete()
    for number in range(5):
        owner = f.OrganisationFactory(county=world.county)
        f.seat(Role.OWNER, owner, f.UserFactory(email=f"more{number}@example.no"))
        f.KindergartenFactory(owner=owner, municipality=world.municipality)
    with CaptureQueriesContext(connection) as many:
        catch_up(now=WEEK_AFTER)
    assert len(letters(Duty.NEEDS_REPORT)) > 9
    assert len(many) <= len(few)  # the second time the duties are marked already


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
    assert "http://localhost:8000/behov/melding/" in mail.body
    assert "&#x27;" not in mail.body
    assert mail.alternatives[0][1] == "text/html"
