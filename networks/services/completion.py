"""What is done outside the portal is marked as done: one function per action."""

from datetime import datetime

from django.db import transaction

from common.refusals import MovedOn
from networks import rules
from networks.models import Completion, Deadline, Network, User


@transaction.atomic
def mark_done(
    *, deadline: Deadline, network: Network | None, note: str, by: User, now: datetime
) -> Completion:
    """Note that a network (None: the governor's office) has done what is done outside the portal.

    Its reminders end. Raises NotAllowed, and NotNow before the duty opens or when it is marked already.
    """
    rules.check_may_mark_done(by, deadline, network, now=now)
    Deadline.objects.select_for_update(no_key=True).get(pk=deadline.pk)
    known = Completion.objects.filter(deadline=deadline, network=network, undone_at__isnull=True).first()
    rules.check_is_not_done(known)
    return Completion.objects.create(deadline=deadline, network=network, note=note, done_by=by, done_at=now)


@transaction.atomic
def note_done(
    *, deadline: Deadline, network: Network | None, note: str, by: User, now: datetime
) -> Completion:
    """Note that a duty is done because of something else that was done in the portal, whose rule has said who may.

    What is marked already stays as it is marked.
    """
    Deadline.objects.select_for_update(no_key=True).get(pk=deadline.pk)
    known = Completion.objects.filter(deadline=deadline, network=network, undone_at__isnull=True).first()
    if known is not None:
        return known
    return Completion.objects.create(deadline=deadline, network=network, note=note, done_by=by, done_at=now)


@transaction.atomic
def undo_done(*, completion: Completion, by: User, now: datetime) -> Completion:
    """Take back a mark that was set by mistake. Both people are kept. Raises NotAllowed, MovedOn."""
    rules.check_may_undo_done(by, completion, now=now)
    rows = Completion.objects.filter(pk=completion.pk, undone_at__isnull=True)
    if rows.update(undone_by=by, undone_at=now) != 1:
        raise MovedOn
    completion.undone_by, completion.undone_at = by, now
    return completion
