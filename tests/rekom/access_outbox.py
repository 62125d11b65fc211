"""Who gets which answer from the outbox, the letters' previews, the status page and a corrected address."""

from networks.models import Seat
from rekom.outbox.services import pause_sending
from tests.access import MOVED, Row
from tests.rekom.mails import mail
from tests.world import AUTUMN, World

STAFF = ("case_officer", "approver")
ALL_STAFF = (*STAFF, "foreign_officer")
A_LETTER = {"app": "needs", "name": "needs_report_returned"}


def a_mail(world: World) -> dict[str, int]:
    return {"pk": mail(world, "failed").pk}


def paused(world: World) -> dict[str, int]:
    for role in ("approver", "foreign_officer"):
        county = world.people[role].seats.get().county
        pause_sending(county=county, reason="Feil i brevet", by=world.person(role), now=AUTUMN)
    return {}


def a_seat(world: World) -> dict[str, int]:
    return {"pk": Seat.objects.get(user=world.people["member"]).pk}


def one_failed(world: World) -> dict[str, str]:
    return {"mail": str(mail(world, "failed").pk), "reason": "Adressen er rettet"}


ROWS = [
    Row("outbox_list", allowed=ALL_STAFF),
    Row("outbox_detail", allowed=STAFF, make=a_mail),
    Row("outbox_html", allowed=STAFF, make=a_mail),
    Row("outbox_resend", allowed=STAFF, data=one_failed),
    Row("outbox_resend", allowed=STAFF, method="post", data=one_failed, status=MOVED),
    Row("outbox_pauses", allowed=ALL_STAFF),
    Row("outbox_pause", allowed=ALL_STAFF),
    Row("outbox_pause", allowed=ALL_STAFF, method="post", data={"reason": "Feil i brevet"}, status=MOVED),
    Row("outbox_resume", allowed=ALL_STAFF, make=paused),
    Row("outbox_resume", allowed=ALL_STAFF, make=paused, method="post", status=MOVED),
    Row("letter_previews", allowed=ALL_STAFF),
    Row("letter_preview", allowed=ALL_STAFF, make=lambda world: A_LETTER),
    Row("letter_preview_html", allowed=ALL_STAFF, make=lambda world: {**A_LETTER, "language": "nb"}),
    Row(
        "network_mails",
        allowed=("leader", "coordinator", *STAFF),
        make=lambda world: {"pk": world.network.pk},
    ),
    Row("status", allowed=ALL_STAFF),
    Row("networks:email_correct", allowed=STAFF, make=a_seat),
    Row(
        "networks:email_correct",
        allowed=STAFF,
        make=a_seat,
        method="post",
        data={"email": "riktig@example.no"},
        status=MOVED,
    ),
]
