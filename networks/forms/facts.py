"""The facts that letters need: organisations, networks and the office."""

import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import SPACES, KronerField, PortalModelForm
from common.numbers import account_number_text, org_number_text
from networks.models import County, Network, Organisation
from networks.queries import organisations_in


class DigitsField(forms.CharField):
    """A number that people write in groups: takes "1234.56.78911" and "1234 56 78911". Gives the digits alone."""

    default_error_messages = {"invalid": _("Write digits only.")}

    def __init__(self, *, shown: Callable[[str], str], **kwargs: Any) -> None:
        self.shown = shown
        widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
        super().__init__(widget=widget, required=False, **kwargs)

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if text in self.empty_values:
            return self.empty_value
        digits = SPACES.sub("", str(text)).replace(".", "")
        if not re.fullmatch(r"[0-9]{1,20}", digits):
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return digits

    def prepare_value(self, value: Any) -> Any:
        is_whole = isinstance(value, str) and re.fullmatch(r"[0-9]{9}|[0-9]{11}", value)
        return self.shown(value) if is_whole else value


class FactsForm(PortalModelForm):
    """A form that tells what its writer changed since the page was shown, so that a page that was left open
    overwrites nothing else. The template writes `shown` beside the fields."""

    mark_optional = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.show_hidden_initial = True

    @property
    def shown(self) -> list[str]:
        """Hidden inputs with what the page showed first."""
        return [field.as_hidden(only_initial=True) for field in self]

    @property
    def changes(self) -> dict[str, Any]:
        """Column → new value, of what was changed."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


POSTAL_ADDRESS_HELP = _("Street or box, postcode and place, with a comma between.")


class OrganisationForm(FactsForm):
    """The facts about an organisation that letters and mails need."""

    org_number = DigitsField(
        label=_("Organisation number"),
        shown=org_number_text,
        empty_value=None,
        help_text=_("Nine digits."),
        error_messages={"unique": _("Another organisation has this organisation number.")},
    )
    account_number = DigitsField(
        label=_("Account number"),
        shown=account_number_text,
        help_text=_(
            "Eleven digits. Check a new number with the organisation on a phone number you already know."
        ),
    )

    class Meta:
        model = Organisation
        fields = [
            "name",
            "short_name",
            "org_number",
            "account_number",
            "postal_address",
            "email",
            "written_form",
        ]
        labels = {
            "name": _("Name"),
            "short_name": _("Short name"),
            "postal_address": _("Postal address"),
            "email": _("E-mail"),
            "written_form": _("Written form"),
        }
        help_texts = {
            "name": _("As it is registered. It stands in the letters."),
            "short_name": _("Used in tables, where it is narrow."),
            "postal_address": POSTAL_ADDRESS_HELP,
        }
        widgets = {"written_form": forms.RadioSelect}


class NetworkForm(FactsForm):
    """Who receives a network's money, and what its leader costs."""

    leader_amount_nok = KronerField(
        label=_("For the leader or coordinator, a year"),
        required=False,
        max_value=100_000_000,
        help_text=_("Proposed as a fixed post in the allocation. Leave it empty to use the usual amount."),
    )

    class Meta:
        model = Network
        fields = ["payee", "leader_amount_nok"]
        labels = {"payee": _("Receives the network's money")}
        help_texts = {"payee": _("Letters that are sent already stay as they are.")}

    def __init__(self, *args: Any, county: County, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        payee: Any = self.fields["payee"]
        payee.queryset = organisations_in(county)
        payee.empty_label = _("Not chosen")


class OfficeForm(FactsForm):
    """The county governor's office as the sender of letters."""

    office_org_number = DigitsField(
        label=_("Organisation number"), shown=org_number_text, help_text=_("Nine digits.")
    )

    class Meta:
        model = County
        fields = ["office_name", "office_org_number", "postal_address", "email", "phone"]
        labels = {
            "office_name": _("Name of the office"),
            "postal_address": _("Postal address"),
            "email": _("E-mail"),
            "phone": _("Phone"),
        }
        help_texts = {
            "email": _("Where recipients of letters can ask questions."),
            "postal_address": POSTAL_ADDRESS_HELP,
        }
