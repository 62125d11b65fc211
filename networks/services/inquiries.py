"""What can be done to an inquiry: make, change, choose whom to ask, send, cancel, move its date, answer, return."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from common import attachments
from common.attachments import Upload
from common.models import Attachment
from common.moves import move
from common.refusals import NotNow
from common.versions import check_version
from networks.deadlines import returned_until, was_late
from networks.emails import inquiries as emails
from networks.models import Inquiry, InquiryAnswer, Round, User
from networks.queries import inquiries as queries
from networks.rules import inquiries as rules
from networks.states import (
    INQUIRY_ANSWER_MOVES,
    INQUIRY_MOVES,
    AnswerKind,
    InquiryAnswerState,
    InquiryState,
)

COLUMN_OF = {
    "owners": "organisation",
    "universities": "organisation",
    "networks": "network",
    "kindergartens": "kindergarten",
}
"""Which column of an answer names the bodies of a group."""


@dataclass(frozen=True, kw_only=True)
class InquiryInput:
    """What the case officer has written."""

    title: str
    question: str
    answer_kind: str
    due_at: datetime
    choices: Sequence[str] = ()
    closes: bool = False
    reminds_at_opening: bool = False
    remind_before: Sequence[int] = ()
    remind_after: Sequence[int] = ()


@dataclass(frozen=True, kw_only=True)
class AnswerInput:
    """What a body answers: the one of number, choice and file that was asked for, and a text."""

    text: str = ""
    number: Decimal | None = None
    choice: str = ""
    upload: Upload | None = None


@transaction.atomic
def create_inquiry(*, round: Round, typed: InquiryInput, by: User, now: datetime) -> Inquiry:
    """Begin a draft. Nobody is told."""
    rules.check_may_create_inquiry(by, round, now=now)
    return Inquiry.objects.create(round=round, created_by=by, created_at=now, **_columns(typed))


@transaction.atomic
def save_inquiry(*, inquiry: Inquiry, typed: InquiryInput, by: User, now: datetime) -> Inquiry:
    """Change a draft."""
    inquiry = _locked(inquiry)
    rules.check_may_save_inquiry(by, inquiry, now=now)
    columns = _columns(typed)
    for name, value in columns.items():
        setattr(inquiry, name, value)
    inquiry.save(update_fields=list(columns))
    return inquiry


@transaction.atomic
def choose_asked(
    *,
    inquiry: Inquiry,
    group: str,
    offered: Collection[int],
    chosen: Collection[int],
    by: User,
    now: datetime,
) -> None:
    """Of the bodies of a group that were `offered`, ask those that are `chosen`; all others stay as they are.

    Raises NotNow for a body that is not in the inquiry's county.
    """
    inquiry = _locked(inquiry)
    rules.check_may_save_inquiry(by, inquiry, now=now)
    known = set(queries.bodies_to_ask(inquiry.round)[group].values_list("pk", flat=True))
    rules.check_are_asked(len(set(chosen) - known))
    column = COLUMN_OF[group]
    already = queries.chosen_keys(inquiry)[column]
    removed = (set(offered) - set(chosen)) & already
    inquiry.answers.filter(**{f"{column}__in": removed}).delete()
    fresh = sorted(set(chosen) - already)
    InquiryAnswer.objects.bulk_create(InquiryAnswer(inquiry=inquiry, **{f"{column}_id": pk}) for pk in fresh)


@transaction.atomic
def send_inquiry(*, inquiry: Inquiry, by: User, now: datetime) -> Inquiry:
    """Open the inquiry and write to all who may answer, each person once."""
    inquiry = _locked(inquiry)
    rows = list(queries.answers_of(inquiry))
    rules.check_may_send_inquiry(by, inquiry, asked=len(rows), now=now)
    move(inquiry, "send", by=by, moves=INQUIRY_MOVES, now=now, fields={"opens_at": now})
    emails.inquiry_sent(inquiry, rows, now=now)
    return inquiry


@transaction.atomic
def cancel_inquiry(*, inquiry: Inquiry, reason: str, by: User, now: datetime) -> Inquiry:
    """Take the inquiry back. Those who were asked are told why; a draft is simply put away."""
    inquiry = _locked(inquiry)
    rules.check_may_cancel_inquiry(by, inquiry, now=now)
    was_sent = inquiry.state == InquiryState.OPEN
    move(inquiry, "cancel", by=by, moves=INQUIRY_MOVES, now=now, comment=reason)
    if was_sent:
        emails.inquiry_cancelled(inquiry, queries.answers_of(inquiry), reason=reason, now=now)
    return inquiry


@transaction.atomic
def change_date_of_inquiry(*, inquiry: Inquiry, due_at: datetime, by: User, now: datetime) -> Inquiry:
    """Move the date for all. Reminders follow it, and those who have not answered are told."""
    inquiry = _locked(inquiry)
    rules.check_may_change_date_of_inquiry(by, inquiry, due_at=due_at, now=now)
    move(inquiry, "change_date", by=by, moves=INQUIRY_MOVES, now=now, fields={"due_at": due_at})
    emails.inquiry_date_changed(inquiry, queries.inquiry_answers_owed(inquiry), now=now)
    return inquiry


@transaction.atomic
def answer_inquiry(
    *, row: InquiryAnswer, typed: AnswerInput, version: int, by: User, now: datetime
) -> InquiryAnswer:
    """Answer for a body, or change its answer; a new file takes the place of the one before.

    `version` is what the page showed. Raises NotNow when it has closed, when somebody else has answered since, and
    when what was asked for is missing.
    """
    row = _locked_row(row)
    rules.check_may_answer_inquiry(by, row, now=now)
    check_version(row.version, version)
    _check_answers(row, typed)
    before = row.file_id
    file = attachments.keep(typed.upload, by=by, now=now) if typed.upload else None
    fields: dict[str, Any] = {
        "text": typed.text,
        "number": typed.number,
        "choice": typed.choice,
        "answered_by": by,
        "answered_at": now,
        "version": row.version + 1,
    }
    verb = "answer" if row.state == InquiryAnswerState.ASKED else "change"
    fields |= {"file": file} if file else {}
    move(row, verb, by=by, moves=INQUIRY_ANSWER_MOVES, now=now, fields=fields)
    if file and before:
        Attachment.objects.filter(pk=before).delete()
    emails.inquiry_answered(row, by=by, is_late=was_late(row.inquiry, row), now=now)
    return row


@transaction.atomic
def return_inquiry_answer(*, row: InquiryAnswer, comment: str, by: User, now: datetime) -> InquiryAnswer:
    """Ask the body again, with a comment. It gets a week at least, whatever the inquiry's date is."""
    row = _locked_row(row)
    rules.check_may_return_inquiry_answer(by, row, now=now)
    due_at = max(row.inquiry.due_at, row.own_due_at or row.inquiry.due_at, returned_until(now=now))
    fields = {
        "answered_by": None,
        "answered_at": None,
        "own_due_at": due_at if due_at > row.inquiry.due_at else row.own_due_at,
        "returned_because": comment,
        "version": row.version + 1,
    }
    move(row, "return", by=by, moves=INQUIRY_ANSWER_MOVES, now=now, comment=comment, fields=fields)
    emails.inquiry_answer_returned(row, comment=comment, due_at=due_at, now=now)
    return row


def _check_answers(row: InquiryAnswer, typed: AnswerInput) -> None:
    """What was asked for is there: a text, a number, one of the choices, or a file."""
    kind, inquiry = row.inquiry.answer_kind, row.inquiry
    lacks = {
        AnswerKind.TEXT: not typed.text.strip(),
        AnswerKind.NUMBER: typed.number is None,
        AnswerKind.CHOICE: typed.choice not in inquiry.choices,
        AnswerKind.FILE: typed.upload is None and row.file_id is None,
    }
    if lacks[AnswerKind(kind)]:
        raise NotNow(_("The answer is missing."))


def _columns(typed: InquiryInput) -> dict[str, Any]:
    is_choice = typed.answer_kind == AnswerKind.CHOICE
    return {
        "title": typed.title,
        "question": typed.question,
        "answer_kind": typed.answer_kind,
        "choices": list(dict.fromkeys(typed.choices)) if is_choice else [],
        "due_at": typed.due_at,
        "closes": typed.closes,
        "reminds_at_opening": typed.reminds_at_opening,
        "remind_before": _days(typed.remind_before),
        "remind_after": sorted(_days(typed.remind_after)),
    }


def _days(days: Iterable[int]) -> list[int]:
    return sorted(set(days), reverse=True)


def _locked(inquiry: Inquiry) -> Inquiry:
    """The inquiry as it stands now, held until the transaction ends."""
    rows = Inquiry.objects.select_for_update(of=("self",)).select_related("round__county")
    return rows.get(pk=inquiry.pk)


def _locked_row(row: InquiryAnswer) -> InquiryAnswer:
    """The row as it stands now. The inquiry is held too: it is not cancelled or moved while somebody answers."""
    inquiry = _locked(row.inquiry)
    rows = InquiryAnswer.objects.select_for_update(of=("self",)).select_related(*queries.BODIES)
    found = rows.get(pk=row.pk)
    found.inquiry = inquiry
    return found
