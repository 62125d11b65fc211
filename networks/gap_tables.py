"""The list of what lacks around the networks, each with the way to mend it."""

from typing import Any
from urllib.parse import urlencode

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from common.sorting import norwegian_key
from common.tables import PortalTable
from networks.gap_kinds import GapKind
from networks.queries.gaps import Gap
from networks.roles import Role

MENDS: dict[GapKind, Any] = {
    GapKind.OWNER_NETWORK: _("Look at the owner"),
    GapKind.KINDERGARTEN_NETWORK: _("Look at the kindergarten"),
    GapKind.OWNER_CONTACT: _("Invite a contact"),
    GapKind.KINDERGARTEN_HEAD: _("Invite the head"),
    GapKind.NETWORK_LEADER: _("Invite a leader"),
    GapKind.NETWORK_MEETING: _("Look at the network's meetings"),
    GapKind.TWO_INTERESTS: _("Look at the roles"),
}


PLACED = (GapKind.OWNER_NETWORK, GapKind.KINDERGARTEN_NETWORK)
"""What is mended by letting a municipality belong to a network: by a case officer alone."""


def place_url(gap: Gap) -> str:
    """The page on which the network of the gap's municipality is chosen."""
    return f"{reverse('networks:membership_place')}?{urlencode({'kommune': gap.municipality_key})}"


def mend_url(gap: Gap) -> str:
    """The page on which the gap is closed, or from which it can be looked into."""
    match gap.kind:
        case GapKind.OWNER_CONTACT | GapKind.KINDERGARTEN_HEAD:
            page = reverse("networks:owner_seat_invite", kwargs={"organisation": gap.key})
            role = Role.OWNER if gap.kind == GapKind.OWNER_CONTACT else Role.HEAD
            return f"{page}?{urlencode({'rolle': role.value})}"
        case GapKind.NETWORK_LEADER:
            return f"{reverse('networks:seat_invite')}?{urlencode({'rolle': Role.NETWORK_LEADER.value})}"
        case GapKind.NETWORK_MEETING:
            return reverse("networks:network_meetings", kwargs={"network": gap.key})
        case GapKind.OWNER_NETWORK:
            return reverse("networks:organisation_detail", kwargs={"pk": gap.key})
        case GapKind.KINDERGARTEN_NETWORK:
            return f"{reverse('networks:kindergarten_list')}?{urlencode({'name': gap.name})}"
        case GapKind.TWO_INTERESTS:
            return f"{reverse('networks:person_list')}?{urlencode({'name': gap.name})}"


class GapTable(PortalTable):
    """One row for each thing that lacks."""

    caption = _("What lacks")
    name = tables.Column(verbose_name=_("Who"))
    kind = tables.Column(verbose_name=_("What lacks"), accessor="label")
    note = tables.Column(verbose_name=_("Known about it"), orderable=False)
    network = tables.Column(verbose_name=_("Network or forum"))
    mend = tables.Column(verbose_name=_("Mend it"), accessor="key", orderable=False)

    def __init__(self, *args: Any, may_place: bool = False, **kwargs: Any) -> None:
        self.may_place = may_place
        super().__init__(*args, **kwargs)

    def render_mend(self, record: Gap) -> Any:
        is_placed = self.may_place and record.kind in PLACED
        return format_html(
            '<a href="{}">{}<span class="visually-hidden">: {}</span></a>',
            place_url(record) if is_placed else mend_url(record),
            _("Choose a network") if is_placed else MENDS[record.kind],
            record.name,
        )

    def render_note(self, value: str) -> str:
        return value or "–"

    def render_network(self, value: str) -> str:
        return value or "–"

    def order_name(self, rows: Any, is_descending: bool) -> Any:
        return sorted(rows, key=lambda gap: norwegian_key(gap.name), reverse=is_descending), True
