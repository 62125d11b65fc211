"""Who may run the allocation, and when."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from grants.models import Budget, Recommendation
from grants.states import RecommendationState
from networks.models import Round, User
from networks.roles import Role, holds


def check_may_run_allocation(
    user: User, round: Round, budget: Budget | None, recommendation: Recommendation | None, *, now: datetime
) -> None:
    """A case officer runs it when frame and key are recorded, until a recommendation is adopted."""
    if not holds(user, Role.CASE_OFFICER, round.county, now=now):
        raise NotAllowed(_("Only a case officer can run the allocation."))
    if budget is None:
        raise NotNow(_("Record the frame and the key first."))
    if recommendation is not None and recommendation.state == RecommendationState.ADOPTED:
        raise NotNow(_("The forum has adopted its recommendation. Open it again to run a new allocation."))
