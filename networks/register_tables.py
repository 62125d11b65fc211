"""The lists of imports of the national kindergarten register, and of what one import proposes."""

from typing import Any

import django_filters
import django_tables2 as tables
from django.db.models import Q
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.dates import day_short
from common.numbers import org_number_text
from common.tables import DayColumn, NumberColumn, PortalTable, StateColumn
from networks.models import RegisterImportRow
from networks.queries.register_import import in_municipality
from networks.register.sentences import FIELDS, REASONS, value_words
from networks.states import RegisterRowKind

COLORS = {
    RegisterRowKind.NEW: "success",
    RegisterRowKind.CHANGED: "info",
    RegisterRowKind.MOVED: "warning",
    RegisterRowKind.CLOSED: "danger",
}
OPEN, ACCEPTED, REFUSED = "apne", "godtatt", "avvist"


class RegisterImportTable(PortalTable):
    """One row for each file."""

    caption = _("Files from the register")
    filename = tables.Column(
        verbose_name=_("File"), linkify=("networks:register_import_detail", [tables.A("pk")])
    )
    of_day = DayColumn(verbose_name=_("Fetched"))
    uploaded_at = DayColumn(verbose_name=_("Read in"))
    uploaded_by = tables.Column(verbose_name=_("By"), orderable=False)
    proposed = NumberColumn(verbose_name=_("Proposals"))
    accepted = NumberColumn(verbose_name=_("Carried out"))
    refused = NumberColumn(verbose_name=_("Turned down"))
    state = StateColumn(verbose_name=_("State"))


class RegisterRowTable(PortalTable):
    """One row for each proposal: what it is, what differs, and what was decided."""

    caption = _("Proposals")
    name = tables.Column(verbose_name=_("Kindergarten"), order_by=("name", "pk"))
    kind = tables.Column(verbose_name=_("What"), order_by=("kind", "name", "pk"))
    after = tables.Column(verbose_name=_("In the portal → in the register"), orderable=False)
    is_accepted = tables.Column(
        verbose_name=_("Dealt with"), empty_values=(), order_by=("is_accepted", "name", "pk")
    )
    choose = tables.Column(verbose_name=_("Choose"), accessor="pk", orderable=False)

    def __init__(self, *args: Any, may_choose: bool, all_chosen: bool, **kwargs: Any) -> None:
        self.all_chosen = all_chosen
        super().__init__(*args, exclude=[] if may_choose else ["choose"], **kwargs)

    def render_name(self, record: RegisterImportRow) -> Any:
        place = record.kindergarten.municipality if record.kindergarten else record.after.get("place", "")
        return format_html(
            '{}<span class="hint">{} · {}</span>', record.name, org_number_text(record.org_number), place
        )

    def render_kind(self, record: RegisterImportRow) -> Any:
        color = COLORS[RegisterRowKind(record.kind)]
        return format_html('<span class="ds-tag" data-color="{}">{}</span>', color, record.get_kind_display())

    def render_after(self, record: RegisterImportRow) -> Any:
        return format_html('<span class="lines">{}</span>', format_html_join("\n", "{}", difference(record)))

    def render_is_accepted(self, record: RegisterImportRow) -> Any:
        if record.is_accepted is None or record.decided_at is None:
            return "–"
        said = gettext("Carried out") if record.is_accepted else gettext("Turned down")
        who = gettext("%(name)s, %(day)s") % {"name": record.decided_by, "day": day_short(record.decided_at)}
        return format_html('<span>{}<span class="hint">{}</span></span>', said, who)

    def render_choose(self, record: RegisterImportRow) -> Any:
        if record.is_accepted is not None:
            return "–"
        label = gettext("Choose %(name)s") % {"name": f"{record.name}, {record.get_kind_display()}"}
        return format_html(
            '<input class="ds-input" type="checkbox" name="rad" value="{}" form="decide-form" aria-label="{}"{}>',
            record.pk,
            label,
            mark_safe(" checked") if self.all_chosen else "",  # noqa: S308 -- a fixed text
        )


def difference(row: RegisterImportRow) -> list[tuple[str]]:
    """What a row proposes, line by line: "Children: 40 (2025) → 44 (2026)"."""
    lines = []
    if row.after.get("reason"):
        lines.append(str(REASONS[row.after["reason"]]))
    if "org_number" in row.after:
        lines.append(gettext("Found by name and municipality."))
    for field, label in FIELDS.items():
        if field not in row.after or (field == "name" and row.kindergarten_id is None):
            continue
        new = value_words(field, row.after)
        if row.kind == RegisterRowKind.NEW and field not in row.before:
            lines.append(f"{label}: {new}")
        else:
            lines.append(f"{label}: {value_words(field, row.before)} → {new}")
    if row.kind == RegisterRowKind.NEW and row.kindergarten_id is None and not _names_owner(row):
        lines.append(gettext("The file does not name the owner."))
    return [(line,) for line in lines]


def _names_owner(row: RegisterImportRow) -> bool:
    return bool(row.after.get("owner") or row.after.get("owner_number"))


class RegisterRowFilter(django_filters.FilterSet):
    """By name or number, kind, municipality, and what was decided."""

    name = django_filters.CharFilter(label=_("Name or organisation number"), method="by_name")
    kind = django_filters.ChoiceFilter(label=_("What"), empty_label=_("All"), choices=RegisterRowKind.choices)
    kommune = django_filters.ChoiceFilter(
        label=_("Municipality"), empty_label=_("All"), method="by_municipality"
    )
    avgjort = django_filters.ChoiceFilter(
        label=_("Dealt with"),
        empty_label=_("All"),
        method="by_decision",
        choices=[
            (OPEN, _("Not dealt with")),
            (ACCEPTED, _("Carried out")),
            (REFUSED, _("Turned down")),
        ],
    )

    def __init__(self, *args: Any, municipalities: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["kommune"].extra["choices"] = municipalities

    def by_name(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(Q(name__icontains=value) | Q(org_number=value.replace(" ", "")))

    def by_municipality(self, queryset: Any, name: str, value: str) -> Any:
        return queryset.filter(in_municipality(value))

    def by_decision(self, queryset: Any, name: str, value: str) -> Any:
        wanted = {OPEN: None, ACCEPTED: True, REFUSED: False}[value]
        if wanted is None:
            return queryset.filter(is_accepted__isnull=True)
        return queryset.filter(is_accepted=wanted)
