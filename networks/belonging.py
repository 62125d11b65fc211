"""How a person belongs to a network today. Rules and pages of a network ask this, so that they cannot disagree.

Other apps take it from `networks.queries.belonging`; the rules of this app, which know no queries, from here.
"""

from datetime import date, datetime
from enum import StrEnum

from django.db.models import Q

from common.dates import oslo_date
from networks.models import Kindergarten, Network, Partnership, User
from networks.models.periods import valid_on
from networks.roles import Role, bodies, holds, is_staff_of, leads


class Tie(StrEnum):
    """One way of belonging to a network."""

    LEADER = "leader"
    MEMBER = "member"
    UNIVERSITY = "university"
    OWNER = "owner"
    HEAD = "head"
    STAFF = "staff"
    CASE_OFFICER = "case_officer"


LEADS = frozenset({Tie.LEADER})
PARTNERS = frozenset({Tie.LEADER, Tie.UNIVERSITY})
"""The two sides of the partnership: the network's leader or coordinator, and its universities."""
INSIDE = frozenset({Tie.LEADER, Tie.MEMBER, Tie.UNIVERSITY})
"""Those who do the network's work."""
KINDERGARTENS = frozenset({Tie.OWNER, Tie.HEAD})
AROUND = INSIDE | KINDERGARTENS | {Tie.STAFF}
"""Everybody whom the network is about, and the county governor's office."""


def ties(user: User, network: Network, *, now: datetime) -> frozenset[Tie]:
    """How the person belongs to the network today; empty for a stranger. At most two statements, kept on the user.

    A university's coordinator belongs to the networks that the university is a partner of; owners and heads to the
    networks in whose municipalities their kindergartens lie.
    """
    kept: dict[tuple[int, date], frozenset[Tie]] = vars(user).setdefault("_ties", {})
    key = network.pk, oslo_date(now)
    if key not in kept:
        kept[key] = frozenset(_ties(user, network, now=now))
    return kept[key]


def _ties(user: User, network: Network, *, now: datetime) -> set[Tie]:
    found = set()
    if leads(user, network, now=now):
        found.add(Tie.LEADER)
    if holds(user, Role.NETWORK_MEMBER, network, now=now):
        found.add(Tie.MEMBER)
    if is_staff_of(user, network.county, now=now):
        found.add(Tie.STAFF)
    if holds(user, Role.CASE_OFFICER, network.county, now=now):
        found.add(Tie.CASE_OFFICER)
    if _is_partner(user, network, now=now):
        found.add(Tie.UNIVERSITY)
    return found | _through_kindergartens(user, network, now=now)


def _is_partner(user: User, network: Network, *, now: datetime) -> bool:
    universities = bodies(user, Role.UH_COORDINATOR, now=now)
    if not universities:
        return False
    mine = Partnership.objects.filter(network=network, university__in=universities)
    return mine.filter(valid_on(oslo_date(now))).exists()


def _through_kindergartens(user: User, network: Network, *, now: datetime) -> set[Tie]:
    owners, kindergartens = bodies(user, Role.OWNER, now=now), bodies(user, Role.HEAD, now=now)
    if not (owners or kindergartens):
        return set()
    path, today = "municipality__memberships__", oslo_date(now)
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=today)
    inside = Kindergarten.objects.filter(is_open, valid_on(today, path), **{f"{path}network": network})
    rows = inside.order_by().values_list("pk", "owner_id")
    found = set()
    for pk, owner in rows:
        if pk in kindergartens:
            found.add(Tie.HEAD)
        if owner in owners:
            found.add(Tie.OWNER)
    return found
