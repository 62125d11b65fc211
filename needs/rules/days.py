"""Who may write down the days that a university has used in a network."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from common.dates import oslo_date
from common.refusals import NotAllowed, NotNow
from needs.models import Measure
from networks.models import Network, Organisation, User
from networks.roles import Role, holds

MOST_DAYS = Decimal(200)
"""In one line, at most."""


def check_keeps_days(user: User, university: Organisation, *, now: datetime) -> None:
    """The university's coordinators write, change and take out its days, also those that one before them wrote."""
    if not holds(user, Role.UH_COORDINATOR, university, now=now):
        raise NotAllowed(_("Only the university's coordinator writes down its days."))


def check_may_record_days(  # noqa: PLR0913 -- one line: whose, where, for what, when and how many
    user: User,
    university: Organisation,
    network: Network,
    measure: Measure | None,
    *,
    on: date,
    days: Decimal,
    partners: Collection[int],
    now: datetime,
) -> None:
    """Whole and half days that have been, in a network that the university is a partner of (keys in `partners`)."""
    check_keeps_days(user, university, now=now)
    if network.pk not in partners:
        raise NotNow(_("The university is not a partner of the network."))
    if measure is not None and measure.basis.network_id != network.pk:
        raise NotNow(_("The measure belongs to another network."))
    if on > oslo_date(now):
        raise NotNow(_("The day has not come yet. Write down days when they are used."))
    if not 0 < days <= MOST_DAYS or days * 2 % 1:
        raise NotNow(_("Write whole or half days, 0.5 to 200."))
