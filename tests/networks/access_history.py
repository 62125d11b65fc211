"""Who gets which answer from the pages of what has become of bodies and places."""

from datetime import date

from networks.services import history
from networks.services.history import Told
from tests.access import MOVED, Row
from tests.world import AUTUMN, ROLES, World

SEATED_HERE = tuple(role for role in ROLES if role not in ("foreign_officer", "nobody"))
STAFF = ("case_officer", "approver", "foreign_officer")
OFFICER = ("case_officer",)


def a_kindergarten(world: World) -> dict[str, int]:
    return {"pk": world.kindergarten.pk}


def a_municipality(world: World) -> dict[str, int]:
    return {"pk": world.municipality.pk}


def a_new_owner(world: World) -> dict[str, int | str]:
    return {"thing": "barnehage", "pk": world.kindergarten.pk, "verb": "nytt-navn"}


def a_planned_change(world: World) -> dict[str, int]:
    change = history.rename(
        of=world.kindergarten,
        name="Nytt navn",
        told=Told(on=date(2027, 1, 1)),
        by=world.person("case_officer"),
        now=AUTUMN,
    )
    return {"pk": change.pk}


RENAMED = {"name": "Nytt navn", "on": "2026-11-01"}

ROWS = [
    Row("networks:history_list", allowed=STAFF),
    Row("networks:kindergarten_detail", allowed=SEATED_HERE, make=a_kindergarten),
    Row("networks:municipality_detail", allowed=SEATED_HERE, make=a_municipality),
    Row("history_record", allowed=OFFICER, make=a_new_owner),
    Row("history_record", allowed=OFFICER, make=a_new_owner, method="post", data=RENAMED, status=MOVED),
    Row("history_cancel", allowed=OFFICER, make=a_planned_change),
    Row("history_cancel", allowed=OFFICER, make=a_planned_change, method="post", status=MOVED),
]
