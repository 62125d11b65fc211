"""Who gets which answer from the pages of the national kindergarten register: case officers alone."""

from datetime import date

from networks.models import RegisterImport
from networks.services.register_import import Uploaded, upload_register
from tests.access import MOVED, Row
from tests.networks import register_files as files
from tests.world import AUTUMN, World

OFFICER, OFFICERS = ("case_officer",), ("case_officer", "foreign_officer")
DAY = date(2026, 11, 19)


def imported(world: World) -> RegisterImport:
    """A file that is being looked through: one kindergarten has another name and another number of children."""
    content = files.as_json([files.as_it_stands(world.kindergarten, name="Nytt navn", children=51)])
    return upload_register(
        county=world.county,
        uploaded=Uploaded("nbr.json", content, DAY),
        by=world.person("case_officer"),
        now=AUTUMN,
    )


def an_import(world: World) -> dict[str, int]:
    return {"pk": imported(world).pk}


ROWS = [
    Row("networks:register_import_list", allowed=OFFICERS),
    Row("networks:register_import_create", allowed=OFFICERS),
    Row("networks:register_import_create", allowed=OFFICERS, method="post"),
    Row("networks:register_import_detail", allowed=OFFICER, make=an_import),
    Row(
        "networks:register_import_detail",
        allowed=OFFICER,
        make=an_import,
        method="post",
        data={"do": "accept_all"},
        status=MOVED,
    ),
    Row("networks:register_import_finish", allowed=OFFICER, make=an_import),
    Row("networks:register_import_finish", allowed=OFFICER, make=an_import, method="post", status=MOVED),
    Row("networks:register_import_discard", allowed=OFFICER, make=an_import),
    Row("networks:register_import_discard", allowed=OFFICER, make=an_import, method="post", status=MOVED),
]
