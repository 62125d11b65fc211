"""Who may do what to people, rounds and deadlines."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from networks.models import County, Deadline, Kindergarten, Network, Organisation, Round, Seat, User
from networks.roles import LEADERS, STAFF, Role, bodies, holds, is_staff_of
from networks.states import Duty

GOES_TO_NETWORK = (Duty.ASSESSMENT, Duty.NEEDS_REPORT, Duty.NOMINATION)
"""What kindergartens and owners owe; a network's own duties are the case officer's to extend."""


def check_may_invite(user: User, county: County, *, now: datetime) -> None:
    """The county governor's staff invite people."""
    if not is_staff_of(user, county, now=now):
        raise NotAllowed(_("Only the County Governor's staff can invite people."))


def check_body_in_county(body: Any, county: County) -> None:
    """People are invited to bodies of the county alone."""
    if county_id_of(body) != county.pk:
        raise NotAllowed(_("This belongs to another county."))


def check_may_end_seat(user: User, seat: Seat, county: County, *, now: datetime) -> None:
    """The county governor's staff end the seats of their county, but not their own."""
    check_may_invite(user, county, now=now)
    check_body_in_county(seat.body, county)
    if seat.user_id == user.pk and seat.role in STAFF:
        raise NotNow(_("You cannot end your own role here. Ask a colleague."))


def county_id_of(body: Any) -> int:
    """The key of the county that a body belongs to: a county itself, a kindergarten by its owner, others directly."""
    if isinstance(body, County):
        return body.pk
    return int(body.owner.county_id if isinstance(body, Kindergarten) else body.county_id)


def check_may_open_round(user: User, county: County, *, now: datetime) -> None:
    """A case officer opens a round."""
    if not holds(user, Role.CASE_OFFICER, county, now=now):
        raise NotAllowed(_("Only a case officer can open a round."))


def check_is_new_round(grant_year: int, known: Round | None) -> None:
    """A county has one round a year."""
    if known is not None:
        raise NotNow(_("The round for %(year)s is open already.") % {"year": grant_year})


def check_may_grant_dispensation(
    user: User, deadline: Deadline, network: Network | None, *, due_at: datetime, now: datetime
) -> None:
    """The network's leader for what goes to the network, a case officer for all; always a later instant."""
    is_leader = (
        network is not None
        and deadline.duty in GOES_TO_NETWORK
        and network.county_id == deadline.round.county_id
        and holds(user, LEADERS, network, now=now)
    )
    if not is_leader and not holds(user, Role.CASE_OFFICER, deadline.round.county, now=now):
        raise NotAllowed(_("Only the network's leader or a case officer can give a new deadline."))
    if due_at <= now:
        raise NotNow(_("The new deadline must lie ahead."))


def check_may_update_profile(user: User, person: User) -> None:
    """People change their own name, phone number and language."""
    if user.pk != person.pk:
        raise NotAllowed(_("You can only change your own page."))


def check_may_update_organisation(user: User, organisation: Organisation, *, now: datetime) -> None:
    """A case officer keeps the facts of the county's organisations; nobody changes their own account number."""
    _check_keeps_facts(user, organisation.county_id, now=now)


def check_may_update_network(
    user: User, network: Network, *, payee: Organisation | None, now: datetime
) -> None:
    """A case officer says who receives the network's money: an organisation of the same county."""
    _check_keeps_facts(user, network.county_id, now=now)
    if payee is not None and payee.county_id != network.county_id:
        raise NotAllowed(_("This belongs to another county."))


def check_may_update_office(user: User, county: County, *, now: datetime) -> None:
    """A case officer keeps the address and numbers of their own office."""
    _check_keeps_facts(user, county.pk, now=now)


def _check_keeps_facts(user: User, county: int, *, now: datetime) -> None:
    if county not in bodies(user, Role.CASE_OFFICER, now=now):
        raise NotAllowed(_("Only a case officer can change this."))
