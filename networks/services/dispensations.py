"""What can be done about a later date: ask, withdraw, grant, decline, give without being asked."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.moves import move
from common.refusals import NotNow
from networks import emails, queries, rules
from networks.deadlines import Owed
from networks.models import (
    Deadline,
    Dispensation,
    DispensationRequest,
    Kindergarten,
    Network,
    Organisation,
    User,
)
from networks.states import REQUEST_MOVES, Duty, RequestState


@transaction.atomic
def ask_dispensation(
    *, owed: Owed, reason: str, by: User, now: datetime, is_done: bool, wanted_on: date | None = None
) -> DispensationRequest:
    """Ask for a later date for one duty of one body, and tell those who answer.

    `is_done`: whether the body has already sent what it owes. Raises NotAllowed, and NotNow when it is done, not yet
    open, or asked for already (also when two ask at the same moment).
    """
    waiting, partners = queries.waiting_request(owed), queries.partners_for(owed)
    rules.check_may_ask_dispensation(by, owed, partners, waiting, is_done=is_done, now=now)
    try:
        with transaction.atomic():
            request = DispensationRequest.objects.create(
                deadline=owed.row,
                reason=reason,
                wanted_on=wanted_on,
                asked_by=by,
                asked_at=now,
                **owed.body,
            )
    except IntegrityError as error:
        raise NotNow(_("Somebody has just asked for this. You see the request here.")) from error
    emails.dispensation_asked(request, owed, now=now)
    return request


@transaction.atomic
def withdraw_request(
    *, asked: DispensationRequest, owed: Owed, by: User, now: datetime
) -> DispensationRequest:
    """Take a request back before it is answered, and tell those who were asked."""
    rules.check_may_withdraw_request(by, asked, owed, queries.partners_for(owed), now=now)
    move(asked, "withdraw", by=by, moves=REQUEST_MOVES, now=now)
    emails.dispensation_withdrawn(asked, owed, by=by, now=now)
    return asked


@transaction.atomic
def grant_request(
    *, asked: DispensationRequest, owed: Owed, due_at: datetime, answer: str, by: User, now: datetime
) -> Dispensation:
    """Say yes: the body gets the instant `due_at` for this duty, and is told."""
    rules.check_may_answer_request(by, asked, queries.receiver_of(owed), due_at=due_at, now=now)
    rules.check_is_later(owed, due_at=due_at, now=now)
    given = _create(owed.row, due_at=due_at, reason=answer, by=by, now=now, **owed.body)
    _say_yes(asked, given, by=by, now=now)
    emails.dispensation_granted(given, owed, now=now)
    return given


@transaction.atomic
def decline_request(
    *, asked: DispensationRequest, owed: Owed, answer: str, by: User, now: datetime
) -> DispensationRequest:
    """Say no, with the reason, and tell the body."""
    rules.check_may_decline_request(by, asked, queries.receiver_of(owed), now=now)
    fields = {"answer": answer, "answered_by": by, "answered_at": now}
    move(asked, "decline", by=by, moves=REQUEST_MOVES, now=now, comment=answer, fields=fields)
    emails.dispensation_declined(asked, owed, now=now)
    return asked


@transaction.atomic
def give_dispensation(
    *, owed: Owed, due_at: datetime, reason: str, is_done: bool, by: User, now: datetime
) -> Dispensation:
    """Give a body a later date that nobody has asked for, and tell the body. `is_done` as in `ask_dispensation`."""
    rules.check_may_grant_dispensation(by, owed.row, queries.receiver_of(owed), due_at=due_at, now=now)
    rules.check_is_later(owed, due_at=due_at, now=now)
    if is_done:
        raise NotNow(_("This is sent already, so it needs no new deadline."))
    given = grant_dispensation(deadline=owed.row, due_at=due_at, reason=reason, by=by, now=now, **owed.body)
    emails.dispensation_granted(given, owed, now=now)
    return given


@transaction.atomic
def grant_dispensation(
    *,
    deadline: Deadline,
    due_at: datetime,
    reason: str,
    by: User,
    now: datetime,
    organisation: Organisation | None = None,
    network: Network | None = None,
    kindergarten: Kindergarten | None = None,
) -> Dispensation:
    """Give one body a later instant for one duty; the caller tells it. Returning something for amendment gives one
    too. A request that waits for an answer is answered by it.
    """
    owed = Owed(Duty(deadline.duty), deadline.round, organisation, network, kindergarten)
    rules.check_may_grant_dispensation(by, deadline, queries.receiver_of(owed), due_at=due_at, now=now)
    given = _create(deadline, due_at=due_at, reason=reason, by=by, now=now, **owed.body)
    asked = DispensationRequest.objects.filter(deadline=deadline, state=RequestState.ASKED, **owed.body)
    for request in asked:
        _say_yes(request, given, by=by, now=now)
    return given


def _create(
    deadline: Deadline,
    *,
    due_at: datetime,
    reason: str,
    by: User,
    now: datetime,
    **body: Organisation | Network | Kindergarten | None,
) -> Dispensation:
    return Dispensation.objects.create(
        deadline=deadline, due_at=due_at, reason=reason, granted_by=by, granted_at=now, **body
    )


def _say_yes(request: DispensationRequest, given: Dispensation, *, by: User, now: datetime) -> None:
    fields = {"answer": given.reason, "answered_by": by, "answered_at": now, "dispensation": given}
    move(request, "grant", by=by, moves=REQUEST_MOVES, now=now, comment=given.reason, fields=fields)
