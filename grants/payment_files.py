"""The files of a payment basis: the same rows as Excel for people and as CSV for the office's accounts."""

import csv
import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import override

from common.documents.workbook import Column, Sheet, workbook
from grants.letters import LANGUAGE, recipient_of
from grants.models import Instalment
from networks.models import Round, User

RISKY = ("=", "+", "-", "@", "\t", "\r")
"""What begins so is run by some programs when they open a CSV file."""


class PaymentRow(NamedTuple):
    """One payment as the accounts want it. Organisation and account numbers are eleven or nine bare digits."""

    org_number: str
    name: str
    account_number: str
    amount_nok: int
    reference: str
    letter: str
    due_on: date


def payment_row(instalment: Instalment) -> PaymentRow:
    """What the basis says of one payment. Its recipient is known, and has both numbers."""
    payee = recipient_of(instalment.grant)
    if payee is None:
        raise ValueError(instalment.reference)
    return PaymentRow(
        org_number=payee.org_number or "",
        name=payee.name,
        account_number=payee.account_number,
        amount_nok=instalment.amount_nok,
        reference=instalment.reference,
        letter=instalment.grant.letter.number,
        due_on=instalment.due_on,
    )


def as_workbook(rows: Sequence[PaymentRow], round: Round, number: int, *, by: User, now: datetime) -> bytes:
    """The rows as an Excel file, with a second sheet that says how many they are and what they add up to."""
    with override(LANGUAGE):
        about = [
            (_("Payment basis"), f"{round.grant_year}-{number}"),
            (_("County Governor's office"), round.county.office_name),
            (_("Number of payments"), len(rows)),
            (_("Sum (kr)"), sum(row.amount_nok for row in rows)),
            (_("Made by"), by.name),
            (_("Made"), now),
        ]
        sheets = [
            Sheet(_("Payments"), _columns(), rows),
            Sheet(_("About"), [Column(_("What"), 28), Column(_("Value"), 40)], about),
        ]
        with workbook(sheets) as file:
            return file.read()


def as_csv(rows: Sequence[PaymentRow]) -> bytes:
    """The rows as CSV: semicolons, UTF-8 with a mark in front, dates as 30.04.2027. Nothing in it can be run."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    with override(LANGUAGE):
        writer.writerow([str(column.label) for column in _columns()])
    for row in rows:
        writer.writerow([_plain(value) for value in row])
    return out.getvalue().encode("utf-8-sig")


def harmless(text: str) -> str:
    """A text that no program takes for a formula."""
    return f"'{text}" if text.startswith(RISKY) else text


def _plain(value: Any) -> str:
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return str(value) if isinstance(value, int) else harmless(str(value))


def _columns() -> list[Column]:
    return [
        Column(_("Organisation number"), 22),
        Column(_("Recipient"), 40),
        Column(_("Account number"), 18),
        Column(_("Amount"), 14),
        Column(_("Reference"), 20),
        Column(_("Letter"), 18),
        Column(_("Due date"), 14),
    ]
