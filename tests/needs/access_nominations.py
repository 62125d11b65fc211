"""Who gets which answer: nominations, and the student's own page. Joined in `access.py`."""

from collections.abc import Callable, Mapping
from typing import Any

from needs.queries.student import student_path
from needs.services.study import follow_study
from tests.access import EVERYBODY, MOVED, OK, Row
from tests.needs import chain
from tests.world import AUTUMN, FEBRUARY, World

OWN = ("head", "owner")
LEADERS = ("leader", "coordinator")
NOMINATORS = (*OWN, "other_head", "other_owner")
READERS = (*OWN, *LEADERS, "case_officer", "approver")
VERSION = {"version": 1}

Place = Callable[[World], Mapping[str, Any]]


def one(make: Callable[..., Any]) -> Place:
    """A nomination made by `make`."""
    return lambda world: {"pk": make(world).pk}


def on_leave(world: World) -> Any:
    """A nomination whose student is on leave."""
    nomination = chain.submitted_nomination(world)
    nomination.round = world.fresh_round()
    return follow_study(nomination=nomination, verb="go_on_leave", by=world.person("head"), now=AUTUMN)


def a_link(world: World) -> dict[str, str]:
    """A student's personal link."""
    return {"token": student_path(chain.submitted_nomination(world)).rstrip("/").rpartition("/")[2]}


def year(world: World) -> dict[str, int]:
    """The round's year."""
    return {"year": world.round.grant_year}


def begun(world: World) -> dict[str, Any]:
    """What makes a draft, where the kindergarten is one's own."""
    return {"kindergarten": world.kindergarten.pk, "student_name": "Siri Studentprøve"}


def moved(world: World) -> dict[str, Any]:
    """Where the student has gone."""
    return {"new_owner": world.other_owner.pk}


STUDY = [
    ("go_on_leave", chain.submitted_nomination, {}),
    ("come_back", on_leave, {}),
    ("finish", chain.submitted_nomination, {}),
    ("stop", chain.submitted_nomination, {}),
    ("move_to_owner", chain.submitted_nomination, moved),
]

ROWS: list[Row] = [
    Row("needs:nomination_list", NOMINATORS, now=AUTUMN),
    Row("needs:nomination_create", NOMINATORS, year, now=AUTUMN),
    Row("needs:nomination_create", NOMINATORS, year, method="post", status=OK, now=AUTUMN),
    Row("needs:nomination_detail", OWN, one(chain.draft_nomination), now=AUTUMN),
    Row("needs:nomination_detail", OWN, one(chain.proposed_nomination), now=AUTUMN),
    Row("needs:nomination_detail", READERS, one(chain.submitted_nomination), now=FEBRUARY),
    Row("needs:nomination_detail", READERS, one(on_leave), now=FEBRUARY),
    Row("needs:nomination_edit", OWN, one(chain.draft_nomination), now=AUTUMN),
    Row(
        "needs:nomination_edit",
        OWN,
        one(chain.draft_nomination),
        method="post",
        data=begun,
        status=MOVED,
        now=AUTUMN,
    ),
    Row("needs:nomination_propose", OWN, one(chain.draft_nomination), now=AUTUMN),
    Row(
        "needs:nomination_propose",
        OWN,
        one(chain.draft_nomination),
        method="post",
        data=VERSION,
        status=MOVED,
        now=AUTUMN,
    ),
    Row("needs:nomination_submit", ("owner",), one(chain.draft_nomination), now=AUTUMN),
    Row(
        "needs:nomination_submit",
        ("owner",),
        one(chain.draft_nomination),
        method="post",
        data=VERSION,
        status=MOVED,
        now=AUTUMN,
    ),
    Row("needs:nomination_confirm", ("owner",), one(chain.proposed_nomination), now=AUTUMN),
    Row(
        "needs:nomination_confirm",
        ("owner",),
        one(chain.proposed_nomination),
        method="post",
        data=VERSION,
        status=MOVED,
        now=AUTUMN,
    ),
    Row("needs:nomination_send_back", ("owner",), one(chain.proposed_nomination), now=AUTUMN),
    Row(
        "needs:nomination_send_back",
        ("owner",),
        one(chain.proposed_nomination),
        method="post",
        data={"comment": "Sjekk studiepoengene."},
        status=MOVED,
        now=AUTUMN,
    ),
    Row("needs:nomination_withdraw", OWN, one(chain.draft_nomination), now=AUTUMN),
    Row(
        "needs:nomination_withdraw",
        OWN,
        one(chain.draft_nomination),
        method="post",
        status=MOVED,
        now=AUTUMN,
    ),
    Row("needs:nomination_take_back", OWN, one(chain.proposed_nomination), method="post", status=MOVED),
    Row("needs:nomination_renew_link", OWN, one(chain.submitted_nomination), method="post", status=MOVED),
    *(
        Row(f"needs:nomination_{verb}", (*OWN, *LEADERS), one(make), now=FEBRUARY)
        for verb, make, _data in STUDY
    ),
    *(
        Row(
            f"needs:nomination_{verb}",
            (*OWN, *LEADERS),
            one(make),
            method="post",
            data=data,
            status=MOVED,
            now=FEBRUARY,
        )
        for verb, make, data in STUDY
    ),
    Row("needs:student", EVERYBODY, a_link, now=AUTUMN),
    Row("needs:student", EVERYBODY, a_link, method="post", now=AUTUMN),
]
