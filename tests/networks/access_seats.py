"""Who gets which answer from the pages of people, seats and invitations."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from networks.roles import Role
from tests.access import EVERYBODY, MOVED, Row
from tests.networks.seats_stage import invited, seat_of, token_of
from tests.world import AUTUMN, World

STAFF = ("case_officer", "approver")
FOREIGN_TOO = (*STAFF, "foreign_officer")
LEADERS = ("leader", "coordinator", *STAFF)
INSIDE = ("leader", "coordinator", "member", "uh", *STAFF)


def the_seat(key: str) -> Callable[[World], dict[str, int]]:
    """The seat of a person of the world."""
    return lambda world: {"pk": seat_of(world, key).pk}


def a_network(world: World) -> dict[str, int]:
    return {"network": world.network.pk}


def an_owner(world: World) -> dict[str, int]:
    return {"organisation": world.owner.pk}


def a_university(world: World) -> dict[str, int]:
    return {"organisation": world.university.pk}


def an_invitation(world: World) -> dict[str, int]:
    """To the network, by its leader, an hour ago."""
    before = AUTUMN - timedelta(hours=1)
    return {
        "pk": invited(
            world, by="leader", role=Role.NETWORK_MEMBER, body=world.network, interest="union", now=before
        ).pk
    }


def ones_own(world: World) -> dict[str, int]:
    return {"pk": invited(world, email="head@example.no").pk}


def a_link(world: World) -> dict[str, str]:
    return {"token": token_of(invited(world, email="head@example.no"))}


def get(url: str, allowed: tuple[str, ...], make: Any = lambda world: {}, **more: Any) -> Row:
    return Row(f"networks:{url}", allowed=allowed, make=make, **more)


def post(url: str, allowed: tuple[str, ...], make: Any, **data: str) -> Row:
    return get(url, allowed, make, method="post", data=data, status=MOVED)


SOMEBODY = {"name": "Ny Person", "email": "ny@example.no", "valid_from": "2026-11-20"}


ROWS = [
    get("person_list", FOREIGN_TOO),
    get("person_list_download", FOREIGN_TOO),
    get("invitation_list", FOREIGN_TOO),
    get("seat_invite", FOREIGN_TOO),
    get("seat_invite", FOREIGN_TOO, method="post"),
    get("network_people", INSIDE, a_network),
    get("network_people_download", INSIDE, a_network),
    get("network_seat_invite", LEADERS, a_network),
    get("network_seat_invite", LEADERS, a_network, method="post"),
    get("owner_people", ("owner", *STAFF), an_owner),
    get("owner_people", ("uh", *STAFF), a_university),
    get("owner_seat_invite", ("owner", *STAFF), an_owner),
    get("owner_seat_invite", ("owner", *STAFF), an_owner, method="post"),
    get("forum_people", ("forum", *STAFF)),
    get("seat_detail", ("member", *LEADERS), the_seat("member")),
    get("seat_detail", ("head", "owner", *STAFF), the_seat("head")),
    get("seat_detail", ("leader", *STAFF), the_seat("leader")),
    get("seat_end", LEADERS, the_seat("member")),
    post("seat_end", LEADERS, the_seat("member")),
    get("seat_change", LEADERS, the_seat("member")),
    post("seat_change", LEADERS, the_seat("member"), last_on="2027-06-30"),
    get("seat_hand_over", ("leader", *STAFF), the_seat("leader")),
    post("seat_hand_over", ("leader", *STAFF), the_seat("leader"), **SOMEBODY),
    get("seat_invite_substitute", ("uh", *STAFF), the_seat("uh")),
    post("seat_invite_substitute", ("uh", *STAFF), the_seat("uh"), **SOMEBODY),
    get("seat_appoint_chair", STAFF, the_seat("forum")),
    post("seat_appoint_chair", STAFF, the_seat("forum")),
    get("invitation_resend", LEADERS, an_invitation),
    post("invitation_resend", LEADERS, an_invitation),
    get("invitation_withdraw", LEADERS, an_invitation),
    post("invitation_withdraw", LEADERS, an_invitation),
    get("invitation_accept", ("head",), ones_own),
    post("invitation_accept", ("head",), ones_own),
    get("invitation", EVERYBODY, a_link),
    get("invitation", ("head", "anonymous"), a_link, method="post", status=MOVED, refused=409),
]
