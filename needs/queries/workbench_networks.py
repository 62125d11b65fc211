"""The networks whose workbench a person opens, and how far each has come."""

from collections import Counter
from datetime import datetime

from django.db.models import Q, QuerySet

from common.sorting import norwegian
from needs.queries.needs_report import report_pairs
from needs.states import NEEDS_REPORT_FINAL
from networks.models import Network, Round, User
from networks.roles import LEADERS, STAFF, bodies


def workbenches(user: User, *, now: datetime) -> QuerySet[Network]:
    """The networks that the person leads, and for the county governor's staff all of the county's."""
    mine = Q(pk__in=bodies(user, LEADERS, now=now)) | Q(county__in=bodies(user, STAFF, now=now))
    return Network.objects.filter(mine).order_by(norwegian("name"), "pk")


def networks_with_totals(
    networks: QuerySet[Network], user: User, round: Round, *, now: datetime
) -> list[Network]:
    """The networks, each with `owners` and `reports_in`: how many owe a needs report, and how many have answered."""
    pairs = report_pairs(user, round, now=now).order_by().values_list("network_id", "state")
    owners, answered = Counter[int](), Counter[int]()
    for network, state in pairs:
        owners[network] += 1
        answered[network] += state in NEEDS_REPORT_FINAL
    found = list(networks)
    for row in found:
        row.owners, row.reports_in = owners[row.pk], answered[row.pk]  # type: ignore[attr-defined]  # -- for the page
    return found
