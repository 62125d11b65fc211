"""What becomes of bodies and places, as dated changes: new names, mergers, splits, moves, new owners, closing.

A change of today or earlier is carried out at once; one that lies ahead waits for its day, when the tick does it.
Then those whom it concerns are told, all of one act in one letter.
Nothing is ever deleted: what has ended keeps its rows, and the day it ended.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

import pghistory
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from common.dates import day, oslo_date
from common.refusals import NotNow
from networks.emails import history as emails
from networks.models import County, Kindergarten, Municipality, Organisation, RegisterChange, User
from networks.queries.concerned import concerned_by
from networks.queries.history import last_change_of, newest_period_of, thing_name
from networks.rules import history as rules
from networks.services.history_effects import carry_out
from networks.services.registering import register_kindergarten
from networks.states import RegisterChangeKind as Kind
from networks.states import RegisterSource

logger = logging.getLogger(__name__)

Thing = Organisation | Kindergarten | Municipality
FIELDS: dict[type[Any], str] = {
    Organisation: "organisation",
    Kindergarten: "kindergarten",
    Municipality: "municipality",
}
NAMED = (*FIELDS.values(), *(f"to_{name}" for name in FIELDS.values()))
"""What a change can name."""


@dataclass(frozen=True)
class Told:
    """What is said about a change besides what it is: its day, a note, and where it is known from."""

    on: date
    note: str = ""
    source: RegisterSource = RegisterSource.OFFICE


@transaction.atomic
def rename(*, of: Thing, name: str, told: Told, by: User, now: datetime) -> RegisterChange:
    """Give an organisation, a kindergarten or a municipality a new name. Letters and documents keep the old one."""
    locked = _locked(of)
    if thing_name(locked) == name:
        raise NotNow(_("It has this name already."))
    return _record(Kind.RENAME, locked, told, name_after=name, by=by, now=now)


@transaction.atomic
def merge(*, of: Thing, into: Thing, told: Told, by: User, now: datetime) -> RegisterChange:
    """Let one be taken up in another, which may be new (not saved yet): its kindergartens move along.

    Raises NotNow for what has ended, and for a merger with itself.
    """
    locked = _locked(of)
    _check_lives(locked, told.on)
    if into.pk == locked.pk or type(into) is not type(locked):
        raise NotNow(_("Choose another one to merge with."))
    _check_kindergartens(locked, told.on)
    _check_target(locked, into, told, by=by, now=now)
    return _record(Kind.MERGER, locked, told, into=into, by=by, now=now)


@transaction.atomic
def split(
    *,
    of: Organisation | Municipality,
    into: Organisation | Municipality,
    kindergartens: Iterable[Kindergarten],
    told: Told,
    by: User,
    now: datetime,
) -> RegisterChange:
    """Let a part, with these kindergartens, go from one to another, which may be new (not saved yet).

    Each kindergarten gets a change of its own: a new owner, or a move.
    """
    locked = _locked(of)
    _check_lives(locked, told.on)
    if into.pk == locked.pk or type(into) is not type(locked):
        raise NotNow(_("Choose another one for the part that is split off."))
    mine = {row.pk for row in locked.kindergartens.all()}
    parts = list(kindergartens)
    if not parts or any(row.pk not in mine for row in parts):
        raise NotNow(_("Choose which kindergartens the part has."))
    _check_target(locked, into, told, by=by, now=now)
    change = _planned(Kind.SPLIT, locked, told, into=into, by=by, now=now)
    kind = Kind.NEW_OWNER if isinstance(into, Organisation) else Kind.MOVE
    moves = [_planned(kind, _locked(row), told, into=into, by=by, now=now) for row in parts]
    _follow([change, *moves], by=by, now=now)
    return change


@transaction.atomic
def move_kindergarten(
    *, kindergarten: Kindergarten, municipality: Municipality, told: Told, by: User, now: datetime
) -> RegisterChange:
    """Let a kindergarten lie in another municipality from a day."""
    locked = _locked(kindergarten)
    _check_lives(locked, told.on)
    if locked.municipality_id == municipality.pk:
        raise NotNow(_("The kindergarten lies there already."))
    rules.check_same_county(locked.municipality.county_id, municipality.county_id)
    return _record(Kind.MOVE, locked, told, into=municipality, by=by, now=now)


@transaction.atomic
def give_new_owner(
    *, kindergarten: Kindergarten, owner: Organisation, told: Told, by: User, now: datetime
) -> RegisterChange:
    """Let a kindergarten have another owner from a day, one that may be new (not saved yet).

    What the owner before has sent stands and stays theirs to read; the kindergarten keeps its needs and its grant.
    """
    locked = _locked(kindergarten)
    _check_lives(locked, told.on)
    if locked.owner_id == owner.pk:
        raise NotNow(_("The kindergarten has this owner already."))
    _check_target(locked, owner, told, by=by, now=now)
    return _record(Kind.NEW_OWNER, locked, told, into=owner, by=by, now=now)


@transaction.atomic
def close_kindergarten(*, kindergarten: Kindergarten, told: Told, by: User, now: datetime) -> RegisterChange:
    """Close a kindergarten from a day. Its figures, needs and grants stay."""
    locked = _locked(kindergarten)
    _check_lives(locked, told.on)
    return _record(Kind.CLOSED, locked, told, by=by, now=now)


@transaction.atomic
def open_kindergarten(*, kindergarten: Kindergarten, told: Told, by: User, now: datetime) -> RegisterChange:
    """Open a new kindergarten (not saved yet), or one that was closed, from today or an earlier day."""
    if told.on > oslo_date(now):
        raise NotNow(_("Register the kindergarten on the day it opens, or later."))
    if kindergarten.pk is None:
        county = kindergarten.municipality.county
        rules.check_may_record_change(by, county, now=now)
        rules.check_same_county(county.pk, kindergarten.owner.county_id)
        new = register_kindergarten(kindergarten, since=told.on)
        return _write(Kind.OPENED, new, county, told, by=by, now=now)
    locked = _locked(kindergarten)
    if locked.closed_on is None:
        raise NotNow(_("The kindergarten is open already."))
    return _record(Kind.OPENED, locked, told, by=by, now=now)


@transaction.atomic
def cancel_change(*, change: RegisterChange, by: User, now: datetime) -> None:
    """Take back a change that lies ahead. Raises NotNow when it has been carried out."""
    locked = RegisterChange.objects.select_for_update().get(pk=change.pk)
    rules.check_may_record_change(by, locked.county, now=now)
    if not locked.is_planned:
        raise NotNow(_("This has already happened. Record a new change instead."))
    same = RegisterChange.objects.filter(is_planned=True, on=locked.on, recorded_at=locked.recorded_at)
    if locked.kind == Kind.SPLIT:
        same.filter(kindergarten__isnull=False, recorded_by=locked.recorded_by_id).delete()
    locked.delete()


def carry_out_planned(*, now: datetime) -> int:
    """Carry out the changes whose day has come, in order, and say how many. What cannot be done is logged and waits.

    Those whom they concern are told then. Done again it changes nothing.
    """
    due = RegisterChange.objects.filter(is_planned=True, on__lte=oslo_date(now)).order_by("on", "pk")
    loaded = due.select_related(*NAMED)
    acts = groupby(loaded, key=lambda change: (change.on, change.recorded_at, change.recorded_by_id))
    return sum(_act_carried_out(list(changes), now=now) for _act, changes in acts)


def _act_carried_out(changes: list[RegisterChange], *, now: datetime) -> int:
    """Carry out what was recorded at once, and tell of all that could be done in one letter. Returns how many."""
    try:
        with transaction.atomic():
            concerned = concerned_by(changes, now=now)
            done = {change.pk for change in changes if _carried_out(change)}
            emails.bodies_changed([row for row in concerned if row.change.pk in done], now=now)
            return len(done)
    except DatabaseError:
        logger.exception("The changes recorded at %s could not be carried out.", changes[0].recorded_at)
        return 0


def _carried_out(change: RegisterChange) -> bool:
    try:
        with transaction.atomic():
            locked = RegisterChange.objects.select_for_update().get(pk=change.pk)
            if not locked.is_planned:
                return False
            with pghistory.context(by=locked.recorded_by_id):
                carry_out(locked)
            locked.is_planned = False
            locked.save(update_fields=["is_planned"])
    except DatabaseError:
        logger.exception("The change %s of %s could not be carried out.", change.pk, change.on)
        return False
    return True


def _record(
    kind: Kind,
    thing: Any,
    told: Told,
    *,
    by: User,
    now: datetime,
    into: Any = None,
    name_after: str = "",
) -> RegisterChange:
    """Write one change down, and carry it out when its day has come."""
    change = _planned(kind, thing, told, into=into, name_after=name_after, by=by, now=now)
    _follow([change], by=by, now=now)
    return change


def _planned(
    kind: Kind,
    thing: Any,
    told: Told,
    *,
    by: User,
    now: datetime,
    into: Any = None,
    name_after: str = "",
) -> RegisterChange:
    """Write a change down that has been found allowed; nothing has followed from it yet."""
    county = _county(thing)
    rules.check_may_record_change(by, county, now=now)
    rules.check_day_of_change(told.on, since=last_change_of(thing), now=now)
    return _write(kind, thing, county, told, into=into, name_after=name_after, by=by, now=now)


def _follow(changes: list[RegisterChange], *, by: User, now: datetime) -> None:
    """Carry out those whose day has come, and tell those whom they concern."""
    due = [change for change in changes if not change.is_planned]
    concerned = concerned_by(due, now=now)
    with pghistory.context(by=by.pk):
        for change in due:
            carry_out(change)
    emails.bodies_changed(concerned, now=now)


def _write(
    kind: Kind,
    thing: Any,
    county: County,
    told: Told,
    *,
    by: User,
    now: datetime,
    into: Any = None,
    name_after: str = "",
) -> RegisterChange:
    towards = {f"to_{FIELDS[type(into)]}": into} if into is not None else {}
    return RegisterChange.objects.create(
        county=county,
        kind=kind,
        on=told.on,
        name_before=thing_name(thing),
        name_after=name_after,
        note=told.note,
        source=told.source,
        is_planned=told.on > oslo_date(now),
        recorded_by=by,
        recorded_at=now,
        **{FIELDS[type(thing)]: thing},
        **towards,
    )


def _locked(thing: Any) -> Any:
    """The row as it stands now, held until the transaction ends."""
    return type(thing).objects.select_for_update().get(pk=thing.pk)


def _county(thing: Thing) -> County:
    return thing.municipality.county if isinstance(thing, Kindergarten) else thing.county


def _check_lives(thing: Thing, on: date) -> None:
    """What has ended cannot be merged, split, moved or sold."""
    ends = {Organisation: "ended_on", Kindergarten: "closed_on", Municipality: "valid_to"}
    ended = getattr(thing, ends[type(thing)])
    if ended is not None and ended <= on:
        raise NotNow(_("%(name)s is no longer in use on that day.") % {"name": thing_name(thing)})


def _check_kindergartens(thing: Thing, on: date) -> None:
    """What takes its kindergartens along does so after the last thing that happened to one of them."""
    if not isinstance(thing, Kindergarten):
        last = newest_period_of(thing)
        if last is not None and last > on:
            raise NotNow(
                _("One of the kindergartens has changed on %(day)s. Choose that day or a later one.")
                % {"day": day(last)}
            )


def _check_target(thing: Thing, into: Any, told: Told, *, by: User, now: datetime) -> None:
    """The other one is in the same county and in use that day; a new one is saved, in use from that day."""
    county = _county(thing)
    rules.check_may_record_change(by, county, now=now)
    if into.pk is not None:
        other = _locked(into)
        rules.check_same_county(county.pk, _county(other).pk)
        _check_lives(other, told.on)
        if isinstance(other, Municipality) and other.valid_from > told.on:
            raise NotNow(_("%(name)s is not in use yet on that day.") % {"name": other.name_nb})
        return
    rules.check_day_of_change(told.on, since=last_change_of(thing), now=now)
    into.county = county
    if isinstance(into, Municipality):
        into.valid_from = told.on
    into.save()
