"""Who may write, approve, adopt and revise a long-term plan, and when.

A network's plan is written by its leader, members and universities, and adopted when the leader and every partner
university have approved it. The county's plan is written by the cooperation forum's members and the county governor's
office, and adopted by a case of a meeting. Source: "Langsiktig plan", the networks' and the forum's tasks.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from common.gaps import Gap
from common.refusals import MovedOn, NotAllowed, NotNow
from networks.belonging import AROUND, INSIDE, LEADS, PARTNERS, ties
from networks.models import AgendaItem, Forum, LongTermPlan, Network, Organisation, PlanApproval, Round, User
from networks.plan_parts import parts_of
from networks.roles import Role, bodies, holds, is_staff_of
from networks.rules.sides import Side, standing_approval
from networks.states import AgendaKind, PlanAttachmentKind, PlanState

MOST_GOALS = 20
MOST_ATTACHMENTS = 30


def writes(user: User, body: Network | Forum, *, now: datetime) -> bool:
    """Whether the person writes on the plan, and so reads its draft."""
    if isinstance(body, Network):
        return bool(ties(user, body, now=now) & INSIDE)
    return holds(user, Role.FORUM_MEMBER, body, now=now) or is_staff_of(user, body.county, now=now)


def reads(user: User, body: Network | Forum, counties: Iterable[int], *, now: datetime) -> bool:
    """Whether the plan's own page is for this person: those around the network; for the county's, all who have a
    seat in it (`counties` are the keys of those in which the person has one). What is adopted is public anyway.
    """
    if isinstance(body, Network):
        return bool(ties(user, body, now=now) & AROUND)
    return body.county_id in set(counties)


def check_may_begin_plan(user: User, body: Network | Forum, *, now: datetime) -> None:
    """Those who write the plan begin it."""
    _check_writer(user, body, now=now)


def check_may_save_plan(user: User, plan: LongTermPlan, *, now: datetime) -> None:
    """Parts, goals and attachments change as long as the plan is a draft."""
    _check_writer(user, plan.body, now=now)
    _check_draft(plan)


def check_may_attach(user: User, plan: LongTermPlan, kind: str, *, now: datetime) -> None:
    """What goes with a draft. The facts are made of the register's figures, by the county governor's office."""
    check_may_save_plan(user, plan, now=now)
    if kind == PlanAttachmentKind.FACTS and not holds(user, Role.CASE_OFFICER, plan.county, now=now):
        raise NotAllowed(_("Only a case officer can make the facts about the kindergartens."))


def speaks_for(user: User, plan: LongTermPlan, university_id: int | None, *, now: datetime) -> bool:
    """Whether the person approves for this side."""
    if university_id is not None:
        return university_id in bodies(user, Role.UH_COORDINATOR, now=now)
    if plan.network is not None:
        return bool(ties(user, plan.network, now=now) & LEADS)
    return holds(user, Role.CASE_OFFICER, plan.county, now=now)


def sides(plan: LongTermPlan, partners: Sequence[Organisation]) -> list[Side]:
    """All who must approve; `partners` are the network's universities today."""
    own = Side(None, plan.body.name)
    return [own, *(Side(university.pk, university.name) for university in partners)]


def approval_of(plan: LongTermPlan, university_id: int | None) -> PlanApproval | None:
    """The side's approval that stands, or None."""
    found: PlanApproval | None = standing_approval(plan, university_id)
    return found


def sides_missing(plan: LongTermPlan, partners: Sequence[Organisation]) -> list[Side]:
    """The sides that have not approved the plan as it stands."""
    return [side for side in sides(plan, partners) if approval_of(plan, side.university_id) is None]


def plan_gaps(plan: LongTermPlan) -> list[Gap]:
    """What is missing before the plan can be approved, in the order of the pages. Uses the prefetched goals."""
    gaps = [
        Gap(part.key, _("Write about: %(part)s") % {"part": part.label})
        for part in parts_of(plan)
        if part.is_needed and not str(plan.parts.get(part.key, "")).strip()
    ]
    if plan.network_id is not None and not plan.goals.all():
        gaps.insert(0, Gap("goals", _("Write at least one goal.")))
    return gaps


def check_may_approve_plan(
    user: User,
    plan: LongTermPlan,
    university_id: int | None,
    partners: Sequence[Organisation],
    *,
    now: datetime,
) -> None:
    """Each side approves for itself what is whole. For the county's plan: what is laid before the forum."""
    if not speaks_for(user, plan, university_id, now=now):
        raise NotAllowed(_("Each side approves for itself."))
    _check_draft(plan)
    if university_id not in {side.university_id for side in sides(plan, partners)}:
        raise NotNow(_("The university is not a partner of the network."))
    if approval_of(plan, university_id):
        raise MovedOn
    _check_whole(plan)


def check_may_withdraw_plan_approval(
    user: User, plan: LongTermPlan, university_id: int | None, *, now: datetime
) -> None:
    """A side takes its own approval back until the plan is adopted."""
    if not speaks_for(user, plan, university_id, now=now):
        raise NotAllowed(_("Each side approves for itself."))
    _check_draft(plan)
    if not approval_of(plan, university_id):
        raise MovedOn


def check_may_adopt_plan(
    user: User, plan: LongTermPlan, partners: Sequence[Organisation], *, now: datetime
) -> None:
    """The leader or a university adopts the network's plan when all sides have approved it as it stands."""
    if plan.network is None or not ties(user, plan.network, now=now) & PARTNERS:
        raise NotAllowed(
            _("Only the network's leader or coordinator and its partner universities can do this.")
        )
    if plan.state != PlanState.DRAFT:
        raise MovedOn
    _check_whole(plan)
    missing = sides_missing(plan, partners)
    if missing:
        names = ", ".join(side.name for side in missing)
        raise NotNow(
            _("The plan is adopted when all have approved it. Missing: %(sides)s.") % {"sides": names}
        )


def check_may_record_adoption(
    user: User,
    plan: LongTermPlan,
    item: AgendaItem | None,
    *,
    comment: str,
    now: datetime,
) -> None:
    """The county's plan is adopted by a case about it that the forum has agreed on, and that has adopted nothing yet.

    What the forum had before it is the plan as it was laid before it; a change since needs a sentence about what the
    meeting decided (`comment`).
    """
    _check_case_officer(user, plan, now=now)
    if plan.state != PlanState.DRAFT:
        raise MovedOn
    _check_whole(plan)
    if item is None or item.kind != AgendaKind.PLAN or item.meeting.forum_id != plan.forum_id:
        raise NotNow(_("Choose the case about the plan in a meeting of the cooperation forum."))
    if not item.is_adopted:
        raise NotNow(_("The forum has not agreed on the case."))
    if plan.adopted_at and (item.decided_at is None or item.decided_at <= plan.adopted_at):
        raise NotNow(_("An earlier plan was adopted in this case."))
    if has_changed_since(plan, item) and not comment.strip():
        raise NotNow(
            _("The plan is not as it was laid before the forum. Write which changes the meeting decided on.")
        )


def has_changed_since(plan: LongTermPlan, item: AgendaItem) -> bool:
    """Whether the plan has been changed since the case was decided, or was never laid before the forum."""
    laid = approval_of(plan, None)
    return laid is None or item.decided_at is None or laid.approved_at > item.decided_at


def check_may_revise_plan(user: User, plan: LongTermPlan, *, now: datetime) -> None:
    """Those who write the plan open a draft of what is adopted; that stays public meanwhile."""
    _check_writer(user, plan.body, now=now)
    if plan.state != PlanState.ADOPTED:
        raise MovedOn


def check_may_keep_plan(
    user: User, plan: LongTermPlan, round: Round | None, *, is_revised: bool, now: datetime
) -> None:
    """Leader and universities say that an adopted plan holds unchanged, once for each September's revision.

    `round` is the newest in which the revision has opened, `is_revised` whether it is done there.
    """
    if plan.network is None or not ties(user, plan.network, now=now) & PARTNERS:
        raise NotAllowed(
            _("Only the network's leader or coordinator and its partner universities can do this.")
        )
    if plan.state != PlanState.ADOPTED:
        raise NotNow(_("The plan is a draft. Adopt it when it is ready."))
    if round is None:
        raise NotNow(_("Plans are gone through in September."))
    if is_revised:
        raise NotNow(_("The plan has been gone through this year."))


def _check_writer(user: User, body: Network | Forum, *, now: datetime) -> None:
    if writes(user, body, now=now):
        return
    if isinstance(body, Network):
        raise NotAllowed(_("The plan is written by the network's leader, its members and its universities."))
    raise NotAllowed(
        _("The plan is written by the cooperation forum's members and the County Governor's office.")
    )


def _check_case_officer(user: User, plan: LongTermPlan, *, now: datetime) -> None:
    if plan.forum_id is None or not holds(user, Role.CASE_OFFICER, plan.county, now=now):
        raise NotAllowed(_("Only a case officer can note that the forum has adopted the plan."))


def _check_draft(plan: LongTermPlan) -> None:
    if plan.state != PlanState.DRAFT:
        raise NotNow(_("The plan is adopted. Begin a revision before you change it."))


def _check_whole(plan: LongTermPlan) -> None:
    if plan_gaps(plan):
        raise NotNow(_("Something is missing in the plan. It can be approved when it is whole."))
