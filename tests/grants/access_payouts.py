"""The access rows of payouts, and of the question whether a study goes on."""

from typing import Any

from grants.models import Half
from grants.services.payout_stop import stop_payout
from tests.access import EVERYBODY, MOVED, Row
from tests.grants.payout_stage import MAY, SEPTEMBER, asked, of, pay, planned, second_nomination, token_of
from tests.world import World

LEADERS = ("leader", "coordinator")
STAFF = ("case_officer", "approver")
READERS = (*LEADERS, *STAFF)
OWN = ("owner", "head")
WHY = {"reason": "Studiet er avsluttet."}


def year(world: World) -> dict[str, Any]:
    planned(world)
    return {"year": world.round.grant_year}


def own(world: World) -> dict[str, Any]:
    planned(world)
    return {}


def network(world: World) -> dict[str, Any]:
    return {**year(world), "network": world.network.pk}


def spring(world: World) -> dict[str, Any]:
    return {**network(world), "half": "var"}


def shown(world: World) -> dict[str, Any]:
    row = of(Half.SPRING)
    return {"shown": f"{row.pk}:{row.version}", "paid_on": "2027-05-10"}


def autumn_row(world: World) -> dict[str, Any]:
    return {"pk": planned(world).autumn.pk}


def asked_row(world: World) -> dict[str, Any]:
    return {"pk": asked(world).pk}


def paid_row(world: World) -> dict[str, Any]:
    planned(world)
    return {"pk": pay(world)[0].pk}


def stopped_row(world: World) -> dict[str, Any]:
    row = planned(world).autumn
    second_nomination(world)
    stop_payout(payout=row, reason=WHY["reason"], by=world.person("leader"), now=SEPTEMBER)
    return {"pk": row.pk}


def other_nomination(world: World) -> dict[str, Any]:
    return {**WHY, "to": max(row.pk for row in world.round.nominations.all())}


def link(world: World) -> dict[str, Any]:
    return {"token": token_of(asked(world))}


def both(url: str, roles: tuple[str, ...], make: Any, data: Any, now: Any = SEPTEMBER) -> list[Row]:
    """The page that asks, and the POST that does it."""
    return [
        Row(url, roles, make, now=now),
        Row(url, roles, make, method="post", data=data, status=MOVED, now=now),
    ]


ROWS = [
    Row("grants:payout_overview", (*READERS, "other_leader"), year, now=MAY),
    Row("grants:payout_list", READERS, network, now=MAY),
    Row("grants:payout_list_download", READERS, network, now=MAY),
    Row("grants:payout_pay", LEADERS, spring, now=MAY),
    Row("grants:payout_confirm_pay", LEADERS, spring, status=MOVED, now=MAY),
    Row("grants:payout_confirm_pay", LEADERS, spring, method="post", data=shown, status=MOVED, now=MAY),
    *both("grants:study_ask", LEADERS, network, {}),
    Row("grants:payout_own", ("owner", "head", "other_owner", "other_head"), own, now=MAY),
    Row("grants:payout_detail", (*READERS, *OWN), autumn_row, now=MAY),
    Row("grants:payout_letter_download", (*READERS, *OWN), paid_row, now=MAY),
    *both("grants:study_answer", OWN, asked_row, {"answer": "goes_on"}),
    *both("grants:payout_split", LEADERS, autumn_row, {"spring_nok": "30 000"}),
    *both("grants:payout_stop", LEADERS, autumn_row, WHY),
    *both("grants:payout_decide", LEADERS, autumn_row, WHY),
    *both("grants:payout_resume", LEADERS, stopped_row, WHY),
    *both("grants:payout_give_back", LEADERS, stopped_row, WHY),
    *both("grants:payout_move", LEADERS, stopped_row, other_nomination),
    Row("grants:study_student", EVERYBODY, link, now=SEPTEMBER),
    Row(
        "grants:study_student",
        EVERYBODY,
        link,
        method="post",
        data={"answer": "goes_on"},
        status=MOVED,
        now=SEPTEMBER,
    ),
]
