"""Planning, calling, changing, cancelling, opening a meeting: result, history line, letters, nothing on failure."""

from datetime import date, timedelta

import pytest

from common.clock import oslo
from common.history import history_of
from common.models import OutboxMail
from common.refusals import NotAllowed, NotNow
from networks.agenda import WORDINGS
from networks.models import Attendance, Meeting
from networks.roles import Interest, Role
from networks.services import meeting_agenda as agenda
from networks.services import meetings as services
from networks.states import AgendaKind
from tests import factories as f
from tests.networks import meetings_stage as stage
from tests.networks.meetings_stage import MEETING_DAY, PLANNED


def letters(kind: str) -> dict[str, OutboxMail]:
    """The letters of a kind by whom they go to."""
    return {mail.to: mail for mail in OutboxMail.objects.filter(kind=f"networks/{kind}")}


def verbs(made: Meeting) -> list[str]:
    return [line.verb for line in history_of(made)]


def change(world, made: Meeting, **said) -> Meeting:
    made.refresh_from_db()
    said.setdefault("round", world.round)
    return services.change_meeting(
        meeting=made,
        typed=stage.typed(**said),
        version=made.version,
        by=world.person("case_officer"),
        now=PLANNED,
    )


@pytest.mark.parametrize(
    ("month", "kinds"),
    [
        (1, ["key", "other"]),
        (3, ["recommendation", "other"]),
        (9, ["plan", "seminar", "other"]),
        (11, ["findings", "other"]),
        (6, []),
    ],
)
def test_a_new_meeting_has_the_cases_of_its_month(world, month, kinds):
    made = stage.drafted(world, starts_at=oslo(2027, month, 20, 9))
    assert [item.kind for item in stage.items(made)] == kinds
    assert [item.order for item in stage.items(made)] == list(range(1, len(kinds) + 1))
    assert (made.state, OutboxMail.objects.count()) == ("draft", 0)


def test_the_month_is_that_in_norway(world):
    made = stage.drafted(world, starts_at=oslo(2027, 3, 1, 0, 30))
    assert [item.kind for item in stage.items(made)] == ["recommendation", "other"]


def test_the_cases_are_worded_in_bokmål_with_the_year(world):
    assert set(WORDINGS) == set(AgendaKind)
    made = stage.drafted(world)
    assert "2027" in stage.items(made)[0].title


def test_only_a_case_officer_plans_and_a_meeting_ends_after_it_begins(world):
    typed = stage.typed(ends_at=stage.STARTS)
    with pytest.raises(NotNow):
        services.plan_meeting(body=world.forum, typed=typed, by=world.person("case_officer"), now=PLANNED)
    with pytest.raises(NotAllowed):
        services.plan_meeting(body=world.forum, typed=stage.typed(), by=world.person("forum"), now=PLANNED)
    assert Meeting.objects.count() == 0


def test_a_draft_is_saved_and_the_second_writer_is_told(world):
    made, officer = stage.drafted(world), world.person("case_officer")
    saved = {"meeting": made, "version": 1, "by": officer, "now": PLANNED}
    services.save_meeting(typed=stage.typed(place="Rådhuset"), **saved)
    with pytest.raises(NotNow):
        services.save_meeting(typed=stage.typed(place="Biblioteket"), **saved)
    made.refresh_from_db()
    assert (made.place, made.version) == ("Rådhuset", 2)


def test_calling_tells_members_and_case_officers_with_agenda_and_invitation(world):
    made = stage.called(world)
    told = letters("meeting_called")
    assert set(told) == {"forum@example.no", "case_officer@example.no"}
    said = told["forum@example.no"].context
    assert said["cases"] == [item.title for item in stage.items(made)]
    assert said["invitation"]["key"] == f"meeting-{made.pk}"
    assert said["invitation"]["organizer_email"] == world.county.email
    assert f"round:{world.round.pk}" in told["forum@example.no"].topics
    assert (made.state, made.called_at, verbs(made)) == ("called", PLANNED, ["call"])
    assert set(made.attendance.values_list("person__email", flat=True)) == set(told)


def test_members_of_the_day_are_called_not_of_today(world):
    leaves, comes = f.UserFactory(email="gaar@example.no"), f.UserFactory(email="kommer@example.no")
    f.seat(Role.FORUM_MEMBER, world.forum, leaves, valid_to=date(2027, 3, 10))
    seat = f.seat(Role.FORUM_MEMBER, world.forum, comes)
    seat.valid_from = date(2027, 3, 10)
    seat.save(update_fields=["valid_from"])
    stage.called(world)
    assert "kommer@example.no" in letters("meeting_called")
    assert "gaar@example.no" not in letters("meeting_called")


def test_a_meeting_without_members_is_not_called(world):
    world.people["forum"].seats.update(valid_to=date(2027, 1, 1))
    draft = stage.drafted(world)
    with pytest.raises(NotNow):
        services.call_meeting(meeting=draft, by=world.person("case_officer"), now=PLANNED)
    draft.refresh_from_db()
    assert (draft.state, OutboxMail.objects.count(), Attendance.objects.count()) == ("draft", 0, 0)


def test_a_meeting_is_called_once(world):
    draft, officer = stage.drafted(world), world.person("case_officer")
    services.call_meeting(meeting=draft, by=officer, now=PLANNED)
    with pytest.raises(NotNow):
        services.call_meeting(meeting=draft, by=officer, now=PLANNED)
    assert len(letters("meeting_called")) == 2


def test_a_new_time_asks_all_anew_with_a_higher_sequence(world):
    made = stage.called(world)
    services.answer_invitation(meeting=made, answer="yes", by=world.person("forum"), now=PLANNED)
    changed = change(world, made, starts_at=stage.STARTS + timedelta(days=1))
    said = letters("meeting_changed")["forum@example.no"].context
    assert [found["what"] for found in said["changes"]] == ["time"]
    assert (said["must_answer"], said["invitation"]["sequence"]) == (True, 1)
    assert (changed.sequence, verbs(changed)) == (1, ["call", "change"])
    assert changed.attendance.get(person=world.people["forum"]).answer == ""


def test_a_new_place_keeps_the_answers(world):
    made = stage.called(world)
    services.answer_invitation(meeting=made, answer="yes", by=world.person("forum"), now=PLANNED)
    change(world, made, place="Rådhuset")
    said = letters("meeting_changed")["forum@example.no"].context
    assert said["changes"] == [{"what": "place", "before": "Statens hus", "after": "Rådhuset"}]
    assert not said["must_answer"]
    assert made.attendance.get(person=world.people["forum"]).answer == "yes"


def test_a_new_agenda_is_told_in_words(world):
    made, officer = stage.called(world), world.person("case_officer")
    first, second = stage.items(made)
    agenda.add_item(meeting=made, typed=agenda.ItemInput(title="Ny sak"), by=officer, now=PLANNED)
    agenda.remove_item(item=second, by=officer, now=PLANNED)
    agenda.save_item(
        item=first, typed=agenda.ItemInput(title="Bedre tittel"), version=1, by=officer, now=PLANNED
    )
    stage.with_paper(world, made)
    change(world, made)
    said = letters("meeting_changed")["forum@example.no"].context["changes"]
    assert [found["what"] for found in said] == ["case_added", "case_removed", "case_changed", "paper_added"]


def test_nothing_new_is_not_told(world):
    made = stage.called(world)
    with pytest.raises(NotNow):
        change(world, made)
    made.refresh_from_db()
    assert (made.sequence, len(letters("meeting_changed"))) == (0, 0)


def test_a_meeting_is_not_moved_into_the_past(world):
    made = stage.called(world)
    with pytest.raises(NotNow):
        change(world, made, starts_at=PLANNED - timedelta(days=1))


def test_who_has_come_since_is_called_and_who_has_left_is_told(world):
    made = stage.called(world)
    newcomer = f.UserFactory(email="ny@example.no")
    f.seat(Role.FORUM_MEMBER, world.forum, newcomer, interest=Interest.KS)
    world.people["forum"].seats.update(valid_to=date(2027, 3, 1))
    change(world, made)
    assert set(letters("meeting_changed")) == set()
    assert "ny@example.no" in letters("meeting_called")
    assert letters("meeting_uncalled")["forum@example.no"].context["invitation"]["is_cancelled"]
    assert not made.attendance.get(person=world.people["forum"]).is_called
    assert made.attendance.get(person=newcomer).is_called


def test_cancelling_takes_it_out_of_calendars(world):
    made = stage.called(world)
    over = services.cancel_meeting(
        meeting=made, reason="For få kan.", by=world.person("case_officer"), now=PLANNED
    )
    said = letters("meeting_cancelled")["forum@example.no"].context
    assert (said["reason"], said["invitation"]["is_cancelled"], said["invitation"]["sequence"]) == (
        "For få kan.",
        True,
        1,
    )
    assert (over.state, history_of(over).last().comment) == ("cancelled", "For få kan.")


def test_a_draft_is_put_away_without_a_letter(world):
    services.cancel_meeting(
        meeting=stage.drafted(world), reason="Nei", by=world.person("case_officer"), now=PLANNED
    )
    assert OutboxMail.objects.count() == 0


def test_one_answers_for_oneself_and_the_last_answer_counts(world):
    made, member = stage.called(world), world.person("forum")
    services.answer_invitation(meeting=made, answer="maybe", by=member, now=PLANNED)
    row = services.answer_invitation(meeting=made, answer="no", note="Ferie", by=member, now=PLANNED)
    assert (row.answer, row.note, made.attendance.exclude(answer="").count()) == ("no", "Ferie", 1)
    with pytest.raises(NotAllowed):
        services.answer_invitation(meeting=made, answer="yes", by=world.person("approver"), now=PLANNED)


def test_a_meeting_is_opened_with_a_chair_who_is_called(world):
    made = stage.called(world)
    with pytest.raises(NotNow):
        services.open_meeting(
            meeting=made, chair=world.people["leader"], by=world.person("case_officer"), now=MEETING_DAY
        )
    newcomer = f.UserFactory()
    f.seat(Role.FORUM_MEMBER, world.forum, newcomer)
    opened = services.open_meeting(
        meeting=made, chair=world.people["forum"], by=world.person("case_officer"), now=MEETING_DAY
    )
    assert (opened.state, opened.chair, verbs(opened)) == ("held", world.people["forum"], ["call", "open"])
    assert opened.attendance.filter(person=newcomer, is_called=True).exists()


def test_who_is_there_is_noted_by_those_who_record(world):
    made = stage.held(world)
    there = [world.people["forum"].pk]
    services.record_attendance(meeting=made, present=there, by=world.person("forum"), now=MEETING_DAY)
    noted = dict(made.attendance.values_list("person__email", "is_present"))
    assert noted == {"forum@example.no": True, "case_officer@example.no": False}
    with pytest.raises(NotAllowed):
        services.record_attendance(meeting=made, present=[], by=world.person("approver"), now=MEETING_DAY)
