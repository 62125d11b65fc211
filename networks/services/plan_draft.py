"""What those who write a long-term plan do to its draft: begin it, write its parts, goals and attachments.

Every save is merged field by field. What is really changed takes the approvals away, and says what changed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, override

from common import attachments
from common.approvals import take_approvals_away
from common.attachments import Upload
from common.dates import oslo_date
from common.drafts import Saved, Shown, merge
from common.refusals import MovedOn, NotNow
from common.versions import check_version
from networks.emails import plans as emails
from networks.models import Forum, LongTermPlan, Network, PlanAttachment, PlanGoal, User
from networks.plan_content import plan_content, short_changes
from networks.plan_facts import issue_facts
from networks.plan_parts import FRAME_FIELDS, parts_of
from networks.queries import plans as queries
from networks.rules import plans as rules
from networks.states import PlanAttachmentKind

LASTS = 3
"""Years after the first in which a new plan is proposed to end."""


@dataclass(frozen=True, kw_only=True)
class GoalInput:
    """A goal as it is typed; `reached_by` is a year, if one is set."""

    title: str
    text: str = ""
    reached_by: int | None = None


@transaction.atomic
def begin_plan(*, body: Network | Forum, by: User, now: datetime) -> LongTermPlan:
    """Begin the plan of a network, or the forum's for the county. Who comes second gets the one that is there."""
    rules.check_may_begin_plan(by, body, now=now)
    year = oslo_date(now).year
    with override(settings.LANGUAGE_CODE):
        place = body.name if isinstance(body, Network) else body.county.name
        title = _("Long-term plan for %(body)s") % {"body": place}
    columns = {"network": body} if isinstance(body, Network) else {"forum": body}
    LongTermPlan.objects.bulk_create(
        [
            LongTermPlan(
                **columns,
                title=title[:160],
                first_year=year,
                last_year=year + LASTS,
                created_by=by,
                created_at=now,
            )
        ],
        ignore_conflicts=True,
    )
    found = queries.plan_of(body)
    if found is None:
        raise MovedOn
    return found


@transaction.atomic
def save_parts(
    *, plan: LongTermPlan, typed: Mapping[str, Any], shown: Shown, by: User, now: datetime
) -> Saved:
    """Save some of the plan's parts, and title and years. What two have changed is given back, not stored.

    An empty title keeps the old one; years out of order are refused. Raises NotAllowed, NotNow.
    """
    fresh = _draft(plan, by=by, now=now)
    known = (*FRAME_FIELDS, *(part.key for part in parts_of(fresh)))
    stored = queries.plan_values(fresh, known)
    merged = merge(shown=shown, typed=typed, stored=stored)
    changed = {key: value for key, value in merged.changed.items() if key not in FRAME_FIELDS or value}
    if changed:
        _check_years({**stored, **changed})
        _write(fresh, changed)
        fresh = content_changed(fresh, by=by, now=now)
    return Saved(fresh.version, queries.plan_values(fresh, known), merged.conflicts)


def _write(plan: LongTermPlan, changed: Mapping[str, Any]) -> None:
    for name in FRAME_FIELDS:
        if name in changed:
            setattr(plan, name, changed[name])
    texts = {key: value for key, value in changed.items() if key not in FRAME_FIELDS}
    plan.parts = {**plan.parts, **texts}
    plan.save(update_fields=[*FRAME_FIELDS, "parts"])


def _check_years(values: Mapping[str, Any]) -> None:
    if values["last_year"] < values["first_year"]:
        raise NotNow(_("The plan must end in the year it begins, or later."))


# --- Goals ------------------------------------------------------------------------------------------------


@transaction.atomic
def add_goal(*, plan: LongTermPlan, typed: GoalInput, by: User, now: datetime) -> PlanGoal:
    """Put a goal last in the plan."""
    fresh = _draft(plan, by=by, now=now)
    if len(fresh.goals.all()) >= rules.MOST_GOALS:
        raise NotNow(_("A plan can have 20 goals at most."))
    last = PlanGoal.objects.filter(plan=fresh).aggregate(last=Max("order"))["last"] or 0
    goal = PlanGoal.objects.create(plan=fresh, order=last + 1, **vars(typed))
    content_changed(fresh, by=by, now=now)
    return goal


@transaction.atomic
def save_goal(*, goal: PlanGoal, typed: GoalInput, version: int, by: User, now: datetime) -> PlanGoal:
    """Change a goal. `version` is what the page showed; whoever comes second is told, and loses nothing."""
    plan = _draft(goal.plan, by=by, now=now)
    fresh = _standing(plan, goal.pk)
    check_version(fresh.version, version)
    columns = vars(typed)
    if all(getattr(fresh, name) == value for name, value in columns.items()):
        return fresh
    for name, value in {**columns, "version": fresh.version + 1}.items():
        setattr(fresh, name, value)
    fresh.save(update_fields=[*columns, "version"])
    content_changed(plan, by=by, now=now)
    return fresh


@transaction.atomic
def remove_goal(*, goal: PlanGoal, by: User, now: datetime) -> None:
    """Take a goal out of the plan. The row stays, since measures may point at it."""
    plan = _draft(goal.plan, by=by, now=now)
    fresh = _standing(plan, goal.pk)
    fresh.removed_at = now
    fresh.save(update_fields=["removed_at"])
    content_changed(plan, by=by, now=now)


@transaction.atomic
def order_goals(*, plan: LongTermPlan, order: Sequence[int], by: User, now: datetime) -> None:
    """Put the goals in this order of keys; those that are not named come last, as they stood."""
    fresh = _draft(plan, by=by, now=now)
    goals = {goal.pk: goal for goal in fresh.goals.all()}
    before = list(goals)
    named = [goals.pop(key) for key in dict.fromkeys(order) if key in goals]
    after = [*named, *goals.values()]
    if [goal.pk for goal in after] == before:
        return
    for place, goal in enumerate(after, start=1):
        goal.order = place
    PlanGoal.objects.bulk_update(after, ["order"])
    content_changed(fresh, by=by, now=now)


def _standing(plan: LongTermPlan, pk: int) -> PlanGoal:
    found = queries.goal_of(plan, pk)
    if found is None:
        raise MovedOn
    found.plan = plan
    return found


# --- What goes with it ------------------------------------------------------------------------------------


@transaction.atomic
def attach(
    *, plan: LongTermPlan, kind: PlanAttachmentKind, title: str, upload: Upload, by: User, now: datetime
) -> PlanAttachment:
    """Add a file to the plan. It becomes public with the plan, when that is adopted."""
    fresh = _draft(plan, by=by, now=now)
    rules.check_may_attach(by, fresh, kind, now=now)
    _check_room(fresh)
    made = PlanAttachment.objects.create(
        plan=fresh,
        kind=kind,
        title=title,
        attachment=attachments.keep(upload, by=by, now=now),
        added_by=by,
        added_at=now,
    )
    content_changed(fresh, by=by, now=now)
    return made


@transaction.atomic
def attach_facts(*, plan: LongTermPlan, by: User, now: datetime) -> PlanAttachment:
    """Make the facts about the county's kindergartens of the register's figures, in place of those that stand."""
    fresh = _draft(plan, by=by, now=now)
    rules.check_may_attach(by, fresh, PlanAttachmentKind.FACTS, now=now)
    old = [row for row in fresh.attachments.all() if row.kind == PlanAttachmentKind.FACTS]
    _check_room(fresh)
    document = issue_facts(fresh.county, now=now)
    PlanAttachment.objects.filter(pk__in=[row.pk for row in old]).update(removed_at=now)
    made = PlanAttachment.objects.create(
        plan=fresh,
        kind=PlanAttachmentKind.FACTS,
        title=document.title[:200],
        document=document,
        added_by=by,
        added_at=now,
    )
    content_changed(fresh, by=by, now=now)
    return made


@transaction.atomic
def detach(*, attachment: PlanAttachment, by: User, now: datetime) -> None:
    """Take an attachment out of the draft. What was adopted with it keeps it."""
    plan = _draft(attachment.plan, by=by, now=now)
    rows = PlanAttachment.objects.filter(pk=attachment.pk, removed_at__isnull=True)
    if rows.update(removed_at=now) != 1:
        raise MovedOn
    content_changed(plan, by=by, now=now)


def _check_room(plan: LongTermPlan) -> None:
    if len(plan.attachments.all()) >= rules.MOST_ATTACHMENTS:
        raise NotNow(_("A plan can have 30 attachments at most."))


# --- What a change does to the approvals ------------------------------------------------------------------


def content_changed(before: LongTermPlan, *, by: User, now: datetime) -> LongTermPlan:
    """Count the change, and take away every approval that was given to the content as it was.

    All approvals fall, also that of the side that made the change: an approval is given to a content. `before` is
    locked. Returns the plan as it stands.
    """
    LongTermPlan.objects.filter(pk=before.pk).update(version=before.version + 1)
    fresh = queries.plans().get(pk=before.pk)
    _take_approvals_away(fresh, by=by, now=now)
    return fresh


def _take_approvals_away(plan: LongTermPlan, *, by: User, now: datetime) -> None:
    falling = take_approvals_away(
        plan.approvals.all(),
        content=lambda: content_of(plan),
        changes=short_changes,
        changed=gettext_noop("The plan has been changed."),
        now=now,
    )
    if falling:
        emails.plan_approval_lost(plan, falling, by=by, now=now)


def content_of(plan: LongTermPlan) -> dict[str, Any]:
    """All that the plan says; read with `queries.plans`."""
    return plan_content(plan, plan.goals.all(), plan.attachments.all())


def _draft(plan: LongTermPlan, *, by: User, now: datetime) -> LongTermPlan:
    """The plan locked for this transaction, when the person may change it now."""
    fresh = queries.locked_plan(plan.pk)
    rules.check_may_save_plan(by, fresh, now=now)
    return fresh
