"""The letter about money that does not add up."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.urls import reverse

from common import outbox
from grants.money_faults import sentence_of
from grants.queries.money_check import Found
from networks.models import County
from networks.queries import people_with
from networks.roles import Role
from networks.topics import topics

SHOWN = 20
"""So many faults stand in the letter; all of them stand on the status page."""


def money_faults_found(faults: Sequence[Found], *, now: datetime) -> None:
    """Tell the case officers of each county what the nightly check found; faults of documents go to all counties."""
    counties = list(County.objects.order_by("pk"))
    mine: dict[int, list[Found]] = defaultdict(list)
    for fault in faults:
        for county in counties:
            if fault.round is None or fault.round.county_id == county.pk:
                mine[county.pk].append(fault)
    for county in counties:
        if mine[county.pk]:
            _tell(county, mine[county.pk], now=now)


def _tell(county: County, faults: Sequence[Found], *, now: datetime) -> None:
    context = {
        "number": len(faults),
        "faults": [sentence_of(fault.code, fault.facts) for fault in faults[:SHOWN]],
        "path": reverse("status"),
    }
    for user in people_with([Role.CASE_OFFICER], now=now, county=[county.pk]):
        outbox.post(
            kind="grants/money_faults_found",
            to=user,
            context=context,
            key=f"money_faults_found:{county.pk}:{now.isoformat()}:{user.pk}",
            now=now,
            topics=topics(county),
        )
