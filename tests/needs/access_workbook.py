"""Who gets which answer at the addresses of an owner's workbook."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.access import MOVED, Row
from tests.needs.access_reports import report
from tests.needs.stage import draft_report
from tests.needs.workbook_stage import downloaded, type_in, uploaded
from tests.world import World

Make = Callable[[World], Mapping[str, Any]]


def waiting(world: World) -> None:
    """The owner has uploaded a workbook with one change."""
    draft_report(world)
    book = downloaded(world)
    type_in(book, "took_part", "heads_involvement", "answer", "Enda et møte.")
    uploaded(world, book)


def faulty(world: World) -> None:
    """The owner has uploaded a workbook with a fault."""
    draft_report(world)
    book = downloaded(world)
    type_in(book, "cooperation", "ppt_part", "answer", "kanskje")
    uploaded(world, book)


ROWS = [
    Row("needs:workbook", ("owner",), report(draft_report)),
    Row("needs:workbook", ("owner",), report(draft_report), "post"),
    Row("needs:workbook_download", ("owner",), report(draft_report)),
    Row("needs:workbook_review", ("owner",), report(waiting)),
    Row("needs:workbook_review", ("owner",), report(waiting), "post", {}, MOVED),
    Row("needs:workbook_faults", ("owner",), report(faulty)),
    Row("needs:workbook_discard", ("owner",), report(waiting), "post", {}, MOVED),
]
