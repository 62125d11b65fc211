"""Who may change a network's arenas: its leader and its universities, as equals, each university its own."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from networks.belonging import PARTNERS, Tie, ties
from networks.models import Arena, Network, Organisation, User
from networks.roles import Role, bodies


def check_may_edit_arenas(
    user: User, network: Network, *, university: Organisation | None = None, now: datetime
) -> None:
    """The arenas of the whole network are the leader's and the universities'; those of one partnership are the
    leader's and that university's.
    """
    held = ties(user, network, now=now)
    if Tie.LEADER in held:
        return
    is_own = university is None or university.pk in bodies(user, Role.UH_COORDINATOR, now=now)
    if not (held & PARTNERS and is_own):
        raise NotAllowed(_("Only the network's leader and its own university change these arenas."))


def check_may_save_arena(user: User, arena: Arena, *, now: datetime) -> None:
    """An arena is changed as long as it is in use."""
    check_may_edit_arenas(user, arena.network, university=arena.university, now=now)
    if arena.ended_at is not None:
        raise NotNow(_("This arena is no longer in use."))
