"""An event of one's own in an annual wheel."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import LongText, PickOne, PortalForm, dress
from networks.models import Arena, WheelEvent
from networks.queries.wheel_scopes import Choice
from networks.services.wheel import WheelEventInput


class WheelEventForm(PortalForm):
    """What happens, when, and where in the wheel it stands."""

    mark_optional = True
    title = forms.CharField(label=_("What happens?"), max_length=160)
    starts_on = forms.DateField(label=_("Day"))
    ends_on = forms.DateField(
        label=_("Last day"), required=False, help_text=_("Only for something that lasts for several days.")
    )
    is_whole_month = forms.BooleanField(
        label=_("It is for the whole month"),
        required=False,
        help_text=_("Then any day of the month will do."),
    )
    whose = PickOne(label=_("Whom is it for?"))
    arena = PickOne(label=_("Arena"), help_text=_("The column of the wheel that it stands in."))
    text = LongText(
        label=_("More about it"),
        help_text=_('Begin a line with "- " to make it a point.'),
    )
    link = forms.URLField(
        label=_("Link"),
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text=_("A page with more about it. All who can see the wheel see the link."),
    )

    def __init__(self, *args: Any, choices: Sequence[Choice], arenas: Sequence[Arena], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        whose: Any = self.fields["whose"]
        whose.offer(choices)
        whose.choices = whose.choices[1:]
        whose.required = True
        dress(whose)
        if len(choices) == 1:
            del self.fields["whose"]
        arena: Any = self.fields["arena"]
        arena.offer(arenas, empty=_("No arena"))
        arena.choices = [arena.choices[0], *((str(found.pk), _named(found)) for found in arenas)]
        if not arenas:
            del self.fields["arena"]

    @staticmethod
    def start_of(event: WheelEvent) -> dict[str, Any]:
        """What the form of an event starts with."""
        whose = "alle"
        if event.municipality_id is not None:
            whose = f"kommune-{event.municipality_id}"
        if event.kindergarten_id is not None:
            whose = f"barnehage-{event.kindergarten_id}"
        return {
            "title": event.title,
            "starts_on": event.starts_on,
            "ends_on": event.ends_on,
            "is_whole_month": event.is_whole_month,
            "whose": whose,
            "arena": event.arena_id,
            "text": event.text,
            "link": event.link,
        }

    @property
    def typed(self) -> WheelEventInput:
        """What the service wants."""
        data = self.cleaned_data
        choice: Choice = data["whose"] if "whose" in self.fields else self.choices[0]
        return WheelEventInput(
            place=replace(choice.place, arena=data.get("arena")),
            title=data["title"],
            starts_on=data["starts_on"],
            ends_on=data["ends_on"],
            is_whole_month=data["is_whole_month"],
            text=data["text"],
            link=data["link"],
        )


def _named(arena: Arena) -> str:
    return f"{arena.name} ({arena.university.label})" if arena.university is not None else arena.name
