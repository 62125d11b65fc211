"""What a case officer does to networks: make one, let municipalities join and leave, begin and end partnerships.

Each change is a line in the network's history. Rounds read the periods as they stand: a change that holds on
1 January of a grant year counts in that year's round at once.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.dates import day
from common.history import note_change
from common.refusals import MovedOn, NotNow
from networks.models import (
    County,
    Municipality,
    Network,
    NetworkMunicipality,
    Organisation,
    Partnership,
    User,
)
from networks.queries import memberships as queries
from networks.rules import memberships as rules


@transaction.atomic
def create_network(*, county: County, name: str, by: User, now: datetime) -> Network:
    """Make a network. Its municipalities, universities and who receives its money are chosen afterwards.

    Raises NotNow when the county has a network of that name.
    """
    rules.check_may_create_network(by, county, now=now)
    try:
        with transaction.atomic():
            network = Network.objects.create(county=county, name=name, is_demo=False)
    except IntegrityError as error:
        raise NotNow(_("The county has a network with this name already.")) from error
    note_change(network, "create_network", "", "", by=by, now=now)
    return network


@transaction.atomic
def join_network(
    *, network: Network, municipality: Municipality, valid_from: date, by: User, now: datetime
) -> NetworkMunicipality:
    """Let a municipality belong to a network from a day. Raises NotNow while it belongs to another one."""
    place = Municipality.objects.select_for_update().get(pk=municipality.pk)
    rules.check_may_join_network(by, network, place, valid_from, now=now)
    rules.check_belongs_to_no_other(queries.membership_in_the_way(place, valid_from), now=now)
    made = NetworkMunicipality.objects.create(network=network, municipality=place, valid_from=valid_from)
    note_change(
        network, "join_network", "", str(valid_from), by=by, now=now, comment=f"{place}, {day(valid_from)}"
    )
    return made


@transaction.atomic
def leave_network(*, membership: NetworkMunicipality, ends_on: date | None, by: User, now: datetime) -> None:
    """Choose the first day on which a municipality no longer belongs to its network, or None for no end.

    One that ends on the day it began has never belonged: the row goes, the history line stays. Partnerships in the
    municipality alone end with it.
    """
    Municipality.objects.select_for_update().get(pk=membership.municipality_id)
    row = _locked_membership(membership)
    rules.check_may_leave_network(by, row, ends_on, now=now)
    if row.valid_to == ends_on:
        return
    other = queries.membership_in_the_way(row.municipality, row.valid_from, ends_on, but=row.pk)
    if ends_on is None or ends_on > row.valid_from:
        rules.check_belongs_to_no_other(other, now=now)
    if ends_on is not None:
        for partnership in queries.partnerships_after(row.network, row.municipality, ends_on):
            _end(partnership, max(ends_on, partnership.valid_from), "end_partnership", by=by, now=now)
    _end(row, ends_on, "leave_network", by=by, now=now)


@transaction.atomic
def begin_partnership(  # noqa: PLR0913 -- the two sides, where, as what, from when, and who writes it down
    *,
    network: Network,
    university: Organisation,
    municipality: Municipality | None = None,
    is_first_partner: bool = False,
    valid_from: date,
    by: User,
    now: datetime,
) -> Partnership:
    """Write down that a university works with a network, in the whole of it or in one municipality, from a day.

    Raises NotNow when it does already, or when another university is the first partner.
    """
    held = Network.objects.select_for_update().get(pk=network.pk)
    rules.check_may_begin_partnership(by, held, university, municipality, valid_from, now=now)
    rules.check_is_in_network(municipality, queries.places_on(held, valid_from))
    made = Partnership(
        network=held,
        university=university,
        municipality=municipality,
        is_first_partner=is_first_partner,
        valid_from=valid_from,
    )
    rules.check_is_new_partnership(queries.partnership_in_the_way(made), queries.other_first_partner(made))
    made.save()
    told = f"{_named(made)}, {day(valid_from)}"
    note_change(held, "begin_partnership", "", str(valid_from), by=by, now=now, comment=told)
    return made


@transaction.atomic
def end_partnership(*, partnership: Partnership, ends_on: date | None, by: User, now: datetime) -> None:
    """Choose the first day on which a partnership no longer holds, or None for no end.

    One that ends on the day it began has never held: the row goes, the history line stays.
    """
    Network.objects.select_for_update().get(pk=partnership.network_id)
    row = queries.all_partnerships(partnership.network).filter(pk=partnership.pk).first()
    if row is None:
        raise MovedOn
    rules.check_may_end_partnership(by, row, ends_on, now=now)
    if row.valid_to == ends_on:
        return
    if ends_on is None or ends_on > row.valid_from:
        same = queries.partnership_in_the_way(row, after=ends_on, but=row.pk)
        is_longer = row.valid_to is not None and (ends_on is None or ends_on > row.valid_to)
        first = queries.other_first_partner(row, after=ends_on) if is_longer else None
        rules.check_is_new_partnership(same, first)
    _end(row, ends_on, "end_partnership", by=by, now=now)


def _locked_membership(membership: NetworkMunicipality) -> NetworkMunicipality:
    rows = queries.all_memberships(membership.network).select_for_update(of=("self",))
    row = rows.filter(pk=membership.pk).first()
    if row is None:
        raise MovedOn
    return row


def _end(
    row: NetworkMunicipality | Partnership, ends_on: date | None, verb: str, *, by: User, now: datetime
) -> None:
    before, network = row.valid_to, row.network
    if ends_on == row.valid_from:
        row.delete()
        told = _("%(name)s: taken back, from %(first)s") % {"name": _named(row), "first": day(row.valid_from)}
    else:
        row.valid_to = ends_on
        row.save(update_fields=["valid_to"])
        until = day(row.last_on) if row.last_on else _("no last day")
        told = f"{_named(row)}, {until}"
    note_change(network, verb, str(before or ""), str(ends_on or ""), by=by, now=now, comment=told)


def _named(row: NetworkMunicipality | Partnership) -> str:
    if isinstance(row, NetworkMunicipality):
        return str(row.municipality)
    return f"{row.university}, {row.municipality}" if row.municipality else str(row.university)
