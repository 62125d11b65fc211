"""The letter about a corrected address."""

from datetime import datetime

from django.urls import reverse

from common import outbox
from networks.models import County, User
from networks.topics import topics


def email_corrected(person: User, *, county: County, by: User, turn: int, now: datetime) -> None:
    """Tell a person, at the new address, that the portal writes there from now on."""
    outbox.post(
        kind="networks/email_corrected",
        to=person,
        context={"by": by.name, "email": person.email, "path": reverse("networks:profile")},
        key=f"email_corrected:{person.pk}:{turn}",
        now=now,
        topics=topics(county),
    )
