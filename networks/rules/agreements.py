"""Who may keep the agreements of a partnership, and the team of teachers that follows a network."""

from collections.abc import Collection
from datetime import date, datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from networks.models import Network, Organisation, User
from networks.roles import Role, holds, leads


def keeps_agreement(user: User, network: Network, university: Organisation, *, now: datetime) -> bool:
    """Either side keeps an agreement: the network's leader or coordinator, and the university's coordinator."""
    return leads(user, network, now=now) or holds(user, Role.UH_COORDINATOR, university, now=now)


def check_may_save_agreement(
    user: User, network: Network, university: Organisation, *, partners: Collection[int], now: datetime
) -> None:
    """Either side writes it down, for a university that is the network's partner today (keys in `partners`)."""
    if not keeps_agreement(user, network, university, now=now):
        raise NotAllowed(_("Only the two sides of the partnership can write down an agreement."))
    _check_is_partner(university, partners)


def check_may_save_teacher(
    user: User, network: Network, university: Organisation, *, partners: Collection[int], now: datetime
) -> None:
    """The university's coordinator says who follows a network that the university is a partner of."""
    if not holds(user, Role.UH_COORDINATOR, university, now=now):
        raise NotAllowed(_("Only the university's coordinator can say who follows the network."))
    _check_is_partner(university, partners)


def check_period(valid_from: date, valid_to: date | None) -> None:
    """A period ends after it began. Raises NotNow."""
    if valid_to is not None and valid_to <= valid_from:
        raise NotNow(_("The last day comes before the first."))


def _check_is_partner(university: Organisation, partners: Collection[int]) -> None:
    if university.pk not in partners:
        raise NotNow(_("The university is not a partner of the network today."))
