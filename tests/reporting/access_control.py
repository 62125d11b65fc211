"""Who gets which answer from the pages of the control, and of the directorate's layout."""

from reporting.services.remarks import ask_recipient
from tests.access import MOVED, Row
from tests.reporting import stage
from tests.world import NEXT_SPRING, World

WRITERS = ("leader", "coordinator")
OFFICERS = ("case_officer", "approver")
OFFICER = ("case_officer",)


def _sent(world: World) -> dict[str, int]:
    return {"pk": stage.submitted(world).grant_id}


def _asked(world: World) -> dict[str, int]:
    report = stage.submitted(world)
    officer = world.person("case_officer")
    question = ask_recipient(report=report, text="Hva er «Annet»?", by=officer, now=NEXT_SPRING)
    return {"pk": report.grant_id, "question": question.pk}


def _year(world: World) -> dict[str, int]:
    return {"year": world.round.grant_year}


def _row(url, allowed, make, **more) -> Row:
    return Row(f"reporting:{url}", allowed, make, now=NEXT_SPRING, **more)


COLUMNS = {
    "title": "Ark",
    "rows_per": "recipient",
    "version": "0",
    "form-TOTAL_FORMS": "1",
    "form-INITIAL_FORMS": "0",
    "form-0-heading": "Mottaker",
    "form-0-source": "recipient",
}
NOTE = {"kind": "note", "finding": "", "text": "Sett på."}
ROWS = [
    _row("report_control", OFFICERS, _sent),
    _row("report_control", OFFICER, _sent, method="post", data=NOTE, status=MOVED),
    _row("report_answer", WRITERS, _asked),
    _row("report_answer", WRITERS, _asked, method="post", data={"text": "Leie"}, status=MOVED),
    _row("control_list", OFFICERS, _year),
    _row("control_list_download", OFFICERS, _year),
    _row("layout_edit", OFFICER, _year),
    _row("layout_edit", OFFICER, _year, method="post", data=COLUMNS, status=MOVED),
    _row("layout_upload", OFFICER, _year),
    _row("layout_upload", OFFICER, _year, method="post"),
    _row("layout_download", OFFICERS, _year),
]
