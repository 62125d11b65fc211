"""The register of complaints: record, dismiss, uphold, forward, settle."""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from common import attachments
from common.attachments import Upload
from common.dates import oslo_date
from common.moves import move
from grants.deadlines import complaint_due, is_in_time
from grants.emails import complaint as emails
from grants.models import Complaint, Grant
from grants.queries.complaint import complaints
from grants.queries.correction import letters_about
from grants.queries.recusal import is_recused_from
from grants.rules import complaint as rules
from grants.states import COMPLAINT_MOVES
from networks.models import Round, User


@transaction.atomic
def record_complaint(
    *,
    grant: Grant,
    round: Round,
    complainant: str,
    received_on: date,
    about: str,
    upload: Upload | None = None,
    by: User,
    now: datetime,
) -> Complaint:
    """Write down a complaint about an issued letter, with the last day for complaining and whether it came in time.

    The period runs from the newest letter that was issued when the complaint came. Raises NotAllowed and NotNow.
    """
    recused = is_recused_from(by, grant)
    rules.check_may_record_complaint(by, grant, round, is_recused=recused, now=now)
    letters = letters_about(grant)
    rules.check_received_on(received_on, oslo_date(letters[0].issued_at), today=oslo_date(now))
    issued_at = max(letter.issued_at for letter in letters if oslo_date(letter.issued_at) <= received_on)
    due_at = complaint_due(issued_at, round.scheme.complaint_weeks)
    complaint = Complaint.objects.create(
        grant=grant,
        complainant=complainant.strip(),
        received_on=received_on,
        due_at=due_at,
        is_in_time=is_in_time(received_on, due_at),
        about=about.strip(),
        attachment=attachments.keep(upload, by=by, now=now) if upload else None,
        recorded_by=by,
        recorded_at=now,
    )
    emails.complaint_received(complaint, now=now)
    return complaint


@transaction.atomic
def dismiss_complaint(
    *, complaint: Complaint, outcome: str, decided_on: date, by: User, now: datetime
) -> Complaint:
    """End a complaint without looking into what it is about, saying why."""
    rules.check_may_dismiss_complaint(by, complaint, is_recused=is_recused_from(by, complaint.grant), now=now)
    return _end(complaint, "dismiss", outcome, decided_on, by=by, now=now, is_granted=False)


@transaction.atomic
def uphold_complaint(
    *, complaint: Complaint, outcome: str, decided_on: date, by: User, now: datetime
) -> Complaint:
    """The office changes its own decision. New amounts are a correction, which two people make."""
    rules.check_may_uphold_complaint(by, complaint, is_recused=is_recused_from(by, complaint.grant), now=now)
    return _end(complaint, "uphold", outcome, decided_on, by=by, now=now, is_granted=True)


@transaction.atomic
def forward_complaint(
    *, complaint: Complaint, forwarded_to: str, forwarded_on: date, by: User, now: datetime
) -> Complaint:
    """The office stands by its decision, and sends the complaint to the appeal body."""
    rules.check_may_forward_complaint(by, complaint, is_recused=is_recused_from(by, complaint.grant), now=now)
    rules.check_says_to_whom(forwarded_to)
    rules.check_day(forwarded_on, complaint, today=oslo_date(now))
    fields = {"forwarded_to": forwarded_to.strip(), "forwarded_on": forwarded_on}
    move(complaint, "forward", by=by, moves=COMPLAINT_MOVES, now=now, fields=fields)
    emails.complaint_forwarded(complaint, now=now)
    return complaint


@transaction.atomic
def settle_complaint(
    *,
    complaint: Complaint,
    outcome: str,
    decided_on: date,
    is_granted: bool,
    by: User,
    now: datetime,
) -> Complaint:
    """Write down what the appeal body has decided. Where it changes the amounts, a correction follows."""
    rules.check_may_settle_complaint(by, complaint, is_recused=is_recused_from(by, complaint.grant), now=now)
    return _end(complaint, "settle", outcome, decided_on, by=by, now=now, is_granted=is_granted)


def _end(
    complaint: Complaint,
    verb: str,
    outcome: str,
    decided_on: date,
    *,
    is_granted: bool,
    by: User,
    now: datetime,
) -> Complaint:
    rules.check_says_outcome(outcome)
    rules.check_day(decided_on, complaint, today=oslo_date(now))
    fields: dict[str, Any] = {"outcome": outcome.strip(), "decided_on": decided_on, "is_granted": is_granted}
    move(complaint, verb, by=by, moves=COMPLAINT_MOVES, now=now, fields=fields)
    emails.complaint_settled(complaints().get(pk=complaint.pk), now=now)
    return complaint
