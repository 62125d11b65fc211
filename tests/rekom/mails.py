"""Mails for tests of the outbox's pages: one row each, as the outbox would have left it."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any

from common.models import OutboxMail
from networks.states import Duty
from networks.topics import topics
from tests.world import AUTUMN, World

_number = count(1)
CONTEXT = {
    "owner": "Lekestua Prøve SA",
    "network": "Prøvenettverket",
    "year": 2027,
    "path": "/behov/",
    "comment": "Skriv mer & bedre",
    "due_at": AUTUMN.isoformat(),
    "is_no_needs": False,
    "needs": [],
}


def mail(world: World, status: str = "sent", *, about: list[str] | None = None, **fields: Any) -> OutboxMail:
    """A returned needs report, to the owner's contact, in some state."""
    at: datetime = fields.pop("planned_at", AUTUMN)
    person = fields.pop("recipient", world.people["owner"])
    usual = topics(world.round, Duty.NEEDS_REPORT, world.owner, world.network)
    values: dict[str, Any] = {
        "kind": "needs/needs_report_returned",
        "key": f"test:{next(_number)}",
        "to": person.email,
        "recipient": person,
        "context": CONTEXT,
        "topics": usual if about is None else about,
        "planned_at": at,
        "next_try_at": at,
        "status": status,
        "sent_at": at if status == "sent" else None,
        "lease_until": at + timedelta(minutes=5) if status == "sending" else None,
        "subject": "Emne",
        "text": "Teksten som ble sendt",
        "html": "<p>Teksten som ble sendt</p>",
    }
    return OutboxMail.objects.create(**{**values, **fields})
