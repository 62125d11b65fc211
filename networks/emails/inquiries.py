"""The letters about inquiries: one for each person, with all the bodies that they answer for."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from common.history import history_of
from common.models import MailPriority
from common.outbox.planning import Planned
from networks.models import Inquiry, InquiryAnswer, User
from networks.queries import letter_language
from networks.queries.inquiries import Asked, people_asked
from networks.topics import topics


def inquiry_sent(inquiry: Inquiry, rows: Iterable[InquiryAnswer], *, now: datetime) -> int:
    """Ask those who can answer. Returns how many letters were planned."""
    return _to_many("inquiry_sent", inquiry, rows, {}, mark="", now=now)


def inquiry_cancelled(inquiry: Inquiry, rows: Iterable[InquiryAnswer], *, reason: str, now: datetime) -> None:
    """Tell those who were asked that nothing is wanted of them any more."""
    _to_many("inquiry_cancelled", inquiry, rows, {"reason": reason}, mark="", now=now)


def inquiry_date_changed(inquiry: Inquiry, rows: Iterable[InquiryAnswer], *, now: datetime) -> None:
    """Tell those who have not answered when the answer is due now."""
    mark = f":{history_of(inquiry).count()}"
    _to_many("inquiry_date_changed", inquiry, rows, {}, mark=mark, now=now)


def inquiry_answered(row: InquiryAnswer, *, by: User, is_late: bool, now: datetime) -> None:
    """A receipt to the one who answered."""
    context = _about(row.inquiry, [row]) | {"sent_at": now.isoformat(), "is_late": is_late}
    _to_one("inquiry_answered", row, by, context, now=now)


def inquiry_answer_returned(row: InquiryAnswer, *, comment: str, due_at: datetime, now: datetime) -> None:
    """Tell those who can answer what the case officer wants to have changed, and by when."""
    context = _about(row.inquiry, [row]) | {"comment": comment, "due_at": due_at.isoformat()}
    for asked in people_asked([row], now=now):
        _to_one("inquiry_answer_returned", row, asked.user, context, now=now)


def path_for(inquiry: Inquiry, rows: list[InquiryAnswer]) -> str:
    """The page on which these bodies answer: the form itself where there is one."""
    if len(rows) == 1:
        return reverse("networks:inquiry_answer", kwargs={"pk": rows[0].pk})
    return reverse("networks:inquiry_mine", kwargs={"pk": inquiry.pk})


def _to_many(
    name: str,
    inquiry: Inquiry,
    rows: Iterable[InquiryAnswer],
    said: dict[str, Any],
    *,
    mark: str,
    now: datetime,
) -> int:
    letters = [
        Planned(
            kind=f"networks/{name}",
            to=asked.user,
            context=_about(inquiry, asked.rows) | said,
            key=f"{name}:{inquiry.pk}{mark}:{asked.user.pk}",
            planned_at=now,
            topics=_topics(inquiry, asked),
            priority=MailPriority.BULK,
            language=_language(asked),
        )
        for asked in people_asked(rows, now=now)
    ]
    return outbox.post_many(letters)


def _to_one(name: str, row: InquiryAnswer, user: User, context: dict[str, Any], *, now: datetime) -> None:
    asked = Asked(user, [row])
    outbox.post(
        kind=f"networks/{name}",
        to=user,
        context=context,
        key=f"{name}:{row.pk}:{history_of(row).count()}:{user.pk}",
        now=now,
        topics=_topics(row.inquiry, asked),
        language=_language(asked),
    )


def _about(inquiry: Inquiry, rows: list[InquiryAnswer]) -> dict[str, Any]:
    return {
        "inquiry": inquiry.pk,
        "title": inquiry.title,
        "question": inquiry.question,
        "year": inquiry.round.grant_year,
        "due_at": inquiry.due_at.isoformat(),
        "closes": inquiry.closes,
        "bodies": [str(row.body) for row in rows],
        "path": path_for(inquiry, rows),
    }


def _language(asked: Asked) -> str:
    bodies = (row.organisation or row.network or row.kindergarten for row in asked.rows)
    return letter_language(asked.user, bodies)


def _topics(inquiry: Inquiry, asked: Asked) -> list[str]:
    bodies = [body for row in asked.rows for body in (row.organisation, row.network, row.kindergarten)]
    return topics(inquiry.round, *bodies)
