"""Who gets which answer from the pages of meetings."""

from typing import Any

from tests.access import MOVED, Row
from tests.networks import meetings_stage as stage
from tests.world import ROLES, World

OFFICER = ("case_officer",)
OFFICERS = ("case_officer", "foreign_officer")
READERS = ("case_officer", "approver", "forum")
RECORDERS = ("case_officer", "forum")  # the member is in the chair
EARLY, DAY = stage.PLANNED, stage.MEETING_DAY
TYPED = {
    "title": "Samarbeidsforum",
    "day": "2027-03-12",
    "starts": "09:00",
    "ends": "15:00",
    "place": "Statens hus",
    "version": "1",
}
CASE = {"title": "Ny sak", "kind": "other", "version": "1"}


def a_draft(world: World) -> dict[str, int]:
    return {"pk": stage.drafted(world).pk}


def a_called_one(world: World) -> dict[str, int]:
    return {"pk": stage.called(world).pk}


def a_held_one(world: World) -> dict[str, int]:
    return {"pk": stage.held(world).pk}


def one_to_minute(world: World) -> dict[str, int]:
    return {"pk": stage.done(world).pk}


def a_minuted_one(world: World) -> dict[str, int]:
    return {"pk": stage.minuted(world).pk}


def a_case(world: World) -> dict[str, int]:
    made = stage.drafted(world)
    return {"meeting": made.pk, "pk": stage.items(made)[0].pk}


def a_case_being_held(world: World) -> dict[str, int]:
    made = stage.held(world)
    return {"meeting": made.pk, "pk": stage.items(made)[0].pk}


def a_decided_case(world: World) -> dict[str, int]:
    made = stage.done(world)
    return {"meeting": made.pk, "pk": stage.items(made)[0].pk}


def a_paper(world: World) -> dict[str, int]:
    made = stage.called(world)
    return {"meeting": made.pk, "pk": stage.with_paper(world, made).pk}


def minutes(world: World) -> dict[str, int]:
    made = stage.minuted(world)
    return {"meeting": made.pk, "pk": made.minutes.pk}


def a_chair(world: World) -> dict[str, Any]:
    return {"chair": world.people["forum"].pk}


def the_chair_off(world: World) -> dict[str, Any]:
    stage.another_member(world)
    return {"people": [world.people["forum"].pk], "reason": "Er på reise"}


def one_more(world: World) -> dict[str, Any]:
    return {"people": [world.people["approver"].pk]}


def both(url: str, allowed, make, now, data=None, status=MOVED) -> list[Row]:
    """The page, and what is sent from it."""
    return [
        Row(f"networks:{url}", allowed=allowed, make=make, now=now),
        Row(
            f"networks:{url}",
            allowed=allowed,
            make=make,
            now=now,
            method="post",
            data=data or {},
            status=status,
        ),
    ]


ROWS = [
    Row("networks:meeting_list", allowed=tuple(role for role in ROLES if role != "nobody")),
    Row("networks:meeting_detail", allowed=READERS, make=a_called_one, now=EARLY),
    Row("networks:meeting_detail", allowed=("case_officer", "approver"), make=a_draft, now=EARLY),
    Row("networks:meeting_calendar_download", allowed=READERS, make=a_called_one, now=EARLY),
    Row("networks:meeting_create", allowed=("case_officer",)),
    Row("networks:meeting_create", allowed=("case_officer",), method="post", data=TYPED, status=MOVED),
    *both("meeting_edit", OFFICER, a_draft, EARLY, TYPED),
    *both("meeting_call", OFFICER, a_draft, EARLY),
    *both("meeting_change", OFFICER, a_called_one, EARLY, TYPED),
    *both("meeting_cancel", OFFICER, a_called_one, EARLY, {"reason": "For få kan komme"}),
    *both("meeting_answer", ("case_officer", "forum"), a_called_one, EARLY, {"answer": "yes"}),
    *both("meeting_open", OFFICER, a_called_one, DAY, a_chair),
    *both("meeting_take_off", OFFICER, a_called_one, EARLY, the_chair_off),
    *both("meeting_add_people", OFFICER, a_called_one, EARLY, one_more),
    *both("meeting_attendance", RECORDERS, a_held_one, DAY),
    *both("meeting_item_create", OFFICER, a_draft, EARLY, CASE),
    *both("meeting_item_edit", OFFICER, a_case, EARLY, CASE),
    *both("meeting_item_remove", OFFICER, a_case, EARLY),
    *both("meeting_items_order", OFFICER, a_draft, EARLY),
    *both("meeting_item_agree", RECORDERS, a_case_being_held, DAY, {"resolution": "Enig."}),
    *both("meeting_item_divide", RECORDERS, a_case_being_held, DAY),
    *both("meeting_item_postpone", RECORDERS, a_case_being_held, DAY, {"reason": "Til mai"}),
    *both("meeting_item_take_up_again", RECORDERS, a_decided_case, DAY, {"reason": "Nye tall"}),
    *both("meeting_paper_create", OFFICER, a_draft, EARLY, {"path": "/nettverk/"}),
    Row("networks:meeting_paper_download", allowed=READERS, make=a_paper, now=EARLY),
    *both("meeting_paper_remove", OFFICER, a_paper, EARLY),
    *both("meeting_minutes_edit", RECORDERS, a_held_one, DAY, {"minutes_text": "Kort møte.", "do": "save"}),
    Row("networks:meeting_minutes_draft_download", allowed=RECORDERS, make=a_held_one, now=DAY),
    *both("meeting_minutes_send", RECORDERS, one_to_minute, DAY),
    Row("networks:meeting_minutes_download", allowed=READERS, make=minutes, now=DAY),
    *both("meeting_minutes_correct", RECORDERS, a_minuted_one, DAY, {"reason": "Feil navn"}),
]
