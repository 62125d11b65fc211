"""The letters about nominations. No letter names a student."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from common.history import history_of
from needs.models import Nomination
from networks.models import User
from networks.queries import people_with
from networks.roles import Role
from networks.states import Duty
from networks.topics import topics


def nomination_submitted(nomination: Nomination, *, by: User, now: datetime) -> None:
    """A receipt to the one who sent, the kindergarten's head and the owner's contacts."""
    kindergarten = nomination.kindergarten
    heads = people_with([Role.HEAD], now=now, kindergarten=[kindergarten.pk])
    owners = people_with([Role.OWNER], now=now, organisation=[kindergarten.owner_id])
    context = {
        "kindergarten": kindergarten.name,
        "study": nomination.study_name,
        "institution": nomination.institution,
        "amount_nok": nomination.amount_nok,
        "year": nomination.round.grant_year,
        "by": by.name,
        "sent_at": now.isoformat(),
        "path": reverse("needs:nomination_detail", kwargs={"pk": nomination.pk}),
    }
    turn = history_of(nomination).count()
    about = topics(nomination.round, Duty.NOMINATION, kindergarten.owner, kindergarten)
    for user in {user.pk: user for user in [by, *heads, *owners]}.values():
        _post("nomination_submitted", user, context, f"{nomination.pk}:{turn}", about, now=now)


def _post(
    name: str, user: User, context: dict[str, Any], what: str, about: list[str], *, now: datetime
) -> None:
    key = f"{name}:{what}:{user.pk}"
    outbox.post(kind=f"needs/{name}", to=user, context=context, key=key, now=now, topics=about)
