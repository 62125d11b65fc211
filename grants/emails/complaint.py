"""The letters about complaints, to those who read the letter that is complained about."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from grants.letters import name_of
from grants.models import Complaint
from grants.queries.correction import newest_letter
from grants.queries.decision import letter_readers
from networks.states import Duty
from networks.topics import topics


def complaint_received(complaint: Complaint, *, now: datetime) -> None:
    """Tell them that the complaint has come, and whether in time."""
    more = {
        "received_on": complaint.received_on.isoformat(),
        "due_at": complaint.due_at.isoformat(),
        "is_in_time": complaint.is_in_time,
    }
    _post("complaint_received", complaint, more, now=now)


def complaint_forwarded(complaint: Complaint, *, now: datetime) -> None:
    """Tell them to whom the complaint is sent on."""
    _post("complaint_forwarded", complaint, {"forwarded_to": complaint.forwarded_to}, now=now)


def complaint_settled(complaint: Complaint, *, now: datetime) -> None:
    """Tell them what came of the complaint."""
    more = {
        "state": complaint.state,
        "is_granted": bool(complaint.is_granted),
        "forwarded_to": complaint.forwarded_to,
        "outcome": complaint.outcome,
    }
    _post("complaint_settled", complaint, more, now=now)


def _post(name: str, complaint: Complaint, more: dict[str, Any], *, now: datetime) -> None:
    grant, round = complaint.grant, complaint.grant.decision.round
    context = {
        "year": round.grant_year,
        "recipient": name_of(grant),
        "letter": newest_letter(grant).number,
        "complainant": complaint.complainant,
        "office": round.county.office_name,
        "path": reverse(
            "grants:complaint_detail", kwargs={"year": round.grant_year, "complaint": complaint.pk}
        ),
        **more,
    }
    for user in letter_readers(grant, now=now):
        outbox.post(
            kind=f"grants/{name}",
            to=user,
            context=context,
            key=f"{name}:{complaint.pk}:{user.pk}",
            now=now,
            topics=topics(round, Duty.DECISION, grant.network, grant.university),
        )
