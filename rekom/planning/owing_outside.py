"""Who owes what is paid and checked in May and September, and what is done outside the portal.

Payouts that the portal plans are owed until each is dealt with; everything else until somebody marks it as done.
"""

from datetime import datetime

from django.db.models import QuerySet

from grants import queries as grants
from grants.queries.payout import payouts_left
from networks.models import Completion, Network, Round
from networks.queries import people_with
from networks.roles import Role
from networks.states import Duty
from rekom.planning.debts import Debt, leaders_by_network

PAYOUT_DUTIES = (Duty.SPRING_PAYOUT, Duty.STILL_STUDYING, Duty.AUTUMN_PAYOUT)
"""What the portal knows to be done, where it plans the network's payouts."""


def payment(round: Round, *, now: datetime) -> list[Debt]:
    """When the letters are issued, the governor's office owes the payments: its case officers.

    It is done when no payment is left that is due by the day of the duty, or when somebody has marked it.
    """
    if not grants.is_issued(round) or not grants.has_unpaid(round) or None in _done(Duty.PAYMENT, round):
        return []
    officers = people_with([Role.CASE_OFFICER], now=now, county=[round.county_id])
    return [Debt(name=round.county.office_name, people=tuple(officers))]


def spring_payout(round: Round, *, now: datetime) -> list[Debt]:
    """Each network with money for individual measures pays it out to the owners: the leader and coordinators."""
    return _of_networks(Duty.SPRING_PAYOUT, round, grants.networks_with_individual_money(round), now=now)


def still_studying(round: Round, *, now: datetime) -> list[Debt]:
    """Each network with money for individual measures knows or decides who is still studying before it pays."""
    return _of_networks(Duty.STILL_STUDYING, round, grants.networks_with_individual_money(round), now=now)


def autumn_payout(round: Round, *, now: datetime) -> list[Debt]:
    """Each network with money for individual measures pays out the second half."""
    return _of_networks(Duty.AUTUMN_PAYOUT, round, grants.networks_with_individual_money(round), now=now)


def plan_revision(round: Round, *, now: datetime) -> list[Debt]:
    """Each network looks over its long-term plan."""
    return _of_networks(Duty.PLAN_REVISION, round, grants.networks_of_round(round), now=now)


def _of_networks(duty: Duty, round: Round, networks: QuerySet[Network], *, now: datetime) -> list[Debt]:
    done, left = _done(duty, round), payouts_left(round) if duty in PAYOUT_DUTIES else {}
    owed = [
        network
        for network in networks.select_related("payee")
        if (left[network.pk][duty] if network.pk in left else network.pk not in done)
    ]
    people = leaders_by_network([network.pk for network in owed], now=now)
    return [Debt(name=str(network), network=network, people=people[network.pk]) for network in owed]


def _done(duty: Duty, round: Round) -> set[int | None]:
    """The networks that are marked as done with the duty; None stands for the governor's office."""
    rows = Completion.objects.filter(deadline__round=round, deadline__duty=duty, undone_at__isnull=True)
    return set(rows.values_list("network_id", flat=True))
