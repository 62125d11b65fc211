"""Who may write, rank, adopt and reopen the recommendation, and when."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.dates import day
from common.gaps import Gap, check_complete
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import AllocationRun, Decision, Recommendation
from grants.states import DecisionState, RecommendationState
from networks.deadlines import check_open
from networks.models import AgendaItem, Forum, Round, User
from networks.roles import Role, holds, seats_of
from networks.states import Duty, ItemState

RECUSED = gettext_lazy("You are disqualified in this case, and can take no part in it.")
UNSETTLED = {
    ItemState.OPEN: gettext_lazy("The forum has not dealt with it yet."),
    ItemState.DIVIDED: gettext_lazy("The forum did not agree, and has not voted yet."),
    ItemState.POSTPONED: gettext_lazy("The forum has postponed it."),
}


def is_forum_member(user: User, round: Round, *, now: datetime) -> bool:
    """Whether the person sits in the forum of the round's county."""
    return any(
        seat.role == Role.FORUM_MEMBER
        and isinstance(seat.body, Forum)
        and seat.body.county_id == round.county_id
        for seat in seats_of(user, now=now)
    )


def check_may_read_recommendation(recommendation: Recommendation, *, hides_papers: bool) -> None:
    """Whoever the meeting keeps the papers from reads the recommendation only when it is adopted."""
    if hides_papers and recommendation.state != RecommendationState.ADOPTED:
        raise NotAllowed(_("The meeting has decided that you do not see the papers of this case."))


def check_may_save_recommendation(
    user: User, recommendation: Recommendation, *, is_recused: bool, now: datetime
) -> None:
    """A case officer, as the forum's secretary, writes the texts while the recommendation is a draft."""
    if not holds(user, Role.CASE_OFFICER, recommendation.round.county, now=now):
        raise NotAllowed(_("Only a case officer can write the recommendation, as the forum's secretary."))
    _check_takes_part(is_recused=is_recused)
    _check_is_draft(recommendation)


def check_may_choose_scenario(
    user: User, recommendation: Recommendation, *, is_recused: bool, now: datetime
) -> None:
    """A case officer, as the forum's secretary, says on which scenario the draft stands."""
    check_may_save_recommendation(user, recommendation, is_recused=is_recused, now=now)


def check_may_rank_nominations(
    user: User, recommendation: Recommendation, *, is_recused: bool, now: datetime
) -> None:
    """The forum's members, or a case officer as their secretary, rank while the recommendation is a draft.

    Whoever is disqualified in the forum's case takes no part; one who is so in a single line of it does.
    """
    round = recommendation.round
    is_secretary = holds(user, Role.CASE_OFFICER, round.county, now=now)
    if not is_secretary and not is_forum_member(user, round, now=now):
        raise NotAllowed(_("Only members of the cooperation forum can rank the individual measures."))
    _check_takes_part(is_recused=is_recused)
    _check_is_draft(recommendation)


def check_may_adopt_recommendation(
    user: User,
    recommendation: Recommendation,
    run: AllocationRun | None,
    item: AgendaItem | None,
    *,
    is_recused: bool,
    now: datetime,
) -> None:
    """A member of the forum adopts a complete recommendation that the forum has agreed on in a meeting.

    `run` is the allocation from the present inputs, `item` the forum's case about the recommendation.
    """
    if not is_forum_member(user, recommendation.round, now=now):
        raise NotAllowed(_("Only members of the cooperation forum can adopt the recommendation."))
    _check_takes_part(is_recused=is_recused)
    _check_is_draft(recommendation)
    check_open(Duty.RECOMMENDATION, recommendation.round, now=now)
    missing = missing_from_forum(item)
    if missing:
        raise NotNow(missing)
    if run is None:
        raise NotNow(
            _(
                "The allocation must be run from the figures as they stand now. Ask the case officer to run it again."
            )
        )
    check_complete(recommendation_gaps(recommendation))


def missing_from_forum(item: AgendaItem | None) -> str:
    """What the forum has not decided yet, in a sentence; an empty text when its case is agreed on or carried."""
    if item is None:
        return _(
            "The recommendation is adopted in a meeting of the forum. No meeting with this case has been called."
        )
    if item.is_adopted:
        return ""
    why = UNSETTLED.get(ItemState(item.state), _("The forum voted against it."))
    facts = {"case": item.title, "day": day(item.meeting.starts_at), "why": why}
    return _("The forum's case “%(case)s” in the meeting on %(day)s: %(why)s") % facts


def check_may_reopen_recommendation(
    user: User, recommendation: Recommendation, decision: Decision | None, *, comment: str, now: datetime
) -> None:
    """A case officer opens an adopted recommendation again, saying why, before the decision is handed on."""
    if not holds(user, Role.CASE_OFFICER, recommendation.round.county, now=now):
        raise NotAllowed(_("Only a case officer can open the recommendation again."))
    if recommendation.state != RecommendationState.ADOPTED:
        raise MovedOn
    if decision is not None and decision.state != DecisionState.DRAFT:
        raise NotNow(_("The decision is already prepared on this recommendation."))
    if not comment.strip():
        raise NotNow(_("Write why the recommendation is opened again."))


def recommendation_gaps(recommendation: Recommendation) -> list[Gap]:
    """What a recommendation must say before it is adopted; dissent is only written when there is any."""
    sentences = {
        "priorities": _("Write which measures are prioritised, who takes part and for how long."),
        "criteria_met": _("Write how the measures meet the criteria."),
        "cooperation": _("Write which owners and universities cooperate."),
        "split": _("Write how the money is split."),
    }
    return [Gap(name, text) for name, text in sentences.items() if not getattr(recommendation, name).strip()]


def check_ranks(ranks: dict[int, int], nominations: Iterable[int]) -> None:
    """Every nomination has one rank from 1, and no two share one. Raises NotNow."""
    if set(ranks) != set(nominations):
        raise NotNow(_("The list of individual measures has changed. Look it over and rank again."))
    if len(set(ranks.values())) != len(ranks) or any(rank < 1 for rank in ranks.values()):
        raise NotNow(_("Give each individual measure its own rank, from 1."))


def _check_takes_part(*, is_recused: bool) -> None:
    if is_recused:
        raise NotAllowed(RECUSED)


def _check_is_draft(recommendation: Recommendation) -> None:
    if recommendation.state != RecommendationState.DRAFT:
        raise MovedOn
