"""Who gets which answer from the pages of later dates."""

from collections.abc import Callable
from typing import Any

from networks.states import Duty
from tests.access import MOVED, Row
from tests.networks.later_dates import AFTER_CLOSING, ask, owed
from tests.reporting.stage import network_grant
from tests.world import FEBRUARY, NEXT_SPRING, World

LEADERS = ("leader", "coordinator", "other_leader")
STAFF = ("case_officer", "approver")
ANSWERERS = ("leader", "coordinator", "case_officer")
YES = {"until": "2026-12-15", "reason": "Vi venter på dere"}
NO = {"reason": "Grunnlaget er sendt"}
WHY = {"reason": "Styreren var syk"}


def about(duty: Duty) -> Callable[[World], dict[str, Any]]:
    """What the world's own body owes, as the address names it."""

    def named(world: World) -> dict[str, Any]:
        if duty == Duty.REPORT:
            network_grant(world)
        return owed(world, duty).address

    return named


def a_request(world: World) -> dict[str, int]:
    return {"pk": ask(world).pk}


def choosing(duty: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"duty": duty, "year": 2027}


def the_owner(world: World) -> dict[str, str]:
    return {"body": owed(world).address["body"]}


ASK, GIVE = "dispensation_ask", "dispensation_give"
NEEDS, BASIS = about(Duty.NEEDS_REPORT), about(Duty.DECISION_BASIS)
LATE: dict[str, Any] = {"now": AFTER_CLOSING}
POST: dict[str, Any] = {"now": AFTER_CLOSING, "method": "post", "status": MOVED}

ROWS = [
    Row("dispensation_list", allowed=(*LEADERS, *STAFF), **LATE),
    Row("dispensation_download", allowed=(*LEADERS, *STAFF), **LATE),
    Row(ASK, allowed=("owner",), make=NEEDS, **LATE),
    Row(ASK, allowed=("owner",), make=NEEDS, data=WHY, **POST),
    Row(ASK, allowed=("head", "owner"), make=about(Duty.ASSESSMENT), **LATE),
    Row(ASK, allowed=("head", "owner"), make=about(Duty.NOMINATION), now=FEBRUARY),
    Row(ASK, allowed=("leader", "coordinator", "uh"), make=BASIS, now=FEBRUARY),
    Row(ASK, allowed=("leader", "coordinator"), make=about(Duty.NOMINATION_LIST), now=FEBRUARY),
    Row(ASK, allowed=("leader", "coordinator"), make=about(Duty.REPORT), now=NEXT_SPRING),
    Row(GIVE, allowed=ANSWERERS, make=NEEDS, **LATE),
    Row(GIVE, allowed=("leader", "case_officer", "coordinator"), make=NEEDS, data=YES, **POST),
    Row(GIVE, allowed=("case_officer",), make=BASIS, now=FEBRUARY),
    Row("dispensation_choose", allowed=("case_officer",), make=choosing("behovsmelding"), **LATE),
    Row("dispensation_choose", allowed=("case_officer",), make=choosing("nominasjon"), **LATE),
    Row("dispensation_choose", allowed=("case_officer",), make=choosing("rapport"), **LATE),
    Row(
        "dispensation_choose",
        allowed=("case_officer",),
        make=choosing("behovsmelding"),
        data=the_owner,
        **POST,
    ),
    Row("dispensation_request", allowed=("owner", *ANSWERERS, "approver"), make=a_request, **LATE),
    Row("dispensation_grant", allowed=ANSWERERS, make=a_request, **LATE),
    Row("dispensation_grant", allowed=ANSWERERS, make=a_request, data=YES, **POST),
    Row("dispensation_decline", allowed=ANSWERERS, make=a_request, **LATE),
    Row("dispensation_decline", allowed=ANSWERERS, make=a_request, data=NO, **POST),
    Row("dispensation_withdraw", allowed=("owner",), make=a_request, **LATE),
    Row("dispensation_withdraw", allowed=("owner",), make=a_request, **POST),
]
