"""Reads of inquiries: what the planner of reminders follows, and how the dates stand."""

from datetime import timedelta

from common.clock import oslo
from networks import queries
from networks.deadlines import answer_of_inquiry
from networks.queries.inquiries import rows_for_home
from networks.services import inquiries as services
from tests.networks.inquiries import DUE, LATE, answer, answered, asked_row, draft, sent
from tests.world import AUTUMN


def test_inquiries_in_play_are_open_and_not_long_past(world):
    draft(world)
    inquiry = sent(world)
    assert list(queries.inquiries_in_play(now=AUTUMN)) == [inquiry]
    assert list(queries.inquiries_in_play(now=DUE + timedelta(days=59))) == [inquiry]
    assert list(queries.inquiries_in_play(now=DUE + timedelta(days=61))) == []
    services.cancel_inquiry(inquiry=inquiry, reason="Nei", by=world.person("case_officer"), now=AUTUMN)
    assert list(queries.inquiries_in_play(now=AUTUMN)) == []


def test_what_is_answered_is_no_longer_owed(world, django_assert_num_queries):
    inquiry = sent(world)
    answer(world, asked_row(inquiry, world.kindergarten))
    with django_assert_num_queries(1):
        owed = [str(row.body) for row in queries.inquiry_answers_owed(inquiry)]
    assert owed == ["Lekestua Prøve SA", "Prøvenettverket", "Annenstua", "Prøve høgskole"]


def test_people_asked_takes_one_read_for_any_number_of_rows(world, django_assert_num_queries):
    rows = list(queries.inquiry_answers_owed(sent(world)))
    for some in (rows[:1], rows):
        with django_assert_num_queries(1):
            queries.people_asked(some, now=AUTUMN)


def test_an_inquiry_stands_open_until_its_date_and_late_after(world):
    inquiry = sent(world)
    stand = answer_of_inquiry(inquiry, now=AUTUMN)
    assert (stand.has_opened, stand.is_open, stand.is_past, stand.days_left) == (True, True, False, 20)
    late = answer_of_inquiry(inquiry, now=LATE)
    assert (late.is_open, late.is_late, late.days_left) == (True, True, -2)
    inquiry.closes = True
    assert not answer_of_inquiry(inquiry, now=LATE).is_open
    assert not answer_of_inquiry(draft(world), now=AUTUMN).has_opened


def test_a_returned_answer_has_its_own_date(world):
    row = answered(world, closes=True)
    row = services.return_inquiry_answer(row=row, comment="?", by=world.person("case_officer"), now=LATE)
    assert answer_of_inquiry(row.inquiry, now=LATE, row=row).due_at == oslo(2026, 12, 19, 23, 59, 59)
    assert answer_of_inquiry(row.inquiry, now=LATE, row=row).is_open


def test_home_shows_the_kindergarten_to_its_head_and_else_to_its_owner(world):
    inquiry, officer = draft(world), world.person("case_officer")
    services.choose_asked(
        inquiry=inquiry,
        group="kindergartens",
        offered=[],
        chosen=[world.sister.pk],
        by=officer,
        now=AUTUMN,
    )
    services.send_inquiry(inquiry=inquiry, by=officer, now=AUTUMN)

    def shown(role):
        return {str(row.body) for row in rows_for_home(world.person(role), now=AUTUMN)}

    assert shown("owner") == {"Lekestua Prøve SA", "Lillestua"}
    assert shown("head") == {"Lekestua"}
    assert shown("leader") == {"Prøvenettverket"}
    assert shown("uh") == {"Prøve høgskole"}
    assert shown("forum") == set()


def test_home_lets_go_of_what_is_answered_two_weeks_after_the_date(world):
    row = answered(world)
    for days, seen in ((13, 1), (15, 0)):
        assert len(rows_for_home(world.person("head"), now=DUE + timedelta(days=days))) == seen
    assert row.state == "answered"
