"""The open pages answer everybody the same, signed in or not."""

from networks.models import LongTermPlan
from tests.access import EVERYBODY, Row
from tests.networks import plans_stage
from tests.reporting import stage
from tests.world import NEXT_SPRING, World


def _issued(world: World) -> dict[str, int]:
    stage.network_grant(world)
    return {}


def _year(world: World) -> dict[str, int]:
    return {**_issued(world), "year": world.round.grant_year}


def _grant(world: World) -> dict[str, int]:
    return {"pk": stage.network_grant(world).pk}


def _network(world: World) -> dict[str, int]:
    return {**_year(world), "network": world.network.pk}


def _plan(world: World) -> dict[str, int]:
    _issued(world)
    found = LongTermPlan.objects.filter(network=world.network, document__isnull=False).first()
    return {"pk": (found or plans_stage.adopted(world)).pk}


def _dataset(world: World) -> dict[str, str]:
    _issued(world)
    return {"dataset": "tiltak"}


def _row(url, make=lambda world: {}) -> Row:
    return Row(url, EVERYBODY, make, now=NEXT_SPRING)


PAGES = (
    ("front", _issued),
    ("year", _year),
    ("measures", _issued),
    ("grant", _grant),
    ("dates", _issued),
    ("key", _year),
    ("key_network", _network),
    ("plans", _issued),
    ("plan", _plan),
    ("data", _issued),
    ("dataset", _dataset),
)
ROWS = [
    *(_row(f"{space}:{name}", make) for space in ("open", "open_en") for name, make in PAGES),
    *(_row(f"{space}:dates_download", _issued) for space in ("open", "open_en")),
    *(_row(f"open_data:{kind}_download", _dataset) for kind in ("csv", "json", "schema")),
    _row("robots"),
    _row("sitemap"),
]
