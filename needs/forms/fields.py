"""Fields that several of these forms use."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from needs.models import LONG_TEXT, term_label, terms
from networks.models import Round


class LongText(forms.CharField):
    """A text of several lines that may be empty in a draft."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": LONG_TEXT, **kwargs})

    def to_python(self, value: Any) -> str:
        """Line breaks count once, as they did when the text was typed."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


def _picker(found: Mapping[str, Any]) -> Callable[[Any], Any]:
    """From a key to its object; ValueError for one that is not on offer, as typed fields want it."""

    def pick(key: Any) -> Any:
        if str(key) not in found:
            raise ValueError(key)
        return found[str(key)]

    return pick


class PickOne(forms.TypedChoiceField):
    """One of some objects that are already loaded, by key."""

    def __init__(self, objects: Sequence[Any] = (), *, empty: Any = "", **kwargs: Any) -> None:
        super().__init__(required=False, empty_value=None, **kwargs)
        self.offer(objects, empty=empty)

    def offer(self, objects: Sequence[Any], *, empty: Any = "") -> None:
        """Let the user choose among `objects`."""
        found = {str(item.pk): item for item in objects}
        self.choices = [("", empty), *((key, str(item)) for key, item in found.items())]
        self.coerce = _picker(found)


class PickSeveral(forms.TypedMultipleChoiceField):
    """Some of the objects that are already loaded, by key, as tick boxes."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, objects: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(required=False, empty_value=[], **kwargs)
        self.offer(objects)

    def offer(self, objects: Sequence[Any]) -> None:
        """Let the user choose among `objects`."""
        found = {str(item.pk): item for item in objects}
        self.choices = [(key, str(item)) for key, item in found.items()]
        self.coerce = _picker(found)


def term_choices(round: Round, *, also: Iterable[date | None] = ()) -> list[tuple[str, Any]]:
    """The half-years that work can start in: those of the grant year and the next, and those chosen before."""
    days = {*terms(round.grant_year), *(day for day in also if day)}
    return [("", _("Not decided")), *((day.isoformat(), term_label(day)) for day in sorted(days))]


def year_choices() -> list[tuple[str, Any]]:
    """One to three years: longer than three years nobody plans in one report."""
    return [("", _("Not decided")), ("1", _("1 year")), ("2", _("2 years")), ("3", _("3 years"))]


def to_date(value: str) -> date:
    """The chosen half-year's first day."""
    return date.fromisoformat(value)
