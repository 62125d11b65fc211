"""Who writes a municipality's note to the decision basis, and when."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.dates import instant
from common.refusals import NotAllowed, NotNow
from needs.models import AuthorityNote
from networks import deadlines
from networks.models import User
from networks.roles import Interest, Role, seats_of
from networks.states import Duty


def authority_places(user: User, *, now: datetime) -> list[tuple[int, int]]:
    """The pairs (network, municipality), as keys, for which the person is the kindergarten authority."""
    return [
        (seat.network_id, seat.municipality_id)
        for seat in seats_of(user, now=now)
        if seat.role == Role.NETWORK_MEMBER
        and seat.interest == Interest.AUTHORITY
        and seat.network_id is not None
        and seat.municipality_id is not None
    ]


def check_may_write_authority_note(user: User, note: AuthorityNote, *, now: datetime) -> None:
    """The municipality's kindergarten authority writes from the opening of the needs reports until the decision
    basis of its network is due.
    """
    if (note.network_id, note.municipality_id) not in authority_places(user, now=now):
        raise NotAllowed(_("Only the municipality's kindergarten authority can do this."))
    needs = deadlines.answer(Duty.NEEDS_REPORT, note.round, now=now)
    basis = deadlines.answer(Duty.DECISION_BASIS, note.round, now=now, network=note.network)
    if not needs.has_opened:
        raise NotNow(_("The needs report opens on %(when)s.") % {"when": instant(needs.opens_at)})
    if basis.is_past and basis.closes:
        raise NotNow(
            _("A note can be written until the decision basis is due, and that was %(when)s.")
            % {"when": instant(basis.due_at)}
        )
