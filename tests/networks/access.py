"""Who gets which answer from the pages of networks, people and rounds."""

from tests.access import MOVED, Row
from tests.networks import (
    access_agreements,
    access_arenas,
    access_history,
    access_inquiries,
    access_meetings,
    access_memberships,
    access_messages,
    access_plans,
    access_register,
    access_seats,
    access_votes,
    access_wheel,
)
from tests.world import ROLES, World

STAFF = ("case_officer", "approver")
SEATED_HERE = tuple(role for role in ROLES if role not in ("foreign_officer", "nobody"))
SEATED = (*SEATED_HERE, "foreign_officer")
FOREIGN_TOO = (*STAFF, "foreign_officer")
OFFICER, OFFICERS = ("case_officer",), ("case_officer", "foreign_officer")


def an_organisation(world: World) -> dict[str, int]:
    return {"pk": world.owner.pk}


def a_network(world: World) -> dict[str, int]:
    return {"pk": world.network.pk}


FACTS = [
    Row("networks:organisation_list", allowed=FOREIGN_TOO),
    Row("networks:organisation_detail", allowed=STAFF, make=an_organisation),
    Row("networks:organisation_edit", allowed=OFFICER, make=an_organisation),
    Row(
        "networks:organisation_edit",
        allowed=OFFICER,
        make=an_organisation,
        method="post",
        data={"name": "Nytt navn", "written_form": "nb"},
        status=MOVED,
    ),
    Row("networks:network_edit", allowed=OFFICER, make=a_network),
    Row(
        "networks:network_edit",
        allowed=OFFICER,
        make=a_network,
        method="post",
        data={"leader_amount_nok": "1000"},
        status=MOVED,
    ),
    Row("networks:office_detail", allowed=FOREIGN_TOO),
    Row("networks:office_edit", allowed=OFFICERS),
    Row(
        "networks:office_edit",
        allowed=OFFICERS,
        method="post",
        data={"office_name": "Nytt navn"},
        status=MOVED,
    ),
]

ROWS = [
    Row("networks:network_list", allowed=SEATED),
    Row("networks:network_detail", allowed=SEATED_HERE, make=lambda world: {"pk": world.network.pk}),
    Row("networks:kindergarten_list", allowed=SEATED),
    Row("networks:round_list", allowed=FOREIGN_TOO),
    Row("networks:round_open", allowed=("case_officer", "foreign_officer")),
    Row(
        "networks:round_open",
        allowed=("case_officer", "foreign_officer"),
        method="post",
        data={"grant_year": "2028", "scheme_key": "REKOM_2021"},
        status=MOVED,
    ),
    *FACTS,
    *access_history.ROWS,
    *access_agreements.ROWS,
    *access_arenas.ROWS,
    *access_inquiries.ROWS,
    *access_meetings.ROWS,
    *access_memberships.ROWS,
    *access_seats.ROWS,
    *access_messages.ROWS,
    *access_plans.ROWS,
    *access_register.ROWS,
    *access_votes.ROWS,
    *access_wheel.ROWS,
    Row("networks:profile", allowed=ROLES),
    Row(
        "networks:profile",
        allowed=ROLES,
        method="post",
        data={"name": "Prøve Person", "language": "nb"},
        status=MOVED,
    ),
]
