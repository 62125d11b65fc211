"""What is wrong in a form or formset, as sentences that link to the fields."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm, BaseFormSet, BoundField
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Problem:
    """One sentence, and the id of the element it is about (empty: the whole form)."""

    text: str
    href: str = ""


def problems_of(form: "BaseForm | BaseFormSet[Any]") -> list[Problem]:
    """All errors of a form or formset in the order of the page."""
    return list(_of_formset(form) if isinstance(form, BaseFormSet) else _of_form(form))


def _of_formset(formset: "BaseFormSet[Any]") -> Iterator[Problem]:
    for error in formset.non_form_errors():
        yield Problem(str(error), formset.prefix or "")
    row_label = getattr(formset, "row_label", None) or _("Row")
    for index, form in enumerate(formset.forms, start=1):
        for problem in _of_form(form):
            yield Problem(f"{row_label} {index}: {problem.text}", problem.href)


def _of_form(form: BaseForm) -> Iterator[Problem]:
    for error in form.non_field_errors():
        yield Problem(str(error))
    for field in form:
        for error in field.errors:
            yield Problem(_with_label(field, str(error)), _place_of(field))


def _with_label(field: BoundField, error: str) -> str:
    """The error with its field's label in front; what a form says before it is sent is a whole sentence already."""
    label = str(field.label)
    is_whole = not field.form.is_bound or label in error
    return error if is_whole or field.is_hidden else f"{label}: {error}"


def _place_of(field: BoundField) -> str:
    """The id of the input; of the first option for a group, whose own label has none."""
    if field.is_hidden:
        return ""
    return field.id_for_label or f"{field.auto_id}_0"
