"""What is written in a kindergarten's development work: its gatherings, and its log."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.moves import move
from common.refusals import NotNow
from needs.models import DevelopmentLog, DevelopmentWork, Gathering
from needs.queries.development import gatherings_of, locked_work
from needs.rules import development as rules
from needs.states import DEVELOPMENT_MOVES, DevelopmentState
from networks.models import User

MOST_GATHERINGS = 200


@dataclass(frozen=True, kw_only=True)
class GatheringInput:
    """A gathering or planning day. `is_held` is None while nobody has said; `staff_present` is a number of people."""

    on: date
    title: str
    is_planning_day: bool = False
    has_university: bool = False
    is_held: bool | None = None
    staff_present: int | None = None


@transaction.atomic
def add_gathering(*, work: DevelopmentWork, typed: GatheringInput, by: User, now: datetime) -> Gathering:
    """Plan a gathering, or write down one that was held."""
    found = locked_work(work)
    _check(found, typed, by=by, now=now)
    if gatherings_of(found).count() >= MOST_GATHERINGS:
        raise NotNow(_("There are 200 gatherings already."))
    return Gathering.objects.create(work=found, **vars(typed))


@transaction.atomic
def save_gathering(*, gathering: Gathering, typed: GatheringInput, by: User, now: datetime) -> Gathering:
    """Change a gathering, or say whether it was held, and how many were there."""
    found = locked_work(gathering.work)
    _check(found, typed, by=by, now=now, but=gathering.pk)
    row = _locked(gathering)
    for name, value in vars(typed).items():
        setattr(row, name, value)
    row.save(update_fields=list(vars(typed)))
    return row


@transaction.atomic
def remove_gathering(*, gathering: Gathering, by: User, now: datetime) -> None:
    """Take out a gathering that was written by mistake."""
    rules.check_may_save_development(by, locked_work(gathering.work), now=now)
    _locked(gathering).delete()


@transaction.atomic
def add_log(
    *, work: DevelopmentWork, on: date, done: str, traces: str, by: User, now: datetime
) -> DevelopmentLog:
    """Write an entry: what was done, and which traces of change are seen, for the children.

    Work that is planned has started when somebody writes what was done.
    """
    found = locked_work(work)
    rules.check_may_save_development(by, found, now=now)
    rules.check_log_day(on, now=now)
    if not done.strip() and not traces.strip():
        raise NotNow(_("Write what you have done, or what you see."))
    if found.state == DevelopmentState.PLANNED:
        move(found, "start", by=by, moves=DEVELOPMENT_MOVES, now=now)
    return DevelopmentLog.objects.create(
        work=found, on=on, done=done, traces=traces, written_by=by, written_at=now
    )


@transaction.atomic
def withdraw_log(*, entry: DevelopmentLog, by: User, now: datetime) -> DevelopmentLog:
    """Withdraw one's own entry: it is kept, and shown to nobody."""
    found = (
        DevelopmentLog.objects.select_for_update(of=("self",))
        .select_related("work__kindergarten__owner")
        .get(pk=entry.pk)
    )
    rules.check_may_withdraw_log(by, found, now=now)
    found.withdrawn_at = now
    found.save(update_fields=["withdrawn_at"])
    return found


def _check(
    work: DevelopmentWork, typed: GatheringInput, *, by: User, now: datetime, but: int | None = None
) -> None:
    rules.check_may_save_development(by, work, now=now)
    rules.check_gathering(typed.on, is_held=typed.is_held, now=now)
    same = Gathering.objects.filter(work=work, on=typed.on, title=typed.title).values_list("pk", flat=True)
    if set(same) - {but}:
        raise NotNow(_("There is one of the same name on that day already."))


def _locked(gathering: Gathering) -> Gathering:
    """The row as it stands. Raises NotNow where somebody has taken it out."""
    row = Gathering.objects.select_for_update().filter(pk=gathering.pk).first()
    if row is None:
        raise NotNow(_("Somebody has taken it out meanwhile."))
    return row
