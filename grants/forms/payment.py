"""Forms of the governor's payments."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.forms import BaseFormSet, formset_factory
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import ConfirmForm, KronerField, LongText, PickSeveral, PortalForm
from common.uploads import ReceivedField
from needs.models import LONG_TEXT

MOST_PARTS = 12


class PartForm(PortalForm):
    """One payment of a plan; an empty row is left out."""

    due_on = forms.DateField(label=gettext_lazy("Due date"), required=False)
    amount_nok = KronerField(label=gettext_lazy("Amount"), required=False)

    def clean(self) -> dict[str, Any]:
        """A row has both, or neither."""
        typed = super().clean() or self.cleaned_data
        has_amount, has_day = typed.get("amount_nok") is not None, typed.get("due_on") is not None
        if has_amount and not has_day and "due_on" not in self.errors:
            self.add_error("due_on", _("Write the day this is to be paid."))
        if has_day and not has_amount and "amount_nok" not in self.errors:
            self.add_error("amount_nok", _("Write how much is to be paid on this day."))
        return typed


class BasePlanFormSet(BaseFormSet):
    """The payments of a plan."""

    row_label = gettext_lazy("Payment")

    def parts(self) -> list[tuple[date, int]]:
        """The filled rows: day and kroner."""
        rows = (form.cleaned_data for form in self.forms)
        return [(row["due_on"], row["amount_nok"]) for row in rows if row.get("amount_nok") is not None]


PlanFormSet = formset_factory(
    PartForm, formset=BasePlanFormSet, extra=2, max_num=MOST_PARTS, absolute_max=MOST_PARTS
)


class OrderForm(PortalForm):
    """Which payments to put in a basis. Those that cannot be made are not on offer."""

    chosen = PickSeveral(label=gettext_lazy("Payments"))

    def __init__(self, *args: Any, rows: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["chosen"]
        chosen.offer(rows)


class PaidForm(OrderForm):
    """Which payments of a basis are paid, and on which day."""

    paid_on = forms.DateField(label=gettext_lazy("Paid on"))


class PaidFileForm(PortalForm):
    """The file that tells what is paid."""

    file = ReceivedField(
        accept=".csv,.xlsx",
        label=gettext_lazy("File from the accounts"),
        help_text=gettext_lazy(
            "CSV or Excel (xlsx) with the columns “Referanse” and “Beløp”, and “Betalt dato” if you have it. Nothing "
            "is stored before you have seen what matches."
        ),
        error_messages={"required": gettext_lazy("Choose the file that you got from the accounts.")},
    )
    paid_on = forms.DateField(
        label=gettext_lazy("Paid on"),
        help_text=gettext_lazy("The day of the rows where the file names none."),
    )


class WhyForm(ConfirmForm):
    """An action that must be explained."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, required=True, **kwargs)
        self.fields["comment"].label = _("Why?")


class ClaimForm(PortalForm):
    """How much is to come back, and why."""

    amount_nok = KronerField(label=gettext_lazy("Amount to come back"))
    reason = LongText(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("The recipient gets this by e-mail."),
        required=True,
        max_length=LONG_TEXT,
    )


class ReturnedForm(PortalForm):
    """The day the money came."""

    returned_on = forms.DateField(label=gettext_lazy("The money came on"))
