"""Who gets which answer from the annual wheels."""

from networks.models import WheelEvent
from tests.access import MOVED, Row
from tests.world import AUTUMN, ROLES, World

SEATED = tuple(role for role in ROLES if role != "nobody")
AROUND = ("head", "owner", "leader", "coordinator", "member", "uh", "case_officer", "approver")
PARTNERS = ("leader", "coordinator", "uh")
WRITERS = (*PARTNERS, "head", "owner")
TYPED = {"title": "Fagdag", "starts_on": "2026-11-25"}


def of_network(world: World) -> dict[str, int]:
    return {"network": world.network.pk}


def of_municipality(world: World) -> dict[str, int]:
    return of_network(world) | {"municipality": world.municipality.pk}


def of_kindergarten(world: World) -> dict[str, int]:
    return of_network(world) | {"kindergarten": world.kindergarten.pk}


def of_svg(world: World) -> dict[str, str]:
    return {"file": "svg"}


def an_event(world: World) -> dict[str, int]:
    """An event for the whole of the world's network."""
    event = WheelEvent.objects.create(
        county=world.county,
        network=world.network,
        title="Regional fagdag",
        starts_on="2026-11-25",
        created_by=world.people["leader"],
        created_at=AUTUMN,
    )
    return {"pk": event.pk}


ROWS = [
    Row("networks:county_wheel", allowed=SEATED),
    Row("networks:county_wheel_download", allowed=SEATED, make=of_svg),
    Row("networks:network_wheel", allowed=AROUND, make=of_network),
    Row("networks:network_wheel_download", allowed=AROUND, make=lambda w: of_network(w) | of_svg(w)),
    Row("networks:municipality_wheel", allowed=AROUND, make=of_municipality),
    Row(
        "networks:municipality_wheel_download", allowed=AROUND, make=lambda w: of_municipality(w) | of_svg(w)
    ),
    Row("networks:kindergarten_wheel", allowed=AROUND, make=of_kindergarten),
    Row(
        "networks:kindergarten_wheel_download", allowed=AROUND, make=lambda w: of_kindergarten(w) | of_svg(w)
    ),
    Row("networks:wheel_event_create", allowed=WRITERS, make=of_network),
    Row("networks:wheel_event_create", allowed=WRITERS, make=of_network, method="post"),
    Row("networks:county_wheel_event_create", allowed=("case_officer", "foreign_officer")),
    Row(
        "networks:county_wheel_event_create",
        allowed=("case_officer", "foreign_officer"),
        method="post",
        data=TYPED,
        status=MOVED,
    ),
    Row("networks:wheel_event_edit", allowed=PARTNERS, make=an_event),
    Row(
        "networks:wheel_event_edit",
        allowed=PARTNERS,
        make=an_event,
        method="post",
        data=TYPED | {"whose": "alle", "version": "1"},
        status=MOVED,
    ),
    Row("networks:wheel_event_remove", allowed=PARTNERS, make=an_event),
    Row("networks:wheel_event_remove", allowed=PARTNERS, make=an_event, method="post", status=MOVED),
]
