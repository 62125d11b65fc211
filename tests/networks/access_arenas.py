"""Who gets which answer from the pages of a network's arenas, and from its meetings."""

from tests.access import Row
from tests.networks import network_meetings_stage as stage
from tests.networks.access_meetings import TYPED, both
from tests.world import World

PARTNERS = ("leader", "coordinator", "uh")
INSIDE = (*PARTNERS, "member")
AROUND = (*INSIDE, "head", "owner", "case_officer", "approver")
SEES = (*INSIDE, "case_officer", "approver")
EARLY, DAY = stage.PLANNED, stage.DAY
ARENA = {"name": "Fagdager", "kind": "other", "version": "1"}


def a_network(world: World) -> dict[str, int]:
    return {"network": world.network.pk}


def with_arenas(world: World) -> dict[str, int]:
    stage.arenas(world)
    return a_network(world)


def an_arena(world: World) -> dict[str, int]:
    return a_network(world) | {"pk": stage.an_arena(world).pk}


def a_draft(world: World) -> dict[str, int]:
    return {"pk": stage.drafted(world).pk}


def a_called_one(world: World) -> dict[str, int]:
    return {"pk": stage.called(world).pk}


def one_with_heads(world: World) -> dict[str, int]:
    return {"pk": stage.called(world, arena=stage.an_arena(world)).pk}


def a_held_one(world: World) -> dict[str, int]:
    return {"pk": stage.held(world).pk}


def one_to_minute(world: World) -> dict[str, int]:
    return {"pk": stage.done(world).pk}


def a_chair(world: World) -> dict[str, int]:
    return {"chair": world.people["leader"].pk}


def members(world: World) -> dict[str, object]:
    return {"people": [world.people["member"].pk], "reason": "Er på reise"}


def the_head(world: World) -> dict[str, object]:
    return {"people": [world.people["head"].pk]}


ROWS = [
    Row("networks:arena_list", allowed=AROUND, make=with_arenas, now=EARLY),
    *both("arenas_make", PARTNERS, a_network, EARLY),
    *both("arena_create", PARTNERS, a_network, EARLY, ARENA),
    *both("arenas_order", PARTNERS, with_arenas, EARLY),
    *both("arena_edit", PARTNERS, an_arena, EARLY, ARENA),
    *both("arena_end", PARTNERS, an_arena, EARLY),
    Row("networks:network_meetings", allowed=AROUND, make=a_network, now=EARLY),
    *both("network_meeting_create", PARTNERS, a_network, EARLY, TYPED),
    Row("networks:meeting_detail", allowed=PARTNERS, make=a_draft, now=EARLY),
    Row("networks:meeting_detail", allowed=SEES, make=a_called_one, now=EARLY),
    Row("networks:meeting_detail", allowed=(*SEES, "head"), make=one_with_heads, now=EARLY),
    Row("networks:meeting_calendar_download", allowed=SEES, make=a_called_one, now=EARLY),
    *both("meeting_edit", PARTNERS, a_draft, EARLY, TYPED),
    *both("meeting_call", PARTNERS, a_draft, EARLY),
    *both("meeting_change", PARTNERS, a_called_one, EARLY, TYPED),
    *both("meeting_cancel", PARTNERS, a_called_one, EARLY, {"reason": "Storm"}),
    *both("meeting_answer", INSIDE, a_called_one, EARLY, {"answer": "yes"}),
    *both("meeting_take_off", PARTNERS, a_called_one, EARLY, members),
    *both("meeting_add_people", PARTNERS, a_called_one, EARLY, the_head),
    *both("meeting_open", PARTNERS, a_called_one, DAY, a_chair),
    *both("meeting_attendance", PARTNERS, a_held_one, DAY),
    *both("meeting_item_create", PARTNERS, a_draft, EARLY, {"title": "Ny sak"}),
    *both("meeting_minutes_edit", PARTNERS, a_held_one, DAY, {"minutes_text": "Kort.", "do": "save"}),
    *both("meeting_minutes_send", PARTNERS, one_to_minute, DAY),
]
