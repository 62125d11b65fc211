"""Who may see the pages of pictures: the county's, a network's, a university's."""

from tests.access import Row
from tests.reporting import stage
from tests.world import NEXT_SPRING, World

OFFICERS = ("case_officer", "approver")
NETWORK = ("leader", "coordinator", "member", "uh", *OFFICERS)


def _county(world: World) -> dict[str, int]:
    stage.submitted(world)
    return {}


def _network(world: World) -> dict[str, int]:
    return {"network": world.network.pk}


def _university(world: World) -> dict[str, int]:
    return {"university": world.university.pk}


def _row(url, allowed, make) -> Row:
    return Row(f"reporting:{url}", allowed, make, now=NEXT_SPRING)


ROWS = [
    _row("dashboard", OFFICERS, _county),
    _row("dashboard_download", OFFICERS, _county),
    _row("network_dashboard", NETWORK, _network),
    _row("network_dashboard_download", NETWORK, _network),
    _row("university_dashboard", ("uh", *OFFICERS), _university),
    _row("university_dashboard_download", ("uh", *OFFICERS), _university),
]
