"""Who keeps a county's networks, their municipalities and their universities, and for which days."""

from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from common.dates import day, oslo_date
from common.refusals import NotAllowed, NotNow, WayOn
from networks.models import (
    County,
    Municipality,
    Network,
    NetworkMunicipality,
    Organisation,
    OrganisationKind,
    Partnership,
    User,
)
from networks.roles import Role, bodies

EARLIEST, LATEST = 2000, 2100
"""The years of our time: a day outside them is a slip of the hand."""


def check_may_create_network(user: User, county: County, *, now: datetime) -> None:
    """A case officer of the county makes its networks."""
    _check_keeps(user, county.pk, now=now)


def check_may_join_network(
    user: User, network: Network, municipality: Municipality, valid_from: date, *, now: datetime
) -> None:
    """A case officer lets a municipality of the county, one that is in use, belong to a network."""
    _check_keeps(user, network.county_id, now=now)
    _check_same_county(network, municipality.county_id)
    check_days(valid_from)
    if municipality.valid_to is not None and municipality.valid_to <= valid_from:
        said = {"place": municipality, "when": day(municipality.valid_to)}
        raise NotNow(_("%(place)s has not been in use since %(when)s. Choose another municipality.") % said)


def check_may_leave_network(
    user: User, membership: NetworkMunicipality, ends_on: date | None, *, now: datetime
) -> None:
    """A case officer says when a municipality no longer belongs: never before it began."""
    _check_keeps(user, membership.network.county_id, now=now)
    check_days(membership.valid_from, ends_on)


def check_may_begin_partnership(  # noqa: PLR0913 -- who, the two sides, where, from when
    user: User,
    network: Network,
    university: Organisation,
    municipality: Municipality | None,
    valid_from: date,
    *,
    now: datetime,
) -> None:
    """A case officer writes down that a university of the county works with a network."""
    _check_keeps(user, network.county_id, now=now)
    _check_same_county(network, university.county_id)
    if municipality is not None:
        _check_same_county(network, municipality.county_id)
    check_days(valid_from)
    if university.kind != OrganisationKind.UNIVERSITY:
        raise NotNow(_("Only a university can be a network's partner."))
    if university.ended_on is not None and university.ended_on <= valid_from:
        said = {"name": university, "when": day(university.ended_on)}
        raise NotNow(_("%(name)s ended on %(when)s. Choose another one.") % said)


def check_may_end_partnership(
    user: User, partnership: Partnership, ends_on: date | None, *, now: datetime
) -> None:
    """A case officer says when a partnership no longer holds: never before it began."""
    _check_keeps(user, partnership.network.county_id, now=now)
    check_days(partnership.valid_from, ends_on)


def check_days(valid_from: date, ends_on: date | None = None) -> None:
    """The days are of our time, and nothing ends before it began; what ends on its first day has never held.

    Raises NotNow.
    """
    years = [found.year for found in (valid_from, ends_on) if found]
    if min(years) < EARLIEST or max(years) > LATEST:
        raise NotNow(_("Choose a year between 2000 and 2100."))
    if ends_on is not None and ends_on < valid_from:
        raise NotNow(_("The last day comes before the first."))


def check_belongs_to_no_other(other: NetworkMunicipality | None, *, now: datetime) -> None:
    """A municipality belongs to one network at a time: `other` is what stands in the way. Raises NotNow."""
    if other is None:
        return
    said = {"place": other.municipality, "network": other.network, "first": day(other.valid_from)}
    if other.valid_from > oslo_date(now):
        sentence = _("%(place)s will belong to %(network)s from %(first)s. End that first.") % said
    else:
        sentence = _("%(place)s belongs to %(network)s, from %(first)s. End that first.") % said
    where = {"network": other.network_id, "pk": other.pk}
    raise NotNow(sentence, way_on=WayOn(reverse("networks:membership_end", kwargs=where), _("End it")))


def check_is_new_partnership(same: Partnership | None, first: Partnership | None) -> None:
    """A university is a partner in one place once, and one university is the first partner; `same` and `first`
    are what stands in the way. Raises NotNow.
    """
    if same is not None:
        said = {"name": same.university, "first": day(same.valid_from)}
        raise NotNow(_("%(name)s is a partner there already, from %(first)s.") % said)
    if first is not None:
        raise NotNow(
            _(
                "%(name)s is the network's first partner in this period. End that first, or leave the box empty."
            )
            % {"name": first.university}
        )


def check_is_in_network(municipality: Municipality | None, places: list[int]) -> None:
    """A partnership in one municipality is in one of the network's own that day (keys in `places`)."""
    if municipality is not None and municipality.pk not in places:
        raise NotNow(_("%(place)s does not belong to the network that day.") % {"place": municipality})


def _check_keeps(user: User, county: int, *, now: datetime) -> None:
    if county not in bodies(user, Role.CASE_OFFICER, now=now):
        raise NotAllowed(_("Only a case officer can change this."))


def _check_same_county(network: Network, county: int) -> None:
    if county != network.county_id:
        raise NotAllowed(_("This belongs to another county."))
