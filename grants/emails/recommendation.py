"""The letters about the forum's recommendation."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from grants.models import Recommendation
from grants.queries.recommendation import forum_and_officers
from networks.models import User
from networks.states import Duty
from networks.topics import topics


def recommendation_adopted(recommendation: Recommendation, *, by: User, now: datetime) -> None:
    """Tell the forum and the case officers that the recommendation is adopted."""
    _post("recommendation_adopted", recommendation, {"by": by.name}, now=now)


def recommendation_reopened(recommendation: Recommendation, *, comment: str, by: User, now: datetime) -> None:
    """Tell the forum and the case officers that the recommendation is open again, and why."""
    _post("recommendation_reopened", recommendation, {"by": by.name, "comment": comment}, now=now)


def _post(name: str, recommendation: Recommendation, more: dict[str, Any], *, now: datetime) -> None:
    year = recommendation.round.grant_year
    context = {
        "year": year,
        "number": recommendation.full_number,
        "path": reverse("grants:recommendation_detail", kwargs={"year": year}),
        **more,
    }
    about = topics(recommendation.round, Duty.RECOMMENDATION)
    for user in forum_and_officers(recommendation.round, now=now):
        key = f"{name}:{recommendation.pk}:{recommendation.number}:{user.pk}"
        outbox.post(kind=f"grants/{name}", to=user, context=context, key=key, now=now, topics=about)
