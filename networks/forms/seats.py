"""What is typed about seats: an invitation, a substitute, a successor, a new last day."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from common.dates import oslo_date
from common.forms import PickOne, PortalForm
from networks.models import User
from networks.roles import BODY_FIELD, Interest, Role

BODY_LABELS = {
    "county": _("County"),
    "forum": _("Cooperation forum"),
    "network": _("Network"),
    "kindergarten": _("Kindergarten"),
    "organisation": _("Organisation"),
}
YEARS = range(2000, 2101)


def in_our_time(value: date) -> None:
    """Refuses a year that can only be a slip of the hand."""
    if value.year not in YEARS:
        raise ValidationError(_("Choose a year between 2000 and 2100."))


class PeriodForm(PortalForm):
    """From a day to and including another. Gives `valid_from`, and `valid_to`: the day after the last, or None."""

    mark_optional = True
    valid_from = forms.DateField(label=_("From"), validators=[in_our_time])
    last_on = forms.DateField(
        label=_("Last day"),
        required=False,
        validators=[in_our_time],
        help_text=_("Leave it empty when the role has no end."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        last = data.pop("last_on", None)
        begins = data.get("valid_from")
        if last and begins and last < begins:
            self.add_error("last_on", _("The last day is before the first."))
        data["valid_to"] = last + timedelta(days=1) if last else None
        return data


class InviteForm(PeriodForm):
    """A person, and the body in which they get the role that was chosen before."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The person signs in with a code that is sent to this address."),
    )
    body: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None)
    interest = forms.ChoiceField(
        label=_("Speaks for"), choices=[("", "–"), *Interest.choices], required=False
    )
    municipality: forms.ModelChoiceField = forms.ModelChoiceField(
        label=_("Municipality"),
        queryset=None,
        required=False,
        help_text=_("For somebody who speaks for a municipality's kindergarten authority."),
    )
    represents = forms.CharField(
        label=_("Represents"),
        max_length=160,
        required=False,
        help_text=_("For instance the union, the owner or the office the person comes from."),
    )
    field_order = ("name", "email", "body", "interest", "municipality", "represents", "valid_from", "last_on")

    def __init__(
        self, *args: Any, role: Role, bodies: Any, places: Any, now: datetime, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        body: Any = self.fields["body"]
        body.queryset = bodies
        body.label = BODY_LABELS[BODY_FIELD[role]]
        body.error_messages["required"] = _("Choose: %(label)s") % {"label": body.label}
        self.fields["valid_from"].initial = oslo_date(now)
        some = list(bodies[:2])
        if len(some) == 1:
            body.initial = some[0]
        if role not in (Role.NETWORK_MEMBER, Role.FORUM_MEMBER):
            for name in ("interest", "represents"):
                del self.fields[name]
        if role != Role.NETWORK_MEMBER:
            del self.fields["municipality"]
        else:
            place: Any = self.fields["municipality"]
            place.queryset = places

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        needs_place = data.get("interest") == Interest.AUTHORITY and "municipality" in self.fields
        if needs_place and not data.get("municipality"):
            self.add_error("municipality", _("Choose which municipality the authority belongs to."))
        return data


class SomebodyForm(PortalForm):
    """One of the people who are known here, or somebody else by name and address. Gives `name` and `email`."""

    mark_optional = True
    person = PickOne(
        label=_("Somebody who is here already"),
        help_text=_("Choose a person, or write a name and an e-mail address below."),
    )
    name = forms.CharField(label=_("Name"), max_length=120, required=False)
    email = forms.EmailField(label=_("E-mail address"), max_length=254, required=False)
    valid_from = forms.DateField(label=_("From"), validators=[in_our_time])
    field_order: Sequence[str] = ("person", "name", "email", "valid_from", "last_on")

    def __init__(self, *args: Any, people: Sequence[User], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["person"]
        choice.offer(people, empty=_("Somebody else"))
        if not people:
            del self.fields["person"]
        self.fields["valid_from"].initial = oslo_date(now)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        person = data.pop("person", None)
        if person is not None:
            return data | {"name": person.name, "email": person.email}
        for name in ("name", "email"):
            if not data.get(name) and name not in self.errors:
                self.add_error(name, _("Fill in: %(label)s") % {"label": self.fields[name].label})
        return data


class HandOverForm(SomebodyForm):
    """Who takes over, and from when."""


class SubstituteForm(PeriodForm, SomebodyForm):
    """Who stands in, and for how long."""


class LastDayForm(PortalForm):
    """The last day of a role. Gives `valid_to`: the day after, or None."""

    mark_optional = True
    last_on = forms.DateField(
        label=_("Last day"),
        required=False,
        validators=[in_our_time],
        help_text=_("Leave it empty when the role has no end."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        last = data.pop("last_on", None)
        return {"valid_to": last + timedelta(days=1) if last else None}
