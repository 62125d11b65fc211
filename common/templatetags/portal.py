"""Filters and tags of our own templates: money, dates, states, fields, links. Load with `{% load portal %}`."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BaseFormSet, BoundField, CheckboxInput, CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest, QueryDict
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from common import dates, money
from common.calendars import when
from common.problems import problems_of
from common.tag_colors import color_of

register = template.Library()


# --- Money, numbers ---------------------------------------------------------------------------------------


@register.filter
def kr(amount: Any) -> str:
    """1234567 -> '1 234 567 kr' with non-breaking spaces; a dash for None."""
    return "–" if amount is None or amount == "" else money.kroner(int(amount))


@register.filter
def number(amount: Any) -> str:
    """1234567 -> '1 234 567' with non-breaking spaces; a dash for None."""
    return "–" if amount is None or amount == "" else money.grouped(int(amount))


@register.filter
def absolute(amount: int) -> int:
    """-2 -> 2."""
    return abs(amount)


# --- Dates ------------------------------------------------------------------------------------------------


@register.filter
def day(value: date | datetime | None) -> str:
    """'1. desember 2026'; a dash for None."""
    return dates.day(value) if value else "–"


@register.filter
def day_short(value: date | datetime | None) -> str:
    """'1. des.'; a dash for None."""
    return dates.day_short(value) if value else "–"


@register.filter
def instant(value: datetime | None) -> str:
    """'1. desember 2026 kl. 23.59'; a dash for None."""
    return dates.instant(value) if value else "–"


@register.filter
def instant_iso(value: str) -> str:
    """'2026-12-01T22:59:59+00:00' (as a letter's context keeps it) -> '1. desember 2026 kl. 23.59'."""
    return dates.instant(datetime.fromisoformat(value))


@register.filter
def when_iso(starts_at: str, ends_at: str) -> str:
    """'10. mars 2027 kl. 09.00–15.00' of two instants as a letter's context keeps them."""
    return when(datetime.fromisoformat(starts_at), datetime.fromisoformat(ends_at))


@register.filter
def day_iso(value: str) -> str:
    """'2026-12-01' or an instant in ISO form -> '1. desember 2026'."""
    return dates.day(datetime.fromisoformat(value))


@register.filter
def instant_short(value: datetime | None) -> str:
    """'1. des. kl. 23.59'; a dash for None."""
    return dates.instant_short(value) if value else "–"


@register.filter
def clock_time(value: datetime) -> str:
    """'22.41' in Norway."""
    return dates.clock_time(value)


@register.filter
def day_or_text(value: date | datetime | str) -> str:
    """A date without its year when it is one; else the text as it is ("May and September")."""
    return dates.day_without_year(value) if isinstance(value, date) else str(value)


@register.filter
def days_left(due: datetime, now: datetime) -> int:
    """Whole days in Norway from `now` to the due day: 0 on the day itself, negative after it."""
    return (dates.oslo_date(due) - dates.oslo_date(now)).days


# --- States and refusals ----------------------------------------------------------------------------------


@register.inclusion_tag("components/state_tag.html")
def state_tag(state: Any, label: Any = "") -> dict[str, Any]:
    """A coloured tag: for an object with `state`, for a member of a TextChoices, or for a code and its label."""
    if hasattr(state, "get_state_display"):
        return {"color": color_of(state.state), "label": label or state.get_state_display()}
    return {
        "color": color_of(str(getattr(state, "value", state))),
        "label": label or getattr(state, "label", state),
    }


# --- Forms ------------------------------------------------------------------------------------------------


@register.filter
def is_one_checkbox(field: BoundField) -> bool:
    """Whether the field is a single tick box (its label stands after it)."""
    return isinstance(field.field.widget, CheckboxInput)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The field's input, with Designsystemet's class and `aria-required`."""
    attrs: dict[str, str | bool] = {"class": _with_class(field.field.widget.attrs.get("class", ""))}
    if field.field.required and not isinstance(field.field.widget, CheckboxInput):
        attrs["aria-required"] = "true"
    return field.as_widget(attrs=attrs)


def _with_class(classes: str) -> str:
    return classes if "ds-input" in classes.split() else f"{classes} ds-input".strip()


@register.simple_tag
def group_options(field: BoundField) -> SafeString:
    """The options of a group of radios or tick boxes, in Designsystemet's form; other groups as Django has them."""
    if not isinstance(field.field.widget, RadioSelect | CheckboxSelectMultiple):
        return format_html('<div class="field-grid">{}</div>', control(field))
    return format_html('<div class="options">{}</div>', format_html_join("", "{}", _options(field)))


@register.simple_tag
def grouped_options(field: BoundField) -> list[dict[str, Any]]:
    """The tick boxes of a group field by their heading: label ('' for none) and options, ready to show."""
    groups: dict[str, list[SafeString]] = {}
    for group, options, _index in _optgroups(field):
        groups.setdefault(group or "", []).extend(_option(option) for option in options)
    return [
        {
            "label": label,
            "options": format_html(
                '<div class="options">{}</div>', format_html_join("", "{}", ((one,) for one in found))
            ),
        }
        for label, found in groups.items()
    ]


def _optgroups(field: BoundField) -> Any:
    return field.field.widget.optgroups(
        field.html_name,
        field.field.widget.format_value(field.value()),
        field.build_widget_attrs({"id": field.auto_id}),
    )


def _options(field: BoundField) -> Iterable[tuple[SafeString]]:
    heading = None
    for group, options, _index in _optgroups(field):
        if group and group != heading:
            heading = group
            yield (format_html('<p class="group-label">{}</p>', group),)
        for option in options:
            yield (_option(option),)


def _option(option: dict[str, Any]) -> SafeString:
    attrs = {key: value for key, value in option["attrs"].items() if value is not False and key != "required"}
    attrs["class"] = _with_class(str(attrs.get("class", "")))
    return format_html(
        '<div class="ds-field"><input type="{}" name="{}" value="{}"{}>'
        '<label class="ds-label" data-weight="regular" for="{}">{}</label></div>',
        option["type"],
        option["name"],
        "" if option["value"] is None else option["value"],
        format_html_join(
            "", ' {}="{}"', ((key, "" if value is True else value) for key, value in attrs.items())
        ),
        attrs.get("id", ""),
        option["label"],
    )


@register.inclusion_tag("components/error_summary.html", takes_context=True)
def error_summary(context: template.Context, *forms: "BaseForm | BaseFormSet[Any] | None") -> dict[str, Any]:
    """All that is wrong, with links to the fields: of the forms given, else of form, formset and formsets."""
    found: list[Any] = list(forms)
    if not forms:
        found = [context.get("form"), context.get("formset"), *(context.get("formsets") or [])]
    known = [form for form in found if form is not None]
    ways = [form.way_on for form in known if getattr(form, "way_on", None)]
    return {
        "problems": [problem for form in known for problem in problems_of(form)],
        "way_on": ways[0] if ways else None,
    }


# --- Lists ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PageLink:
    """One entry of the page links; no address means a gap."""

    text: str
    href: str = ""
    is_current: bool = False
    hidden: str = ""


@register.inclusion_tag("components/pagination.html", takes_context=True)
def pagination(context: template.Context, page: "Page[Any]", parameter: str = "page") -> dict[str, Any]:
    """Links to the pages of a list; they keep filter and sorting."""
    request: HttpRequest = context["request"]
    links = []
    if page.has_previous():
        links.append(
            PageLink(_("Previous"), address_with(request.GET, **{parameter: page.previous_page_number()}))
        )
    for entry in page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1):
        if not isinstance(entry, int):
            links.append(PageLink("…"))
        else:
            href = address_with(request.GET, **{parameter: entry})
            links.append(PageLink(str(entry), href, entry == page.number, _("Page") + " "))
    if page.has_next():
        links.append(PageLink(_("Next"), address_with(request.GET, **{parameter: page.next_page_number()})))
    return {"page": page, "links": links}


@register.simple_tag(takes_context=True)
def sort_link(context: template.Context, table: Any, column: Any) -> str:
    """The address that sorts the table by this column, or turns the order; back to the first page."""
    changes = {table.prefixed_order_by_field: column.order_by_alias.next, table.prefixed_page_field: None}
    return address_with(context["request"].GET, **changes)


def address_with(parameters: QueryDict, **changes: Any) -> str:
    """'?…' with some parameters set, and those given as None taken away."""
    fresh = parameters.copy()
    for name, value in changes.items():
        fresh.pop(name, None)
        if value is not None:
            fresh[name] = str(value)
    return f"?{fresh.urlencode()}"


@register.simple_tag(takes_context=True)
def block_again(context: template.Context, name: str) -> str:
    """What the page says in a block, where the same words must stand a second time."""
    blocks = context.render_context[BLOCK_CONTEXT_KEY]
    block = blocks.get_block(name)
    return str(block.render(context)) if block else ""
