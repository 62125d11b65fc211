"""Who may record the frame and the key, and when."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from grants.models import Recommendation
from grants.states import RecommendationState
from networks.models import Round, User
from networks.roles import Role, holds


def check_may_record_budget(
    user: User, round: Round, recommendation: Recommendation | None, *, now: datetime
) -> None:
    """A case officer records frame and key, until the forum has adopted a recommendation on them."""
    if not holds(user, Role.CASE_OFFICER, round.county, now=now):
        raise NotAllowed(_("Only a case officer can record the frame and the key."))
    if recommendation is not None and recommendation.state == RecommendationState.ADOPTED:
        raise NotNow(
            _(
                "The forum has adopted its recommendation on this frame. Open the recommendation again to change it."
            )
        )
