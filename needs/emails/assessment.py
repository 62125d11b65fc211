"""The letters about assessments."""

from datetime import datetime

from django.urls import reverse

from common import outbox
from common.history import history_of
from needs.models import Assessment
from networks.models import User
from networks.queries import people_with
from networks.roles import Role
from networks.states import Duty
from networks.topics import topics


def assessment_shared(assessment: Assessment, *, by: User, now: datetime) -> None:
    """Tell the owner's other contacts that a kindergarten has shared its assessment."""
    kindergarten, year = assessment.kindergarten, assessment.round.grant_year
    turn = history_of(assessment).count()
    about = topics(assessment.round, Duty.ASSESSMENT, kindergarten.owner, kindergarten)
    for user in people_with([Role.OWNER], now=now, organisation=[kindergarten.owner_id]):
        if user == by:
            continue
        outbox.post(
            kind="needs/assessment_shared",
            to=user,
            context={
                "kindergarten": kindergarten.name,
                "by": by.name,
                "year": year,
                "path": reverse(
                    "needs:assessment_detail", kwargs={"kindergarten": kindergarten.pk, "year": year}
                ),
            },
            key=f"assessment_shared:{assessment.pk}:{turn}:{user.pk}",
            now=now,
            topics=about,
        )
