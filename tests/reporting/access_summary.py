"""Who gets which answer from the pages of the county's summary."""

from tests.access import MOVED, Row
from tests.reporting import stage, summary_stage
from tests.world import NEXT_SPRING, World

OFFICERS = ("case_officer", "approver")
READERS = ("forum", *OFFICERS)


def _nothing(world: World) -> dict[str, int]:
    return {}


def _issued(world: World) -> dict[str, int]:
    stage.network_grant(world)
    return {"year": world.round.grant_year}


def _begun(world: World) -> dict[str, int]:
    summary_stage.begun(world)
    return {"year": world.round.grant_year}


def _made(world: World) -> dict[str, int]:
    summary_stage.made(world, facts=False)
    return {"year": world.round.grant_year}


def _frozen(world: World) -> dict[str, int]:
    summary_stage.frozen(world)
    return {"year": world.round.grant_year}


def _laid(world: World) -> dict[str, int]:
    summary_stage.november(world)
    return _frozen(world)


def _version(world: World) -> dict[str, int]:
    return {**_frozen(world), "number": 1}


def _section(world: World) -> dict[str, int | str]:
    return {**_made(world), "key": "signs"}


def _own(world: World) -> dict[str, int | str]:
    where = _made(world)
    summary = summary_stage.queries.summary_of(world.round)
    own = summary_stage.services.add_section(
        summary=summary, title="Egen", by=world.person("case_officer"), now=NEXT_SPRING
    )
    return {**where, "key": own.key}


def _row(url, allowed, make, **more) -> Row:
    return Row(f"reporting:summary_{url}", allowed, make, now=NEXT_SPRING, **more)


CASE_OFFICER = ("case_officer",)
ROWS = [
    _row("list", ("forum", *OFFICERS, "foreign_officer"), _nothing),
    _row("detail", READERS, _frozen),
    _row("make", CASE_OFFICER, _issued, method="post", status=MOVED),
    _row("progress", OFFICERS, _begun),
    _row("section_add", CASE_OFFICER, _made),
    _row("section_add", CASE_OFFICER, _made, method="post", data={"title": "Egen"}, status=MOVED),
    _row(
        "section_add",
        CASE_OFFICER,
        _made,
        method="post",
        data={"title": "Først", "after": "-first"},
        status=MOVED,
    ),
    _row("sections_order", CASE_OFFICER, _made),
    _row("sections_order", CASE_OFFICER, _made, method="post", data={"order": "1", "move": ""}, status=MOVED),
    _row("section_edit", CASE_OFFICER, _section),
    _row(
        "section_edit", CASE_OFFICER, _own, method="post", data={"title": "Egen", "text": "Ny"}, status=MOVED
    ),
    _row("section_remove", CASE_OFFICER, _own),
    _row("section_remove", CASE_OFFICER, _own, method="post", status=MOVED),
    _row("freeze", CASE_OFFICER, _made),
    _row("freeze", CASE_OFFICER, _made, method="post", data={"version": "2"}, status=MOVED),
    _row("reopen", CASE_OFFICER, _frozen),
    _row("reopen", CASE_OFFICER, _frozen, method="post", data={"comment": "Feil"}, status=MOVED),
    _row("lay", CASE_OFFICER, _laid, method="post", status=MOVED),
    _row("versions", READERS, _frozen),
    _row("version_download", READERS, _version),
    _row("pdf_download", READERS, _frozen),
    _row("workbook_download", READERS, _frozen),
    _row("word_download", READERS, _frozen),
]
