"""Who gets which answer at the addresses of amounts, impartiality, corrections and complaints."""

from collections.abc import Callable
from datetime import date
from typing import Any

from common.attachments import PDF, Upload
from common.clock import oslo
from grants.models import Complaint, Correction, CorrectionLetter, GrantLine, Recusal
from grants.services.complaint import forward_complaint, record_complaint
from grants.services.correction import approve_correction, begin_correction, prepare_correction
from grants.services.recusal import declare_recusal
from tests.access import MOVED, OK, Row
from tests.grants.stage import built, grant_of, issued
from tests.world import APRIL, World

STAFF = ("case_officer", "approver")
NETWORK = ("leader", "coordinator", "member")
OFFICER = ("case_officer",)
MAY = oslo(2027, 5, 20, 12)
TODAY = "2027-05-20"


def year(make: Callable[[World], object]) -> Callable[[World], dict[str, int]]:
    """The arguments of a page of the round, when `make` has set the stage."""

    def arguments(world: World) -> dict[str, int]:
        make(world)
        return {"year": world.round.grant_year}

    return arguments


def lines(world: World) -> dict[str, int]:
    return {**year(built)(world), "grant": grant_of(world.network).pk}


def line(world: World) -> dict[str, int]:
    arguments = lines(world)
    return {**arguments, "line": individual(world).pk}


def individual(world: World) -> GrantLine:
    """The line of the world's nomination."""
    return GrantLine.objects.get(grant=grant_of(world.network), kind="individual")


def recused(world: World) -> Recusal:
    """A person who has nothing to do with the round is recused, so that it hinders nobody."""
    return declare_recusal(
        round=world.fresh_round(),
        who=world.person("approver"),
        reason="Svoger",
        by=world.person("case_officer"),
        now=APRIL,
    )


def recusal(world: World) -> dict[str, int]:
    return {"year": world.round.grant_year, "recusal": recused(world).pk}


def grant(world: World) -> dict[str, int]:
    return {**year(issued)(world), "grant": grant_of(world.network).pk}


def begun(world: World) -> Correction:
    issued(world)
    return begin_correction(
        grant=grant_of(world.network),
        amounts={individual(world).pk: 30_000},
        reason="Feil beløp",
        by=world.person("case_officer"),
        now=MAY,
    )


def prepared(world: World) -> Correction:
    return prepare_correction(correction=begun(world), by=world.person("case_officer"), now=MAY)


def correction(make: Callable[[World], Correction]) -> Callable[[World], dict[str, int]]:
    """The arguments of a correction's page."""
    return lambda world: {"year": world.round.grant_year, "correction": make(world).pk}


def correction_letter(world: World) -> dict[str, int]:
    approve_correction(correction=prepared(world), by=world.person("approver"), now=MAY)
    return {"letter": CorrectionLetter.objects.get().pk}


def recorded(world: World) -> Complaint:
    issued(world)
    return record_complaint(
        grant=grant_of(world.network),
        round=world.fresh_round(),
        complainant="Prøvedal kommune",
        received_on=date(2027, 4, 20),
        about="Vi fikk for lite.",
        upload=Upload("klage.pdf", PDF, b"%PDF-1.7 klage"),
        by=world.person("case_officer"),
        now=MAY,
    )


def forwarded(world: World) -> Complaint:
    return forward_complaint(
        complaint=recorded(world),
        forwarded_to="Klageinstansen",
        forwarded_on=date(2027, 5, 3),
        by=world.person("case_officer"),
        now=MAY,
    )


def complaint(make: Callable[[World], Complaint]) -> Callable[[World], dict[str, int]]:
    """The arguments of a complaint's page."""
    return lambda world: {"year": world.round.grant_year, "complaint": make(world).pk}


def both(
    url: str, allowed: tuple[str, ...], make: Any, data: Any = None, *, now: Any = MAY, status: int = MOVED
) -> list[Row]:
    """The page, and what is sent from it."""
    return [
        Row(url, allowed, make, now=now),
        Row(url, allowed, make, method="post", data=data or {}, status=status, now=now),
    ]


OUTCOME = {"outcome": "Fordi.", "decided_on": TODAY}

ROWS = [
    Row("grants:decision_build", OFFICER, year(built), now=APRIL),
    *both("grants:decision_lines", OFFICER, lines, now=APRIL, status=OK),
    *both("grants:decision_line", OFFICER, line, now=APRIL, status=OK),
    Row("grants:recusal_list", STAFF, year(recused), now=APRIL),
    *both("grants:recusal_declare", STAFF, year(lambda world: None), now=APRIL, status=OK),
    *both("grants:recusal_end", OFFICER, recusal, now=APRIL),
    Row("grants:correction_list", STAFF, year(begun), now=MAY),
    *both("grants:correction_begin", OFFICER, grant, status=OK),
    Row("grants:correction_detail", STAFF, correction(begun), now=MAY),
    *both("grants:correction_edit", OFFICER, correction(begun), status=OK),
    *both("grants:correction_prepare", OFFICER, correction(begun)),
    *both("grants:correction_approve", ("approver",), correction(prepared)),
    *both("grants:correction_send_back", ("approver",), correction(prepared), {"comment": "Nei"}),
    *both("grants:correction_cancel", OFFICER, correction(begun)),
    Row("grants:correction_letter_download", (*NETWORK, *STAFF), correction_letter, now=MAY),
    Row("grants:complaint_list", STAFF, year(recorded), now=MAY),
    *both("grants:complaint_record", OFFICER, year(issued), status=OK),
    Row("grants:complaint_detail", (*NETWORK, *STAFF), complaint(recorded), now=MAY),
    Row("grants:complaint_file_download", (*NETWORK, *STAFF), complaint(recorded), now=MAY),
    *both("grants:complaint_dismiss", OFFICER, complaint(recorded), OUTCOME),
    *both("grants:complaint_uphold", OFFICER, complaint(recorded), OUTCOME),
    *both(
        "grants:complaint_forward",
        OFFICER,
        complaint(recorded),
        {"forwarded_to": "Klageinstansen", "forwarded_on": TODAY},
    ),
    *both("grants:complaint_settle", OFFICER, complaint(forwarded), {**OUTCOME, "is_granted": "nei"}),
]
