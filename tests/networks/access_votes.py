"""Who gets which answer from the page of a case, from impartiality in it, and from its votes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from networks.models import Seat
from networks.roles import Interest, Role
from tests import factories as f
from tests.access import FORBIDDEN, MOVED, OK, Row
from tests.networks.votes import FOR, MEMBERS, ballot, case, closed, declared, divided, recused
from tests.world import MARCH, World

STAFF = ("case_officer", "approver")
SEES = (*MEMBERS, *STAFF)
RECORDS = ("forum", "case_officer")
TAKES_PART = (*MEMBERS, "case_officer")


@dataclass(frozen=True)
class VoteRow(Row):
    """A row in which some of those who are refused know the page, and are told why (`answers`)."""

    answers: Mapping[str, int] = field(default_factory=dict)

    def expected(self, role: str) -> int:
        return self.answers.get(role, super().expected(role))


def a_case(world: World) -> dict[str, int]:
    return {"pk": case(world).pk}


def a_case_without_consensus(world: World) -> dict[str, int]:
    return {"pk": divided(world).pk}


def a_case_that_was_voted_on(world: World) -> dict[str, int]:
    return {"pk": closed(world, {"uh": FOR}).item_id}


def a_declaration(world: World) -> dict[str, int]:
    return {"pk": declared(world, case(world), "uh").pk}


def a_decided_declaration(world: World) -> dict[str, int]:
    return {"pk": recused(world, case(world), "uh").pk}


def an_open_vote(world: World) -> dict[str, int]:
    return {"pk": ballot(world).pk}


def an_open_vote_with_all_kinds_of_people(world: World) -> dict[str, int]:
    """The leader is disqualified, the owner has the governor's seat, the foreign officer sits in another forum."""
    item = divided(world)
    recused(world, item, "leader")
    opened = ballot(world, item)
    Seat.objects.filter(user=world.people["owner"], role=Role.FORUM_MEMBER).update(interest=Interest.GOVERNOR)
    f.seat(Role.FORUM_MEMBER, f.ForumFactory(), world.people["foreign_officer"], interest=Interest.UNION)
    return {"pk": opened.pk}


def row(url: str, allowed: tuple[str, ...], make, **more) -> Row:
    return Row(f"networks:{url}", allowed=allowed, make=make, now=MARCH, **more)


def post(url: str, allowed: tuple[str, ...], make, **data: str) -> Row:
    return row(url, allowed, make, method="post", data=data, status=MOVED)


ROWS = [
    row("meeting_item_detail", SEES, a_case),
    row("impartiality_declare", TAKES_PART, a_case),
    VoteRow(  # those who record for the meeting must say whom it is about
        "networks:impartiality_declare",
        allowed=("leader", "uh", "owner"),
        make=a_case,
        method="post",
        data={"line": "", "reason": "Jeg kjenner dem."},
        status=MOVED,
        now=MARCH,
        answers=dict.fromkeys(RECORDS, OK),
    ),
    row("declaration_withdraw", ("uh",), a_declaration),
    post("declaration_withdraw", ("uh",), a_declaration),
    row("declaration_decide", RECORDS, a_declaration),
    post("declaration_decide", RECORDS, a_declaration, outcome="recused", reason="Leder selv."),
    row("declaration_reconsider", RECORDS, a_decided_declaration),
    post("declaration_reconsider", RECORDS, a_decided_declaration, comment="Nytt."),
    row("ballot_open", RECORDS, a_case_without_consensus),
    post("ballot_open", RECORDS, a_case_without_consensus, question="Skal den vedtas?"),
    row("ballot_vote", SEES, an_open_vote, status=MOVED),
    VoteRow(
        "networks:ballot_vote",
        allowed=("uh", "forum"),
        make=an_open_vote_with_all_kinds_of_people,
        method="post",
        data={"choice": "for"},
        status=MOVED,
        now=MARCH,
        answers=dict.fromkeys(("leader", "owner", "case_officer", "approver"), FORBIDDEN),
    ),
    row("ballot_record", RECORDS, an_open_vote),
    post("ballot_record", RECORDS, an_open_vote, rest="for"),
    row("ballot_close", RECORDS, an_open_vote),
    post("ballot_close", RECORDS, an_open_vote),
    row("meeting_item_settle", RECORDS, a_case_that_was_voted_on),
    post("meeting_item_settle", RECORDS, a_case_that_was_voted_on, resolution="Vedtatt."),
]
