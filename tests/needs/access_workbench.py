"""Who gets which answer from the workbench, the needs across networks, and the kindergarten authority's pages."""

from collections.abc import Mapping
from typing import Any

from needs.models import NeedComment
from networks.roles import Interest, Role
from tests import factories as f
from tests.access import MOVED, Row
from tests.needs.chain import submitted_need
from tests.world import AUTUMN, World

LEADERS = ("leader", "coordinator")
STAFF = ("case_officer", "approver")
READERS = (*LEADERS, "member", "uh", *STAFF)
ACROSS = (*READERS, "other_leader", "other_uh")
COMMENT = {"text": "Dette har vi sett i flere barnehager."}


def network(world: World) -> Mapping[str, Any]:
    return {"network": world.network.pk, "year": world.round.grant_year}


def place(world: World) -> Mapping[str, Any]:
    """The world's member is the municipality's kindergarten authority."""
    f.seat(
        Role.NETWORK_MEMBER,
        world.network,
        world.people["member"],
        interest=Interest.AUTHORITY,
        municipality=world.municipality,
    )
    return {**network(world), "municipality": world.municipality.pk}


def authority(world: World) -> Mapping[str, Any]:
    """The same, at an address without arguments."""
    place(world)
    return {}


def need(world: World) -> Mapping[str, Any]:
    return {"pk": submitted_need(world).pk}


def comment(world: World) -> Mapping[str, Any]:
    """A comment by the network's member."""
    said = NeedComment.objects.create(
        need=submitted_need(world), text="Enig.", by=world.people["member"], at=AUTUMN
    )
    return {"pk": said.need_id, "comment": said.pk}


ROWS = [
    Row("needs:workbench_home", (*LEADERS, *STAFF, "other_leader"), status=MOVED),
    Row("needs:workbench_list", (*LEADERS, *STAFF, "other_leader")),
    Row("needs:workbench", (*LEADERS, *STAFF), network),
    Row("needs:workbench_download", (*LEADERS, *STAFF), network),
    Row(
        "needs:workbench_remind",
        (*LEADERS, "case_officer"),
        network,
        data={"plikt": "needs_report"},
        status=MOVED,
    ),
    Row("needs:needs_across", ACROSS),
    Row("needs:needs_across_download", ACROSS),
    Row("needs:need_read", ("owner", *READERS), need),
    Row("needs:need_read", ("owner", *LEADERS, "member", "uh"), need, "post", COMMENT, MOVED),
    Row("needs:need_comment_remove", ("member",), comment),
    Row("needs:need_comment_remove", ("member",), comment, "post", {}, MOVED),
    Row("needs:authority_home", ("member",), authority, status=MOVED),
    Row("needs:authority", READERS, place),
    Row("needs:authority_note", ("member",), place),
    Row("needs:authority_note", ("member",), place, "post", {"text": "Vi ser …"}, MOVED),
]
