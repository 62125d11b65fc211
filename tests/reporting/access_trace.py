"""Who may follow the money: around each thing, of a round, of a network."""

from tests.access import Row
from tests.reporting import trace_stage
from tests.world import NEXT_SPRING, World

OFFICERS = ("case_officer", "approver")
NETWORK = ("leader", "coordinator", "member", "uh")


def _of(kind: str, pick):
    def make(world: World) -> dict[str, object]:
        return {"kind": kind, "pk": pick(trace_stage.chain(world)).pk}

    return make


def _round(world: World) -> dict[str, int]:
    trace_stage.chain(world)
    return {"year": world.round.grant_year}


def _network(world: World) -> dict[str, int]:
    return {**_round(world), "network": world.network.pk}


def _row(url, allowed, make) -> Row:
    return Row(f"reporting:{url}", allowed, make, now=NEXT_SPRING)


ROWS = [
    _row(
        "trace_detail", ("owner", "leader", "coordinator", "member", *OFFICERS), _of("need", lambda c: c.need)
    ),
    _row("trace_detail", ("owner", *NETWORK, "forum", *OFFICERS), _of("measure", lambda c: c.measure)),
    _row("trace_detail", ("leader", "coordinator", "member", *OFFICERS), _of("letter", lambda c: c.network)),
    _row("trace_detail", ("uh", *OFFICERS), _of("letter", lambda c: c.university)),
    _row("trace_detail", ("leader", "coordinator", "member", *OFFICERS), _of("payment", lambda c: c.payment)),
    _row(
        "trace_detail",
        ("head", "owner", "leader", "coordinator", *OFFICERS),
        _of("payout", lambda c: c.payout),
    ),
    _row(
        "trace_detail",
        ("head", "owner", "leader", "coordinator", *OFFICERS),
        _of("nomination", lambda c: c.payout.nomination),
    ),
    _row("trace_detail", ("leader", "coordinator", "member", *OFFICERS), _of("report", lambda c: c.network)),
    _row("trace_round", OFFICERS, _round),
    _row("trace_network", (*NETWORK, *OFFICERS), _network),
]
