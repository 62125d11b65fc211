"""Who gets which answer from the pages on which a network's municipalities and universities are kept."""

from networks.models import NetworkMunicipality, Partnership
from tests.access import MOVED, Row
from tests.world import World

OFFICER, OFFICERS = ("case_officer",), ("case_officer", "foreign_officer")
NO_ROUND = "2027-02-01"
"""A day after the reference day of the world's only round: nothing is asked before it is saved."""


def place(world: World) -> dict[str, int]:
    return {"network": world.network.pk}


def membership(world: World) -> dict[str, int]:
    return {**place(world), "pk": NetworkMunicipality.objects.get(network=world.network).pk}


def partnership(world: World) -> dict[str, int]:
    return {**place(world), "pk": Partnership.objects.get(network=world.network).pk}


def outside(world: World) -> dict[str, int]:
    """The other municipality belongs to no network."""
    NetworkMunicipality.objects.filter(network=world.other_network).delete()
    return place(world)


def joins(world: World) -> dict[str, object]:
    return {
        "network": world.network.pk,
        "municipality": world.other_municipality.pk,
        "valid_from": NO_ROUND,
    }


def partners(world: World) -> dict[str, object]:
    return {"university": world.other_university.pk, "valid_from": NO_ROUND}


ENDS = {"last_on": NO_ROUND}

ROWS = [
    Row("networks:network_create", OFFICERS),
    Row("networks:network_create", OFFICERS, method="post", data={"name": "Nytt"}, status=MOVED),
    Row("networks:membership_list", OFFICER, place),
    Row("networks:membership_place", OFFICERS),
    Row("networks:membership_place", OFFICERS, method="post"),
    Row("networks:membership_create", OFFICER, outside),
    Row("networks:membership_create", OFFICER, outside, method="post", data=joins, status=MOVED),
    Row("networks:membership_end", OFFICER, membership),
    Row("networks:membership_end", OFFICER, membership, method="post", data=ENDS, status=MOVED),
    Row("networks:partnership_create", OFFICER, place),
    Row("networks:partnership_create", OFFICER, place, method="post", data=partners, status=MOVED),
    Row("networks:partnership_end", OFFICER, partnership),
    Row("networks:partnership_end", OFFICER, partnership, method="post", data=ENDS, status=MOVED),
]
