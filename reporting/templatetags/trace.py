"""The small lists of a chain's page, which has hundreds of them: written at once. Load with `{% load trace %}`."""

from collections.abc import Sequence

from django import template
from django.utils.html import escape, format_html_join
from django.utils.safestring import SafeString, mark_safe

from reporting.trace_page import Amount

register = template.Library()


@register.filter
def amounts(rows: Sequence[Amount]) -> SafeString:
    """The amounts as a list of what each is and how much; nothing where there are none."""
    if not rows:
        return SafeString("")
    said = "".join(f"<div><dt>{escape(label)}</dt><dd>{escape(amount)}</dd></div>" for label, amount in rows)
    return mark_safe(f'<dl class="trace-amounts">{said}</dl>')  # noqa: S308 -- each part is escaped


@register.filter
def paragraphs(texts: Sequence[str]) -> SafeString:
    """A paragraph for each text about a thing."""
    return format_html_join("", '<p class="subtle">{}</p>', ((text,) for text in texts))
