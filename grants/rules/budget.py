"""Who may record the frame and the key, and when."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from grants.models import Recommendation
from grants.states import RecommendationState
from networks.models import AgendaItem, County, Round, User
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


def check_may_record_key(
    user: User,
    round: Round,
    item: AgendaItem | None,
    recommendation: Recommendation | None,
    *,
    now: datetime,
) -> None:
    """A case officer records the key when the forum has decided on it, until a recommendation is adopted.

    `item` is the forum's newest case about the key in the round.
    """
    check_may_record_budget(user, round, recommendation, now=now)
    if item is None:
        raise NotNow(
            _(
                "The cooperation forum has not had the key as a case yet. Put it on the agenda of a meeting first."
            )
        )
    if not item.is_adopted:
        raise NotNow(
            _(
                "The cooperation forum has not decided on the key. Record what it decided in the meeting first."
            )
        )


def check_revision_says_why(version: int, note: str) -> None:
    """What is recorded anew says what is changed and why. Raises NotNow."""
    if version and not note.strip():
        raise NotNow(_("Write what is changed in the frame or the key, and why."))


def check_may_keep_commitments(user: User, county: County, *, now: datetime) -> None:
    """A case officer keeps what the county has promised for several years."""
    if not holds(user, Role.CASE_OFFICER, county, now=now):
        raise NotAllowed(_("Only a case officer can change what is promised for several years."))
