"""Pictures of a university's days."""

from collections.abc import Sequence
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.pictures import Picture, grouped
from needs.queries.days import DaysRow


def days_picture(rows: Sequence[DaysRow], year: int) -> Picture:
    """Promised, asked for, granted and used in each network. Bars are whole numbers, so half days are counted."""
    headers = (_("Promised"), _("Asked for"), _("Granted"), _("Used"))
    return grouped(
        [
            (
                str(row.network),
                [_halves(days) for days in (row.promised, row.asked, row.granted, row.used)],
            )
            for row in rows
        ],
        key="days",
        title=_("Days in %(year)s") % {"year": year},
        label_header=_("Network"),
        part_headers=headers,
        text=_text(rows),
        show=shown,
    )


def shown(halves: int) -> str:
    """Half days as days: 3 is '1,5'."""
    return str(number_format((Decimal(halves) / 2).normalize() if halves else 0))


def _halves(days: Decimal | None) -> int | None:
    return None if days is None else int(days * 2)


def _text(rows: Sequence[DaysRow]) -> str:
    if not rows:
        return _("There is nothing to show yet.")
    said = {
        "promised": sum(_halves(row.promised) or 0 for row in rows),
        "asked": sum(_halves(row.asked) or 0 for row in rows),
        "granted": sum(_halves(row.granted) or 0 for row in rows),
        "used": sum(_halves(row.used) or 0 for row in rows),
    }
    return _(
        "Days in all networks: %(promised)s promised, %(asked)s asked for, %(granted)s granted, %(used)s used."
    ) % {name: shown(number) for name, number in said.items()}
