"""The card of a granted measure in which a kindergarten has not begun its work: a way in, not a duty."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from networks.models import Seat
from networks.roles import Role
from rekom.cards.card import Card, Reads

LEAD = {Role.HEAD, Role.OWNER}
"""Those who lead the work in kindergartens."""


def development_cards(seat: Seat, reads: Reads) -> Iterable[Card]:
    """A head is told measure by measure, an owner how many kindergartens have not begun."""
    if seat.role == Role.HEAD:
        mine = [row for row in reads.development if row["kindergarten_id"] == seat.kindergarten_id]
        yield from (_begin(row) for row in mine)
    elif seat.role == Role.OWNER:
        mine = [row for row in reads.development if row["kindergarten__owner_id"] == seat.organisation_id]
        if mine:
            yield _waiting(len({row["kindergarten_id"] for row in mine}))


def _begin(row: dict[str, object]) -> Card:
    place = {"measure": row["measure_id"], "kindergarten": row["kindergarten_id"]}
    return Card(
        title=str(row["measure__title"]),
        text=_("The measure is granted, and your kindergarten takes part. Make a plan for the work."),
        url=reverse("needs:development_begin", kwargs=place),
        button=_("Begin"),
        when=_("Development work"),
        variant="secondary",
        is_todo=False,
    )


def _waiting(number: int) -> Card:
    text = ngettext(
        "%(n)s kindergarten takes part in a granted measure and has not begun.",
        "%(n)s kindergartens take part in granted measures and have not begun.",
        number,
    )
    return Card(
        title=_("Development work"),
        text=text % {"n": number},
        url=reverse("needs:development_own"),
        button=_("Open it"),
        variant="secondary",
        is_todo=False,
    )
