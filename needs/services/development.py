"""What can be done to a kindergarten's development work: begin, save, start, finish, stop, take up again."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from common.drafts import Saved, Shown, merge
from common.moves import move
from needs.models import DevelopmentWork, Measure
from needs.queries.development import is_granted_to, locked_work
from needs.rules import development as rules
from needs.states import DEVELOPMENT_MOVES
from networks.models import Kindergarten, User

FIELDS = (
    "first_resource",
    "second_resource",
    "goal",
    "plan",
    "between",
    "planning_days",
    "hours_per_week",
    "staff",
)
"""What is saved while it is written."""


def development_values(work: DevelopmentWork) -> dict[str, Any]:
    """The fields as they stand."""
    return {name: getattr(work, name) for name in FIELDS}


@transaction.atomic
def begin_development(
    *, measure: Measure, kindergarten: Kindergarten, by: User, now: datetime
) -> DevelopmentWork:
    """Begin the kindergarten's work for a granted measure; what was begun before is given back as it stands."""
    is_granted = is_granted_to(measure, kindergarten)
    rules.check_may_begin_development(by, measure, kindergarten, is_granted=is_granted, now=now)
    work = DevelopmentWork(
        measure=measure, kindergarten=kindergarten, goal=measure.goal, created_by=by, created_at=now
    )
    DevelopmentWork.objects.bulk_create([work], ignore_conflicts=True)
    return DevelopmentWork.objects.get(measure=measure, kindergarten=kindergarten)


@transaction.atomic
def save_development(
    *, work: DevelopmentWork, typed: Mapping[str, Any], shown: Shown, by: User, now: datetime
) -> Saved:
    """Save some of the FIELDS, with gaps if need be. What two have changed is given back, not stored."""
    found = locked_work(work)
    rules.check_may_save_development(by, found, now=now)
    stored = development_values(found)
    merged = merge(shown=shown, typed=typed, stored=stored)
    if merged.changed:
        for name, value in merged.changed.items():
            setattr(found, name, value)
        found.version += 1
        found.save(update_fields=[*merged.changed, "version"])
    return Saved(found.version, {**stored, **merged.changed}, merged.conflicts)


@transaction.atomic
def start_development(*, work: DevelopmentWork, by: User, now: datetime) -> DevelopmentWork:
    """The work is under way."""
    rules.check_may_start_development(by, work, now=now)
    move(work, "start", by=by, moves=DEVELOPMENT_MOVES, now=now)
    return work


@transaction.atomic
def finish_development(
    *, work: DevelopmentWork, comment: str = "", by: User, now: datetime
) -> DevelopmentWork:
    """The work is done. After this it is read."""
    rules.check_may_finish_development(by, work, now=now)
    move(work, "finish", by=by, moves=DEVELOPMENT_MOVES, now=now, comment=comment)
    return work


@transaction.atomic
def stop_development(*, work: DevelopmentWork, comment: str, by: User, now: datetime) -> DevelopmentWork:
    """The work ends before it is done; the comment says why."""
    rules.check_may_stop_development(by, work, now=now)
    move(work, "stop", by=by, moves=DEVELOPMENT_MOVES, now=now, comment=comment)
    return work


@transaction.atomic
def resume_development(*, work: DevelopmentWork, by: User, now: datetime) -> DevelopmentWork:
    """Take up again what was finished or stopped."""
    rules.check_may_resume_development(by, work, now=now)
    move(work, "resume", by=by, moves=DEVELOPMENT_MOVES, now=now)
    return work
