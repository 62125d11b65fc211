"""What every list stands on: columns in the portal's form, and a table that becomes cards on a phone."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from common import dates, money
from common.tag_colors import color_of

NUM = {"th": {"class": "num"}, "td": {"class": "num"}, "tf": {"class": "num"}}


class PortalTable(tables.Table):
    """The base of every list. `caption` says what it lists; `stack = False` keeps a wide table whole on a phone."""

    caption: Any = _("List")
    stack = True

    class Meta:
        template_name = "components/table.html"
        order_by_field = "sort"
        default = "–"

    def __init__(self, *args: Any, caption: str | None = None, **kwargs: Any) -> None:
        self.caption_text = caption or self.caption
        super().__init__(*args, **kwargs)

    @property
    def order_by(self) -> Any:
        """What the list is ordered by; what is asked for and no column is called is left out."""
        return super().order_by

    @order_by.setter
    def order_by(self, asked: Any) -> None:
        names = asked.split(",") if isinstance(asked, str) else asked or ()
        tables.Table.order_by.fset(self, [name for name in names if name.lstrip("-") in self.columns])


class NumberColumn(tables.Column):
    """Whole numbers, right-aligned, grouped by thousands; a dash where there is none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("attrs", NUM)
        kwargs.setdefault("default", "–")
        super().__init__(*args, **kwargs)

    def render(self, value: int) -> str:
        return money.grouped(int(value))


class KronerColumn(NumberColumn):
    """Whole kroner, right-aligned; write "kr" in the heading."""


class DayColumn(tables.Column):
    """A date, or an instant shown as its day in Norway."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("attrs", {"td": {"class": "nowrap"}})
        super().__init__(*args, **kwargs)

    def render(self, value: Any) -> str:
        return dates.day(value)


class InstantColumn(DayColumn):
    """An instant in Norway."""

    def render(self, value: Any) -> str:
        return dates.instant(value)


class StateColumn(tables.Column):
    """A state as a coloured tag, with the label of the model's choices."""

    def render(self, value: Any, record: Any, bound_column: Any) -> SafeString:
        name = bound_column.accessor
        state = record.get(name, value) if isinstance(record, dict) else getattr(record, name, value)
        label = getattr(record, f"get_{name}_display", None)
        context = {
            "color": color_of(str(getattr(state, "value", state))),
            "label": label() if label else value,
        }
        return render_to_string("components/state_tag.html", context)
