"""The contact list as a workbook."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from common.documents.workbook import Column, Sheet, workbook_response
from networks.models import Seat
from networks.seat_lists import role_text, speaks_for

CHUNK = 500


def contacts_response(title: str, rows: QuerySet[Seat]) -> FileResponse:
    """The seats as a download: who, which role, where, whom they speak for, and how they are reached."""
    columns = [
        Column(_("Name"), 30),
        Column(_("Role"), 34),
        Column(_("Where"), 34),
        Column(_("Speaks for"), 30),
        Column(_("E-mail"), 34),
        Column(_("Phone"), 16),
        Column(_("From"), 12),
        Column(_("Last day"), 12),
    ]
    name = _("contacts-%(name)s.xlsx") % {"name": slugify(title) or "rekom"}
    return workbook_response(name, [Sheet(_("Contacts"), columns, _rows(rows))])


def _rows(rows: QuerySet[Seat]) -> Iterator[list[Any]]:
    for seat in rows.iterator(chunk_size=CHUNK):
        yield [
            seat.user.name,
            role_text(seat),
            str(seat.body),
            speaks_for(seat) or None,
            seat.user.email,
            seat.user.phone or None,
            seat.valid_from,
            seat.last_on,
        ]
