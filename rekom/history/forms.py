"""What is asked when a change is recorded: the day, and what it becomes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import PickOne, PickSeveral, PortalForm
from networks.models import Kindergarten, Municipality, Organisation
from networks.models.places import validate_org_number
from networks.queries.history import is_number_known
from networks.services.history import Told

OLDEST, NEWEST = 2000, 2999


class ChangeForm(PortalForm):
    """The day from which it holds, and a note."""

    mark_optional = True
    on = forms.DateField(
        label=gettext_lazy("From which day"),
        help_text=gettext_lazy("A day that lies ahead is carried out by the portal when it comes."),
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For instance who decided it. It stands in the history."),
    )
    field_order = (
        "name",
        "into",
        "owner",
        "municipality",
        "new_name",
        "number",
        "kindergartens",
        "on",
        "note",
    )

    def clean_on(self) -> Any:
        day = self.cleaned_data["on"]
        if not OLDEST <= day.year <= NEWEST:
            raise forms.ValidationError(
                _("Choose a day between %(first)s and %(last)s."), params={"first": OLDEST, "last": NEWEST}
            )
        return day

    def told(self) -> Told:
        """The day and the note. Call on a valid form."""
        return Told(on=self.cleaned_data["on"], note=self.cleaned_data["note"])


class RenameForm(ChangeForm):
    """What it is called from then on."""

    name = forms.CharField(label=gettext_lazy("New name"), max_length=160)

    def __init__(self, *args: Any, longest: int = 160, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["name"]
        field.validators.append(forms.CharField(max_length=longest).validators[0])


class IntoForm(ChangeForm):
    """Which one it goes into: one that the portal knows, or a new one with name and number."""

    mark_optional = False  # one of two, so that neither may be left out
    into = PickOne(label=gettext_lazy("Into which"))
    new_name = forms.CharField(
        label=gettext_lazy("Name of a new one"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("Only when the portal does not know it yet."),
    )
    number = forms.CharField(label=gettext_lazy("Number of the new one"), max_length=12, required=False)

    def __init__(self, *args: Any, offered: Sequence[Any], makes: Any, **kwargs: Any) -> None:
        """`makes` builds the new one from its name and number."""
        super().__init__(*args, **kwargs)
        self.makes = makes
        field: Any = self.fields["into"]
        field.offer(offered, empty=_("A new one, named below"))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        into, name = cleaned.get("into"), (cleaned.get("new_name") or "").strip()
        if (into is None) == (not name) and "into" not in self.errors:
            self.add_error("into", _("Choose one, or write the name of a new one."))
        if into is None and name and "number" not in self.errors:
            self._check_number((cleaned.get("number") or "").replace(" ", ""))
        return cleaned

    def _check_number(self, number: str) -> None:
        self.cleaned_data["number"] = number
        new = self.makes("", number)
        if isinstance(new, Municipality):
            if not (number.isascii() and number.isdigit() and len(number) == 4):
                self.add_error("number", _("A municipality has a number of four digits."))
            elif is_number_known(Municipality, number):
                self.add_error("number", _("This number is in use."))
        elif number:
            self._check_org_number(number)

    def _check_org_number(self, number: str) -> None:
        try:
            validate_org_number(number)
        except forms.ValidationError as error:
            self.add_error("number", error)
            return
        if is_number_known(Organisation, number):
            self.add_error("number", _("Another organisation has this organisation number."))

    def target(self) -> Any:
        """The one that is chosen, or the new one, not saved. Call on a valid form."""
        found = self.cleaned_data["into"]
        return found or self.makes(self.cleaned_data["new_name"].strip(), self.cleaned_data["number"])


class SplitForm(IntoForm):
    """Which kindergartens the part has, beside where it goes."""

    kindergartens = PickSeveral(label=gettext_lazy("Kindergartens of the part"))

    def __init__(self, *args: Any, kindergartens: Sequence[Kindergarten], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kindergartens"]
        field.offer(kindergartens)

    def clean_kindergartens(self) -> Any:
        chosen = self.cleaned_data["kindergartens"]
        if not chosen:
            raise forms.ValidationError(_("Choose which kindergartens the part has."))
        return chosen


class MoveForm(ChangeForm):
    """The municipality in which the kindergarten lies from then on."""

    municipality = PickOne(label=gettext_lazy("To which municipality"))

    def __init__(self, *args: Any, offered: Sequence[Municipality], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["municipality"]
        field.offer(offered, empty=_("Choose"))

    def clean_municipality(self) -> Municipality:
        found: Municipality | None = self.cleaned_data["municipality"]
        if found is None:
            raise forms.ValidationError(_("Choose a municipality."))
        return found


class OpenForm(MoveForm):
    """A new kindergarten: its name, number and municipality."""

    name = forms.CharField(label=gettext_lazy("Name of the kindergarten"), max_length=160)
    number = forms.CharField(label=gettext_lazy("Organisation number"), max_length=12, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["municipality"].label = _("Municipality")
        self.fields["on"].help_text = _("Today or an earlier day.")

    def clean_number(self) -> str | None:
        number: str = self.cleaned_data["number"].replace(" ", "")
        if not number:
            return None
        validate_org_number(number)
        if is_number_known(Kindergarten, number):
            raise forms.ValidationError(_("Another kindergarten has this organisation number."))
        return number
