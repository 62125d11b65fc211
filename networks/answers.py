"""What a body has answered, in words: for the page, and for Excel."""

from decimal import Decimal
from typing import Any

from common.money import grouped
from networks.models import InquiryAnswer
from networks.states import AnswerKind


def has_answer(row: InquiryAnswer) -> bool:
    """Whether something is written down, also where it was returned."""
    return bool(row.text or row.choice or row.number is not None or row.file_id)


def answer_text(row: Any) -> str:
    """The answer as people read it: '1 234,5', 'Ja – med en merknad', 'plan.pdf'."""
    kind = row.inquiry.answer_kind
    if kind == AnswerKind.TEXT:
        return str(row.text)
    first = {
        AnswerKind.NUMBER: number_text(row.number),
        AnswerKind.CHOICE: row.choice,
        AnswerKind.FILE: getattr(row, "filename", None) or "",
    }[AnswerKind(kind)]
    return f"{first} – {row.text}" if row.text else str(first)


def answer_value(row: Any) -> Any:
    """The answer as Excel should count it: a number stays a number. A comment has a column of its own."""
    kind = row.inquiry.answer_kind
    if kind == AnswerKind.NUMBER:
        return row.number
    return {AnswerKind.TEXT: row.text, AnswerKind.CHOICE: row.choice}.get(kind, row.filename or "")


def number_text(number: Decimal | None) -> str:
    """1234.5 -> '1 234,5'; nothing for None."""
    if number is None:
        return ""
    whole, _point, rest = f"{abs(number):f}".partition(".")
    rest = rest.rstrip("0")
    sign = "\u2212" if number < 0 else ""
    return f"{sign}{grouped(int(whole))}{',' + rest if rest else ''}"
