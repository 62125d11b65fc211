"""Who may change the facts about organisations, networks and the office."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed
from networks.models import County, Network, Organisation, User
from networks.roles import Role, bodies


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
