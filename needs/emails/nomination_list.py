"""The letters about the networks' lists of nominations. No letter names a student."""

from datetime import datetime

from django.urls import reverse

from common import outbox
from needs.models import NominationList
from networks.models import User
from networks.queries import people_with
from networks.roles import LEADERS, Role
from networks.states import Duty
from networks.topics import topics


def nomination_list_submitted(ranking: NominationList, *, number: int, by: User, now: datetime) -> None:
    """A receipt to the network's leaders, and a word to the county's case officers."""
    place = {"network": ranking.network_id, "year": ranking.round.grant_year}
    context = {
        "network": ranking.network.name,
        "year": ranking.round.grant_year,
        "number": number,
        "by": by.name,
        "sent_at": now.isoformat(),
        "path": reverse("needs:nomination_list_detail", kwargs=place),
    }
    about = topics(ranking.round, Duty.NOMINATION_LIST, ranking.network)
    leaders = people_with(LEADERS, now=now, network=[ranking.network_id])
    officers = people_with([Role.CASE_OFFICER], now=now, county=[ranking.network.county_id])
    for user in {user.pk: user for user in [by, *leaders, *officers]}.values():
        key = f"nomination_list_submitted:{ranking.pk}:{user.pk}"
        kind = "needs/nomination_list_submitted"
        outbox.post(kind=kind, to=user, context=context, key=key, now=now, topics=about)
