"""What every form of the portal stands on: widgets in the portal's look, clear limits, kroner and numbers."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONG_TEXT = 10_000
"""The longest text in a text area, in characters, unless the field says otherwise."""
MOST_KRONER = 10**12

SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
KRONER_SIGNS = re.compile(r"^kr\.?|(,[-\u2013\u2212]|,00)?(kr\.?)?$", re.IGNORECASE)
"""What people write before and after an amount, without spaces: "kr40000", "40000,-", "40000,00kr"."""
THOUSANDS = re.compile(r"(?<=[0-9])\.(?=[0-9]{3}(\D|$))")
"""The point in "40.000"."""


class LongestText:
    """Refuses a text that is too long and says by how much; the browser never cuts what was pasted."""

    code = "max_length"

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, value: str) -> None:
        if len(value) > self.limit:
            raise ValidationError(
                _("The text is too long: %(count)s characters. Shorten it to %(limit)s at most."),
                code=self.code,
                params={"count": len(value), "limit": self.limit},
            )


class KronerField(forms.Field):
    """Whole kroner, 0 or more: takes "40 000", "40.000", "kr 40 000" and "40 000,-". Gives an int, or None."""

    unit = "kr"
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    default_error_messages = {
        "invalid": gettext_lazy("Write whole kroner with digits, for instance 40 000."),
        "negative": gettext_lazy("An amount cannot be below zero."),
        "too_much": gettext_lazy("The amount is too large. Check the number of digits."),
    }

    def __init__(self, *, max_value: int = MOST_KRONER, **kwargs: Any) -> None:
        self.max_value = max_value
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if value in self.empty_values:
            return None
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        text = KRONER_SIGNS.sub("", SPACES.sub("", str(value)))
        if re.fullmatch(r"[-\u2212][0-9]+", text):
            raise ValidationError(self.error_messages["negative"], code="negative")
        text = THOUSANDS.sub("", text)
        if not re.fullmatch(r"[0-9]{1,30}", text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return int(text)

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None and value < 0:
            raise ValidationError(self.error_messages["negative"], code="negative")
        if value is not None and value > self.max_value:
            raise ValidationError(self.error_messages["too_much"], code="too_much")

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{value:,}".replace(",", "\u00a0")
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class NumberField(forms.DecimalField):
    """A number with a unit behind it ("%", "årsverk"); takes a decimal comma or point. Gives a Decimal, or None."""

    default_error_messages = {"invalid": gettext_lazy("Write a number with digits, for instance 37,5.")}

    def __init__(self, *, unit: str = "", **kwargs: Any) -> None:
        self.unit = unit
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # -- the stubs follow IntegerField, Django gives a Decimal
        if isinstance(value, str):
            value = SPACES.sub("", value).replace(",", ".").removesuffix("%").replace("\u2212", "-")
        is_text = value not in self.empty_values and not isinstance(value, int | Decimal)
        if is_text and not re.fullmatch(r"-?[0-9]{1,20}(\.[0-9]{1,20})?", str(value)):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Decimal):
            value = f"{value.normalize():f}"
        return str(value).replace(".", ",") if value not in self.empty_values else value


class CountField(forms.IntegerField):
    """How many of something, 0 or more: takes "1 024" and "1.024". Gives an int, or None."""

    default_error_messages = {
        "invalid": gettext_lazy("Write a whole number with digits, for instance 64."),
        "negative": gettext_lazy("The number cannot be below zero."),
        "too_many": gettext_lazy("The number is too large. Check the number of digits."),
    }

    def __init__(self, *, most: int, **kwargs: Any) -> None:
        self.most = most
        kwargs.setdefault("widget", forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, str):
            value = THOUSANDS.sub("", SPACES.sub("", value).replace("\u2212", "-"))
            if value and not re.fullmatch(r"-?[0-9]{1,30}", value):
                raise ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def validate(self, value: int | None) -> None:
        super().validate(value)
        if value is not None and value < 0:
            raise ValidationError(self.error_messages["negative"], code="negative")
        if value is not None and value > self.most:
            raise ValidationError(self.error_messages["too_many"], code="too_many")


class LongText(forms.CharField):
    """A text of several lines. It may be empty unless the field says otherwise: drafts may have gaps."""

    longest = LONG_TEXT

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        widget = forms.Textarea(attrs={"rows": rows})
        super().__init__(**{"required": False, "max_length": self.longest, "widget": widget, **kwargs})

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


class PortalFormMixin:
    """Gives a form's fields the portal's widgets, limits and sentences."""

    fields: dict[str, forms.Field]
    mark_optional = False
    """Whether fields that may be left empty say "(optional)"; leave off where drafts may have gaps."""
    use_required_attribute = False  # the server answers, with a summary; the browser's bubbles do not

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            dress(field)

    @property
    def helper(self) -> FormHelper:
        """For `{% crispy form %}`: the page writes the form tag and the token."""
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        return helper


class PortalForm(PortalFormMixin, forms.Form):
    """The base of forms that are not bound to a model."""


class PortalModelForm(PortalFormMixin, forms.ModelForm):  # type: ignore[type-arg]  # -- cannot be subscripted when it runs
    """The base of forms for one row of a model."""


class ConfirmForm(PortalForm):
    """The comment on a page that confirms an action; give `required=True` where the action must be explained."""

    comment = forms.CharField(
        label=gettext_lazy("Comment"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )

    def __init__(self, *args: Any, required: bool = False, help_text: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["comment"].required = required
        self.fields["comment"].help_text = help_text


def dress(field: forms.Field) -> None:
    """Set one field's look, limits and sentences. What the field says itself stands."""
    _set_look(field)
    if isinstance(field, forms.CharField):
        _set_limits(field)
    if isinstance(field, forms.DateField) and isinstance(field.widget, forms.DateInput):
        field.widget = forms.DateInput(format="%Y-%m-%d", attrs={**field.widget.attrs, "type": "date"})
    if field.error_messages.get("required") == forms.Field.default_error_messages["required"]:
        field.error_messages["required"] = _required_sentence(field)


def _set_look(field: forms.Field) -> None:
    widget = field.widget
    classes = widget.attrs.get("class", "").split()
    if not widget.is_hidden and "ds-input" not in classes:
        widget.attrs["class"] = " ".join([*classes, "ds-input"])
    if isinstance(widget, forms.Textarea):
        widget.attrs.setdefault("rows", 5)
        widget.attrs.pop("cols", None)


def _set_limits(field: forms.CharField) -> None:
    for validator in field.validators:
        if isinstance(validator, ProhibitNullCharactersValidator):
            validator.message = gettext_lazy("The text has a sign that cannot be stored (NUL). Remove it.")
    if not isinstance(field.widget, forms.Textarea):
        return
    limit = field.max_length or LONG_TEXT
    field.widget.attrs.pop("maxlength", None)
    field.validators = [v for v in field.validators if getattr(v, "code", "") != "max_length"]
    field.validators.append(LongestText(limit))


def _required_sentence(field: forms.Field) -> str:
    if isinstance(field, forms.BooleanField):
        return _("Tick this box to go on.")
    label = {"label": field.label or ""}
    if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
        return _("Choose: %(label)s") % label
    return _("Fill in: %(label)s") % label
