"""Taking off, calling by name, and substitutes: result, history line, letters, and nothing on failure."""

from datetime import timedelta

import pytest

from common.history import history_of
from common.models import OutboxMail
from common.refusals import NotAllowed, NotNow
from networks.models import Meeting
from networks.services import callees as services
from networks.services import meetings
from tests.networks import network_meetings_stage as stage
from tests.networks.network_meetings_stage import DAY, PLANNED


def letters(kind: str) -> set[str]:
    return {mail.to.split("@")[0] for mail in OutboxMail.objects.filter(kind=f"networks/{kind}")}


def take_off(world, made: Meeting, *roles: str, reason: str = "Saken gjelder dem ikke.", by: str = "leader"):
    people = [world.people[role] for role in roles]
    return services.take_off_meeting(
        meeting=made, people=people, reason=reason, by=world.person(by), now=PLANNED
    )


def answer(world, made: Meeting, role: str, said: str):
    return meetings.answer_invitation(meeting=made, answer=said, by=world.person(role), now=PLANNED)


def change(world, made: Meeting, **said) -> Meeting:
    made.refresh_from_db()
    return meetings.change_meeting(
        meeting=made, typed=stage.typed(**said), version=made.version, by=world.person("leader"), now=PLANNED
    )


def test_who_is_taken_off_a_draft_is_not_called_and_the_reason_is_kept(world):
    draft = stage.drafted(world)
    take_off(world, draft, "uh", "member")
    meetings.call_meeting(meeting=draft, by=world.person("leader"), now=PLANNED)
    assert letters("meeting_called") == {"leader", "coordinator"}
    row = draft.attendance.get(person=world.people["uh"])
    assert (row.is_called, row.taken_off_because, row.taken_off_by) == (
        False,
        "Saken gjelder dem ikke.",
        world.people["leader"],
    )


def test_who_is_taken_off_after_the_call_is_told_and_loses_it_in_the_calendar(world):
    made = stage.called(world)
    take_off(world, made, "uh")
    (mail,) = OutboxMail.objects.filter(kind="networks/meeting_taken_off")
    said = mail.context["invitation"]
    assert (mail.to, said["is_cancelled"], said["sequence"]) == ("uh@example.no", True, 1)
    assert "Saken gjelder dem ikke." in history_of(made).last().comment
    assert f"network:{world.network.pk}" in mail.topics
    with pytest.raises(NotNow):
        change(world, made)


def test_a_reason_is_needed_and_somebody_must_be_left(world):
    made = stage.drafted(world)
    for roles, reason in (
        (("uh",), "  "),
        ((), "Nei"),
        (("head",), "Nei"),
        (("uh", "leader", "coordinator", "member"), "Nei"),
    ):
        with pytest.raises(NotNow):
            take_off(world, made, *roles, reason=reason)
    assert (made.attendance.count(), OutboxMail.objects.count()) == (0, 0)


@pytest.mark.parametrize("role", ["member", "head", "case_officer", "other_uh", "nobody"])
def test_only_those_who_prepare_take_off_and_call_more(world, role):
    made = stage.called(world)
    with pytest.raises(NotAllowed):
        take_off(world, made, "uh", by=role)
    with pytest.raises(NotAllowed):
        services.add_to_meeting(
            meeting=made, people=[world.people["head"]], by=world.person(role), now=PLANNED
        )


def test_nobody_is_taken_off_when_the_meeting_has_begun(world):
    with pytest.raises(NotNow):
        take_off(world, stage.held(world), "uh")


def test_who_is_called_by_name_gets_the_invitation_now(world):
    made = stage.called(world)
    services.add_to_meeting(meeting=made, people=[world.people["head"]], by=world.person("uh"), now=PLANNED)
    assert "head" in letters("meeting_called")
    row = made.attendance.get(person=world.people["head"])
    assert (row.is_called, row.added_by, row.seat.role) == (True, world.people["uh"], "head")
    with pytest.raises(NotNow):
        services.add_to_meeting(
            meeting=made, people=[world.people["other_head"]], by=world.person("uh"), now=PLANNED
        )


def test_who_was_taken_off_is_put_back(world):
    made = stage.called(world)
    take_off(world, made, "uh")
    services.add_to_meeting(meeting=made, people=[world.people["uh"]], by=world.person("leader"), now=PLANNED)
    row = made.attendance.get(person=world.people["uh"])
    assert (row.is_called, row.taken_off_because) == (True, "")
    mail = OutboxMail.objects.filter(kind="networks/meeting_called", to="uh@example.no").latest("pk")
    assert mail.context["invitation"]["sequence"] == 2


def test_in_the_meeting_people_are_written_up_without_a_letter(world):
    made, head = stage.held(world), world.people["head"]
    services.add_to_meeting(meeting=made, people=[head], by=world.person("leader"), now=DAY)
    assert made.attendance.get(person=head).is_called
    assert "head" not in letters("meeting_called")


def test_a_no_calls_the_substitute_and_a_yes_lets_them_go(world):
    stage.substitute_of(world, "member")
    made = stage.called(world)
    assert "substitute" not in letters("meeting_called")
    answer(world, made, "member", "no")
    row = made.attendance.get(person=world.people["substitute"])
    assert (row.is_called, row.stands_in_for) == (True, world.people["member"])
    (mail,) = OutboxMail.objects.filter(kind="networks/meeting_stands_in")
    assert (mail.to, mail.context["invitation"]["sequence"]) == ("substitute@example.no", 1)
    answer(world, made, "member", "no")
    answer(world, made, "member", "maybe")
    assert made.attendance.get(person=world.people["substitute"]).is_called
    answer(world, made, "member", "yes")
    assert not made.attendance.get(person=world.people["substitute"]).is_called
    (mail,) = OutboxMail.objects.filter(kind="networks/meeting_stands_down")
    said = mail.context["invitation"]
    assert (said["is_cancelled"], said["sequence"]) == (True, 2)
    answer(world, made, "member", "no")
    assert made.attendance.get(person=world.people["substitute"]).is_called


def test_without_a_substitute_a_no_calls_nobody(world):
    made = stage.called(world)
    answer(world, made, "member", "no")
    assert (letters("meeting_stands_in"), made.attendance.count()) == (set(), 4)


def test_a_new_place_keeps_the_substitute_and_a_new_time_lets_them_go(world):
    stage.substitute_of(world, "member")
    made = stage.called(world)
    answer(world, made, "member", "no")
    change(world, made, place="Biblioteket")
    assert "substitute" in letters("meeting_changed")
    change(world, made, place="Biblioteket", starts_at=stage.STARTS + timedelta(days=1))
    assert letters("meeting_stands_down") == {"substitute"}
    assert not made.attendance.get(person=world.people["substitute"]).is_called
    assert letters("meeting_uncalled") == set()


def test_a_substitute_who_is_taken_off_is_not_called_again(world):
    stage.substitute_of(world, "member")
    made = stage.called(world)
    answer(world, made, "member", "no")
    take_off(world, made, "substitute")
    answer(world, made, "member", "no")
    assert not made.attendance.get(person=world.people["substitute"]).is_called


def test_when_the_member_is_taken_off_the_substitute_goes_too(world):
    stage.substitute_of(world, "member")
    made = stage.called(world)
    answer(world, made, "member", "no")
    take_off(world, made, "member")
    assert letters("meeting_stands_down") == {"substitute"}
    assert not made.attendance.get(person=world.people["substitute"]).is_called
