"""Who may propose and answer a new budget for a network's measures, and when."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from common.dates import instant
from common.money import kroner
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import BudgetAdjustment, GrantLine
from grants.states import AdjustmentState, DecisionState
from networks import deadlines
from networks.models import Network, Round, User
from networks.roles import Role, bodies, holds, is_staff_of, leads
from networks.states import Duty


def check_may_see_budget(user: User, network: Network, universities: Iterable[int], *, now: datetime) -> None:
    """The network's people, its universities' coordinators and the County Governor's staff see the budget."""
    if not (
        leads(user, network, now=now)
        or holds(user, Role.NETWORK_MEMBER, network, now=now)
        or coordinated(user, universities, now=now)
        or is_staff_of(user, network.county, now=now)
    ):
        raise NotAllowed(_("Only the network and its universities can see this budget."))


def check_may_propose_adjustment(
    user: User,
    network: Network,
    round: Round,
    lines: list[GrantLine],
    *,
    is_open: bool = False,
    now: datetime,
) -> None:
    """The leader or a university's coordinator proposes, from the letters until the report is due.

    `lines` are the collective lines of the network's letters; `is_open` says that a proposal waits for an answer.
    """
    universities = universities_in(lines)
    if not leads(user, network, now=now) and not coordinated(user, universities, now=now):
        raise NotAllowed(_("Only the network's leader and its universities can propose a new budget."))
    if not lines or lines[0].grant.decision.state != DecisionState.ISSUED:
        raise NotNow(_("The budget can be changed when the grant letters are issued."))
    _check_report_not_due(round, now=now)
    if not universities:
        raise NotNow(_("No university has a part in these measures, so there is nobody to agree with."))
    if is_open:
        raise NotNow(_("A proposal is waiting for an answer. It must be answered before a new one is made."))


def check_is_balanced(
    user: User, network: Network, lines: list[GrantLine], amounts: dict[int, int], *, now: datetime
) -> None:
    """Money moves between measures, never between letters; a proposal is about one university at a time.

    `amounts` holds the proposed budget of each changed line, by the line's key.
    """
    changed = [line for line in lines if amounts.get(line.pk, line.budget_nok) != line.budget_nok]
    if not changed:
        raise NotNow(_("Nothing is changed."))
    for grant in {line.grant_id: line.grant for line in lines}.values():
        rows = [line for line in lines if line.grant_id == grant.pk]
        before = sum(line.budget_nok for line in rows)
        after = sum(amounts.get(line.pk, line.budget_nok) for line in rows)
        if before != after:
            raise NotNow(
                _("The sum for %(name)s must stay at %(before)s, but is %(after)s.")
                % {
                    "name": grant.university or grant.network,
                    "before": kroner(before),
                    "after": kroner(after),
                }
            )
    touched = universities_in(changed)
    if len(touched) > 1:
        raise NotNow(
            _("Propose changes for one university at a time, so that it can answer for its own part.")
        )
    is_leader = leads(user, network, now=now)
    if not is_leader and not all(coordinated(user, [key], now=now) for key in touched):
        raise NotAllowed(_("You can change your own university's lines and the network's, not another's."))


def check_may_answer_adjustment(
    user: User, adjustment: BudgetAdjustment, answering: Iterable[int], *, now: datetime
) -> None:
    """The other side answers: a university of `answering` when the network proposed, the leader when a university

    did.
    """
    if adjustment.is_from_network:
        may = coordinated(user, answering, now=now)
    else:
        may = leads(user, adjustment.network, now=now)
    if user.pk == adjustment.proposed_by_id or not may:
        raise NotAllowed(_("The other side of the partnership answers this proposal."))
    if adjustment.state != AdjustmentState.PROPOSED:
        raise MovedOn
    _check_report_not_due(adjustment.round, now=now)


def coordinated(user: User, universities: Iterable[int], *, now: datetime) -> bool:
    """Whether the person coordinates one of the universities."""
    return bool(set(universities).intersection(bodies(user, Role.UH_COORDINATOR, now=now)))


def universities_in(lines: Iterable[GrantLine]) -> list[int]:
    """The universities whose letters the lines are in."""
    return sorted({line.grant.university_id for line in lines if line.grant.university_id})


def _check_report_not_due(round: Round, *, now: datetime) -> None:
    answer = deadlines.answer(Duty.REPORT, round, now=now)
    if answer.is_past:
        raise NotNow(
            _("The report was due %(when)s, so the budget can no longer be changed.")
            % {"when": instant(answer.due_at)}
        )


def check_says_why(answer: str) -> None:
    """Whoever declines says why."""
    if not answer.strip():
        raise NotNow(_("Write why you do not agree."))
