"""Who may say how a nominated student's study goes, and what the student may correct."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from needs.models import Nomination
from needs.rules.assessment import writes_for
from needs.states import NOMINATION_MOVES, NominationState
from networks.models import Network, Organisation, User
from networks.roles import leads

STUDY_VERBS = ("go_on_leave", "come_back", "finish", "stop", "move_to_owner")
"""What happens to a study after the nomination is sent, in the order in which the page offers it."""
MOST_CORRECTIONS = 10
"""How many times a day a student can correct: each time others get a letter."""
NOT_CORRECTED = (NominationState.WITHDRAWN,)


def check_may_follow_study(
    user: User, nomination: Nomination, network: Network | None, *, now: datetime
) -> None:
    """The head, the owner and the network's leaders say that a student is on leave, is back, has moved or is done.

    `network` is the kindergarten's in the round.
    """
    is_leader = network is not None and leads(user, network, now=now)
    if not is_leader and not writes_for(user, nomination.kindergarten, now=now):
        raise NotAllowed(_("Only the head, the owner and the network's leader can say how the study goes."))
    if nomination.anonymised_at is not None:
        raise NotNow(_("The nomination is anonymised, so it can no longer be changed."))


def check_new_owner(nomination: Nomination, new_owner: Organisation | None) -> None:
    """Moving names the owner that the student has gone to, and that is another one in the county. Raises NotNow."""
    if new_owner is None:
        raise NotNow(_("Choose the owner that the employee has moved to."))
    if new_owner.pk == nomination.kindergarten.owner_id:
        raise NotNow(_("Choose another owner than the one that the employee works for now."))


def study_verbs(nomination: Nomination) -> list[str]:
    """What can happen next to the study, by the nomination's state."""
    if nomination.anonymised_at is not None:
        return []
    return [verb for verb in STUDY_VERBS if nomination.state in NOMINATION_MOVES[verb].sources]


def check_may_correct_nomination(nomination: Nomination, *, corrected_today: int) -> None:
    """Whoever has the personal link corrects what is stored until the nomination is withdrawn or anonymised."""
    if nomination.anonymised_at is not None or nomination.state in NOT_CORRECTED:
        raise NotNow(_("The nomination is no longer in use, so there is nothing to correct."))
    if corrected_today >= MOST_CORRECTIONS:
        raise NotNow(_("You have corrected this many times today. Try again tomorrow, or ask your head."))
