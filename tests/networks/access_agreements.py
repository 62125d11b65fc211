"""Who gets which answer from a network's agreements, and the team of teachers that follows it."""

from common.attachments import PDF, Upload
from networks.models import PartnershipAgreement, Teacher
from networks.services.agreements import AgreementInput, TeacherInput, add_teacher, record_agreement
from tests.access import MOVED, Row
from tests.factories import LONG_AGO
from tests.world import AUTUMN, World

INSIDE = ("leader", "coordinator", "member", "uh")
STAFF = ("case_officer", "approver")
SIDES = ("leader", "coordinator", "uh")
AGREED = {"title": "Avtale 2026–2029", "valid_from": "2026-08-01", "days_per_year": "20"}
TEAM = {"name": "Prøve Faglærer", "field": "Lek", "valid_from": "2026-08-01"}


def agreement(world: World, **changes) -> PartnershipAgreement:
    """An agreement of the world's network and university, with its file, written down by the leader."""
    typed = {"title": "Partnerskapsavtale", "valid_from": LONG_AGO, "days_per_year": 24, **changes}
    return record_agreement(
        network=world.network,
        university=world.university,
        typed=AgreementInput(**typed),
        upload=Upload("avtale.pdf", PDF, b"%PDF-1.7 avtale"),
        by=world.person("leader"),
        now=AUTUMN,
    )


def teacher(world: World, **changes) -> Teacher:
    """Somebody at the university who follows the network."""
    typed = {"name": "Prøve Faglærer", "field": "Lek", "valid_from": LONG_AGO, **changes}
    return add_teacher(
        network=world.network,
        university=world.university,
        typed=TeacherInput(**typed),
        by=world.person("uh"),
        now=AUTUMN,
    )


def place(world: World) -> dict[str, int]:
    return {"network": world.network.pk}


def everything(world: World) -> dict[str, int]:
    agreement(world)
    teacher(world)
    return place(world)


def one(world: World) -> dict[str, int]:
    return {**place(world), "pk": agreement(world).pk}


def somebody(world: World) -> dict[str, int]:
    return {**place(world), "pk": teacher(world).pk}


def post(url: str, allowed: tuple[str, ...], make, data: dict[str, str]) -> Row:
    return Row(f"networks:{url}", allowed, make, method="post", data=data, status=MOVED)


ROWS = [
    Row("networks:agreement_list", (*INSIDE, *STAFF), place),
    Row("networks:agreement_list", (*INSIDE, *STAFF), everything),
    Row("networks:agreement_create", SIDES, place),
    post("agreement_create", SIDES, place, AGREED),
    Row("networks:agreement_edit", SIDES, one),
    post("agreement_edit", SIDES, one, {**AGREED, "version": "1"}),
    Row("networks:agreement_download", (*INSIDE, *STAFF), one),
    Row("networks:teacher_create", ("uh",), place),
    post("teacher_create", ("uh",), place, TEAM),
    Row("networks:teacher_edit", ("uh",), somebody),
    post("teacher_edit", ("uh",), somebody, TEAM),
]
