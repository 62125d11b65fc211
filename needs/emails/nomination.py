"""The letters about nominations to those who nominate and follow them. No letter names a student."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from common.history import history_of
from needs.emails.about import about_nomination
from needs.models import Nomination
from networks.models import User
from networks.queries import network_of, people_with
from networks.roles import LEADERS, Role


def nomination_proposed(nomination: Nomination, *, by: User, now: datetime) -> None:
    """Asks the owner's contacts to confirm what the head has proposed."""
    _write("nomination_proposed", nomination, _owners(nomination, now=now), by=by, now=now)


def nomination_submitted(nomination: Nomination, *, by: User, now: datetime) -> None:
    """A receipt to the one who sent, the kindergarten's head and the owner's contacts."""
    people = [by, *_heads(nomination, now=now), *_owners(nomination, now=now)]
    _write("nomination_submitted", nomination, people, by=by, now=now)


def nomination_sent_back(nomination: Nomination, *, comment: str, by: User, now: datetime) -> None:
    """Tells the head, and the one who proposed, what the owner wants changed."""
    proposed_by = [nomination.proposed_by] if nomination.proposed_by else []
    people = [*proposed_by, *_heads(nomination, now=now)]
    _write("nomination_sent_back", nomination, people, by=by, now=now, comment=comment)


def nomination_state_changed(
    nomination: Nomination, verb: str, *, is_with_network: bool, comment: str = "", by: User, now: datetime
) -> None:
    """Tells the head, the owner and (once the network has it) the network's leaders that somebody has taken the
    nomination back, withdrawn it, or said how the study goes.

    A move to another owner is told to that owner and to the county's case officers as well.
    """
    people = [*_heads(nomination, now=now), *_owners(nomination, now=now)]
    if is_with_network:
        people += _leaders(nomination, now=now)
    if nomination.moved_to is not None:
        people += people_with([Role.OWNER], now=now, organisation=[nomination.moved_to.pk])
        people += people_with([Role.CASE_OFFICER], now=now, county=[nomination.round.county_id])
    said = {"verb": verb, "comment": comment, "new_owner": str(nomination.moved_to or "")}
    others = [user for user in people if user.pk != by.pk]
    _write("nomination_state_changed", nomination, others, by=by, now=now, **said)


def student_corrected(
    nomination: Nomination, fields: Iterable[str], *, is_with_network: bool, now: datetime
) -> None:
    """Tells the head, the owner and (once the network has it) the network's leaders what the student corrected."""
    people = [*_heads(nomination, now=now), *_owners(nomination, now=now)]
    if is_with_network:
        people += _leaders(nomination, now=now)
    context = {**_said(nomination), "fields": list(fields), "sent_at": now.isoformat()}
    number = nomination.corrections.count()
    for user in {user.pk: user for user in people}.values():
        _post("student_corrected", user, nomination, context, f"{nomination.pk}:{number}", now=now)


def _write(
    name: str, nomination: Nomination, people: Iterable[User], *, by: User, now: datetime, **more: Any
) -> None:
    """One letter to each, once for each line of the nomination's history."""
    context = {**_said(nomination), "by": by.name, "sent_at": now.isoformat(), **more}
    turn = history_of(nomination).count()
    for user in {user.pk: user for user in people}.values():
        _post(name, user, nomination, context, f"{nomination.pk}:{turn}", now=now)


def _post(
    name: str, user: User, nomination: Nomination, context: dict[str, Any], what: str, *, now: datetime
) -> None:
    key = f"{name}:{what}:{user.pk}"
    about = about_nomination(nomination)
    outbox.post(kind=f"needs/{name}", to=user, context=context, key=key, now=now, topics=about)


def _said(nomination: Nomination) -> dict[str, Any]:
    return {
        "kindergarten": nomination.kindergarten.name,
        "study": nomination.study_name,
        "institution": nomination.institution,
        "amount_nok": nomination.amount_nok,
        "year": nomination.round.grant_year,
        "path": reverse("needs:nomination_detail", kwargs={"pk": nomination.pk}),
    }


def _heads(nomination: Nomination, *, now: datetime) -> list[User]:
    return people_with([Role.HEAD], now=now, kindergarten=[nomination.kindergarten_id])


def _owners(nomination: Nomination, *, now: datetime) -> list[User]:
    return people_with([Role.OWNER], now=now, organisation=[nomination.kindergarten.owner_id])


def _leaders(nomination: Nomination, *, now: datetime) -> list[User]:
    network = network_of(nomination.kindergarten, nomination.round)
    return people_with(LEADERS, now=now, network=[network.pk]) if network else []
