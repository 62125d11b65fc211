"""An invitation, and everybody's own page."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.dates import oslo_date
from common.forms import PortalForm, PortalModelForm
from networks.models import County, User
from networks.queries import bodies_for, municipalities_of
from networks.roles import BODY_FIELD, Interest, Role

BODY_LABELS = {
    "county": _("County"),
    "forum": _("Cooperation forum"),
    "network": _("Network"),
    "kindergarten": _("Kindergarten"),
    "organisation": _("Organisation"),
}


class InviteForm(PortalForm):
    """A person, and the body in which they get the role that was chosen before."""

    mark_optional = True
    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("The person signs in with a code that is sent to this address."),
    )
    body: forms.ModelChoiceField = forms.ModelChoiceField(queryset=None)
    valid_from = forms.DateField(label=_("From"))
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

    def __init__(self, *args: Any, role: Role, county: County, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        body: Any = self.fields["body"]
        body.queryset = bodies_for(role, county, now=now)
        body.label = BODY_LABELS[BODY_FIELD[role]]
        body.error_messages["required"] = _("Choose: %(label)s") % {"label": body.label}
        self.fields["valid_from"].initial = oslo_date(now)
        if BODY_FIELD[role] in ("county", "forum"):
            body.initial = bodies_for(role, county, now=now).first()
        if role not in (Role.NETWORK_MEMBER, Role.FORUM_MEMBER):
            for name in ("interest", "represents"):
                del self.fields[name]
        if role != Role.NETWORK_MEMBER:
            del self.fields["municipality"]
        else:
            place: Any = self.fields["municipality"]
            place.queryset = municipalities_of(county, now=now)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        needs_place = data.get("interest") == Interest.AUTHORITY and "municipality" in self.fields
        if needs_place and not data.get("municipality"):
            self.add_error("municipality", _("Choose which municipality the authority belongs to."))
        return data


class ProfileForm(PortalModelForm):
    """A person's own page."""

    class Meta:
        model = User
        fields = ["name", "phone", "language"]
        labels = {"name": _("Name"), "phone": _("Phone"), "language": _("Language")}
        widgets = {"language": forms.RadioSelect}
        help_texts = {"language": _("The portal and its letters to you use this language.")}
