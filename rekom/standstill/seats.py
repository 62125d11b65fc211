"""Roles that nobody holds, so that letters reach nobody."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from common.dates import oslo_date
from common.sorting import norwegian
from networks.models import County, Organisation, Partnership, Round, Seat
from networks.models.periods import valid_on
from networks.queries.gaps import networks_without_leader
from networks.roles import Role
from rekom.standstill.row import Still


def vacant(county: County, rounds: list[Round], now: datetime) -> Iterable[Still]:
    """Networks without a leader, and partner universities without a coordinator."""
    for gap in networks_without_leader(county, now):
        url = reverse("networks:network_people", kwargs={"network": gap.key})
        yield Still(who=gap.name, why=_("The network has no leader."), url=url)
    today = oslo_date(now)
    holders = Seat.objects.filter(
        valid_on(today), role=Role.UH_COORDINATOR, organisation=OuterRef("pk"), user__is_active=True
    )
    partners = Partnership.objects.filter(valid_on(today), network__county=county).order_by()
    rows = Organisation.objects.filter(~Exists(holders), pk__in=partners.values("university"))
    for university in rows.order_by(norwegian("name"), "pk"):
        url = reverse("networks:owner_people", kwargs={"organisation": university.pk})
        yield Still(who=str(university), why=_("The university has no coordinator."), url=url)
