"""What can be done to a network's arenas: make the usual ones, add, save, order and end."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from common.refusals import NotNow
from common.versions import check_version
from networks.arenas import usual_arenas
from networks.models import Arena, Network, Organisation, User
from networks.queries import arenas as queries
from networks.rules import arenas as rules
from networks.states import ArenaKind

MOST_ARENAS = 20


@dataclass(frozen=True, kw_only=True)
class ArenaInput:
    """Where people meet: what it is called, who comes, and what it is for."""

    name: str
    kind: ArenaKind = ArenaKind.OTHER
    who: str = ""
    purpose: str = ""


@transaction.atomic
def make_arenas(
    *, network: Network, university: Organisation | None = None, by: User, now: datetime
) -> list[Arena]:
    """Make the five usual arenas for the network, or for its partnership with a university. They can all be changed.

    Raises NotNow where there are arenas already, or the university is no partner.
    """
    rules.check_may_edit_arenas(by, network, university=university, now=now)
    queries.hold_network(network)
    _check_is_partner(network, university, now=now)
    if queries.arenas_in(network, university).exists():
        raise NotNow(_("There are arenas here already. Change those."))
    return Arena.objects.bulk_create(
        Arena(network=network, university=university, order=place, **columns)
        for place, columns in enumerate(usual_arenas(), start=1)
    )


@transaction.atomic
def add_arena(
    *, network: Network, university: Organisation | None = None, typed: ArenaInput, by: User, now: datetime
) -> Arena:
    """Add an arena after the others. Raises NotNow for a name that is in use, and for more than twenty."""
    rules.check_may_edit_arenas(by, network, university=university, now=now)
    queries.hold_network(network)
    _check_is_partner(network, university, now=now)
    there = queries.arenas_in(network, university)
    if there.count() >= MOST_ARENAS:
        raise NotNow(_("There can be twenty arenas at most."))
    _check_name(there.values_list("name", flat=True), typed)
    last = there.aggregate(last=Max("order"))["last"] or 0
    return Arena.objects.create(network=network, university=university, order=last + 1, **vars(typed))


@transaction.atomic
def save_arena(*, arena: Arena, typed: ArenaInput, version: int, by: User, now: datetime) -> Arena:
    """Change an arena. `version` is what the page showed; raises NotNow when somebody else has saved since."""
    arena = queries.locked_arena(arena)
    rules.check_may_save_arena(by, arena, now=now)
    check_version(arena.version, version)
    others = queries.arenas_in(arena.network, arena.university).exclude(pk=arena.pk)
    _check_name(others.values_list("name", flat=True), typed)
    columns = vars(typed) | {"version": arena.version + 1}
    for name, value in columns.items():
        setattr(arena, name, value)
    arena.save(update_fields=list(columns))
    return arena


@transaction.atomic
def end_arena(*, arena: Arena, by: User, now: datetime) -> Arena:
    """Take an arena out of use. Its meetings stay, and no new ones are planned in it."""
    arena = queries.locked_arena(arena)
    rules.check_may_save_arena(by, arena, now=now)
    arena.ended_at = now
    arena.save(update_fields=["ended_at"])
    return arena


@transaction.atomic
def order_arenas(
    *, network: Network, university: Organisation | None = None, order: Sequence[int], by: User, now: datetime
) -> None:
    """Put the arenas in this order (their keys); those that are not named come last, as they stood."""
    rules.check_may_edit_arenas(by, network, university=university, now=now)
    queries.hold_network(network)
    arenas = {arena.pk: arena for arena in queries.arenas_in(network, university)}
    named = [arenas.pop(key) for key in dict.fromkeys(order) if key in arenas]
    rows = [*named, *arenas.values()]
    for place, arena in enumerate(rows, start=1):
        arena.order = place
    Arena.objects.bulk_update(rows, ["order"])


def _check_is_partner(network: Network, university: Organisation | None, *, now: datetime) -> None:
    if university is not None and not queries.partners_on(network, now=now).filter(pk=university.pk).exists():
        raise NotNow(_("The university does not work with this network now."))


def _check_name(taken: Iterable[str], typed: ArenaInput) -> None:
    if typed.name.casefold() in {name.casefold() for name in taken}:
        raise NotNow(_("Another arena here has that name."))
