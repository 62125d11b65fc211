"""The lists of a body's people and of the invitations to it: their columns and filters."""

from datetime import datetime
from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from common.sorting import in_norwegian
from common.tables import DayColumn, PortalTable
from networks.models import InvitationStand
from networks.queries.seats import seats_ahead, seats_ended, today_only
from networks.roles import BODY_FIELD, Interest, Role

STANDS = {
    InvitationStand.WAITING: (_("Waiting"), "info"),
    InvitationStand.EXPIRED: (_("The link has run out"), "warning"),
    InvitationStand.ACCEPTED: (_("Accepted"), "success"),
    InvitationStand.WITHDRAWN: (_("Withdrawn"), "neutral"),
}


def role_text(record: Any) -> str:
    """The role in words, with what is special about this seat: "Kindergarten owner, stands in for Kari Demo"."""
    role = str(record.get_role_display())
    if record.is_chair:
        role = str(_("%(role)s, chairs the forum") % {"role": role})
    if record.substitute_for is not None:
        said = {"role": role, "name": record.substitute_for.user.name}
        role = str(_("%(role)s, stands in for %(name)s") % said)
    return role


def speaks_for(record: Any) -> str:
    """Whom the person speaks for: the interest, the municipality and what they represent."""
    place = record.municipality.name_nb if record.municipality else ""
    parts = [str(record.get_interest_display()) if record.interest else "", place, record.represents]
    return ", ".join(dict.fromkeys(part for part in parts if part))


class SeatTable(PortalTable):
    """One row for each seat, with how the person is reached."""

    caption = _("People and their roles")
    name = tables.Column(verbose_name=_("Name"), accessor="user__name")
    role = tables.Column(verbose_name=_("Role"))
    speaks_for = tables.Column(verbose_name=_("Speaks for"), empty_values=(), orderable=False)
    reach = tables.Column(verbose_name=_("E-mail and phone"), accessor="user__email")
    valid_from = DayColumn(verbose_name=_("From"))
    last_on = DayColumn(verbose_name=_("Last day"), default="–", order_by=("valid_to", "pk"))
    change = tables.Column(verbose_name="", accessor="pk", orderable=False)

    def __init__(self, *args: Any, kept: Any = None, **kwargs: Any) -> None:
        """`kept` answers whether the reader looks after a seat; without it nobody does."""
        self.kept = kept
        super().__init__(*args, **kwargs)

    def render_role(self, record: Any) -> str:
        return role_text(record)

    def render_speaks_for(self, record: Any) -> str:
        where = str(record.body) if BODY_FIELD[Role(record.role)] in ("organisation", "kindergarten") else ""
        return speaks_for(record) or where or "–"

    def render_reach(self, record: Any, value: str) -> Any:
        link = format_html('<a href="mailto:{}">{}</a>', value, value)
        return format_html("{}<br>{}", link, record.user.phone) if record.user.phone else link

    def render_change(self, record: Any) -> Any:
        if self.kept is None or not self.kept(record):
            return ""
        said = {"name": record.user.name, "role": str(record.get_role_display()).lower()}
        return format_html(
            '<a href="{}" aria-label="{}">{}</a>',
            reverse("networks:seat_detail", kwargs={"pk": record.pk}),
            _("Change the role of %(name)s as %(role)s") % said,
            _("Change"),
        )

    def order_name(self, queryset: Any, is_descending: bool) -> Any:
        return in_norwegian(queryset, "user__name", is_descending, "pk"), True


class InvitationTable(PortalTable):
    """One row for each invitation that is not accepted."""

    caption = _("Invitations that are not accepted")
    name = tables.Column(verbose_name=_("Name"), orderable=False)
    email = tables.Column(verbose_name=_("E-mail"), orderable=False)
    role = tables.Column(verbose_name=_("Role"), orderable=False)
    where = tables.Column(verbose_name=_("Where"), accessor="body", orderable=False)
    invited_by = tables.Column(verbose_name=_("Invited by"), orderable=False)
    expires_at = DayColumn(verbose_name=_("Can be used until"), orderable=False)
    stand = tables.Column(verbose_name=_("State"), empty_values=(), orderable=False)
    change = tables.Column(verbose_name="", accessor="pk", orderable=False)

    def __init__(self, *args: Any, now: datetime, kept: Any, **kwargs: Any) -> None:
        """`kept` answers whether the reader looks after an invitation."""
        self.now, self.kept = now, kept
        super().__init__(*args, **kwargs)

    def render_role(self, record: Any) -> str:
        if record.takes_over is None:
            return role_text(record)
        said = {"role": role_text(record), "name": record.takes_over.user.name}
        return str(_("%(role)s, takes over from %(name)s") % said)

    def render_stand(self, record: Any) -> Any:
        label, color = STANDS[record.stand_at(self.now)]
        return format_html('<span class="ds-tag" data-size="sm" data-color="{}">{}</span>', color, label)

    def render_change(self, record: Any) -> Any:
        if not self.kept(record):
            return ""
        said = {"name": record.name}
        links = (
            ("invitation_resend", _("Send again: the invitation to %(name)s") % said, _("Send again")),
            ("invitation_withdraw", _("Withdraw the invitation to %(name)s") % said, _("Withdraw")),
        )
        rows = (
            (reverse(f"networks:{url}", kwargs={"pk": record.pk}), full, short) for url, full, short in links
        )
        return format_html_join(" ", '<a href="{}" aria-label="{}">{}</a>', rows)


class SeatFilter(django_filters.FilterSet):
    """By name or address, role, whom they speak for, and when. Without a choice: those of today."""

    ENDED, AHEAD = "ended", "ahead"

    name = django_filters.CharFilter(label=_("Name or e-mail"), method="by_name")
    role = django_filters.ChoiceFilter(label=_("Role"), empty_label=_("All"), choices=Role.choices)
    interest = django_filters.ChoiceFilter(
        label=_("Speaks for"), empty_label=_("All"), choices=Interest.choices
    )
    when = django_filters.ChoiceFilter(
        label=_("When"),
        empty_label=_("Now"),
        method="by_when",
        choices=[(ENDED, _("Ended")), (AHEAD, _("Not begun"))],
    )

    def __init__(
        self, *args: Any, now: datetime, roles: Any = None, with_interest: bool = True, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        if roles is not None:
            self.filters["role"].extra["choices"] = [(role.value, role.label) for role in roles]
        if not with_interest:
            del self.filters["interest"]

    def filter_queryset(self, queryset: Any) -> Any:
        rows = super().filter_queryset(queryset)
        return rows if self.form.cleaned_data.get("when") else today_only(rows, now=self.now)

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(Q(user__name__icontains=value) | Q(user__email__icontains=value))

    def by_when(self, queryset: Any, name: str, value: str) -> Any:
        narrow = seats_ended if value == self.ENDED else seats_ahead
        return narrow(queryset, now=self.now)
