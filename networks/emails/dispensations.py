"""The letters about later dates: asked for, withdrawn, granted, declined."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import translation

from common import outbox
from networks.deadlines import Owed
from networks.models import Dispensation, DispensationRequest, User
from networks.queries import letter_language, receiver_of, who_answers, who_asks
from networks.queries.written_form import AnyBody
from networks.topics import topics


def dispensation_asked(request: DispensationRequest, owed: Owed, *, now: datetime) -> None:
    """Tell those who can answer that a body asks for a later date, and why."""
    context = {
        "by": request.asked_by.name,
        "reason": request.reason,
        "wanted_on": request.wanted_on.isoformat() if request.wanted_on else "",
        "due_at": owed.answer(now=now).due_at.isoformat(),
        "path": reverse("dispensation_request", kwargs={"pk": request.pk}),
    }
    people = [user for user in who_answers(owed, now=now) if user != request.asked_by]
    _post_about(owed, "dispensation_asked", people, context, of=receiver_of(owed), key=request.pk, now=now)


def dispensation_withdrawn(request: DispensationRequest, owed: Owed, *, by: User, now: datetime) -> None:
    """Tell those who were asked that they need not answer any more."""
    context = {"by": by.name, "path": reverse("dispensation_request", kwargs={"pk": request.pk})}
    people = [user for user in who_answers(owed, now=now) if user != by]
    _post_about(
        owed, "dispensation_withdrawn", people, context, of=receiver_of(owed), key=request.pk, now=now
    )


def dispensation_granted(given: Dispensation, owed: Owed, *, now: datetime) -> None:
    """Tell the body its new date, and where to go on."""
    context = {
        "by": given.granted_by.name,
        "reason": given.reason,
        "due_at": given.due_at.isoformat(),
        "path": owed.path,
    }
    people = who_asks(owed, now=now)
    _post_about(owed, "dispensation_granted", people, context, of=_debtor(owed), key=given.pk, now=now)


def dispensation_declined(request: DispensationRequest, owed: Owed, *, now: datetime) -> None:
    """Tell the body that it gets no new date, and why."""
    context = {
        "by": request.answered_by.name if request.answered_by else "",
        "answer": request.answer,
        "closes": owed.row.closes,
        "due_at": owed.answer(now=now).due_at.isoformat(),
        "path": owed.path,
    }
    people = {user.pk: user for user in [request.asked_by, *who_asks(owed, now=now)]}
    _post_about(
        owed, "dispensation_declined", people.values(), context, of=_debtor(owed), key=request.pk, now=now
    )


def _debtor(owed: Owed) -> AnyBody | None:
    return owed.kindergarten or owed.organisation or owed.network


def _post_about(
    owed: Owed,
    name: str,
    people: Iterable[User],
    context: dict[str, Any],
    *,
    of: AnyBody | None,
    key: int,
    now: datetime,
) -> None:
    """One letter to each, in which the duty and the body are named in the reader's language.

    `of` is the body for which the people read it: the one that owes, or the one that receives.
    """
    about = topics(owed.round, owed.duty, *owed.body.values(), receiver_of(owed))
    for user in people:
        language = letter_language(user, [of])
        with translation.override(language):
            said = {"duty": str(owed.duty.label), "body": str(owed), "year": owed.round.grant_year}
        outbox.post(
            kind=f"networks/{name}",
            to=user,
            context={**context, **said},
            key=f"{name}:{key}:{user.pk}",
            now=now,
            topics=about,
            language=language,
        )
