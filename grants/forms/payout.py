"""The forms of the payouts: the day of payment, another parting, reasons, and what a study's answer is."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import KronerField, LongText, PortalForm
from grants.models import StudyAnswer
from needs.models import Nomination

NO_NAMES = gettext_lazy("Do not write the employee's name. The reason is kept with the payout.")


class PayForm(PortalForm):
    """When the money was paid, and whether the others are paid when one cannot be."""

    paid_on = forms.DateField(
        label=gettext_lazy("The day of payment"),
        help_text=gettext_lazy("The day on which the bank has paid, or is asked to pay today."),
    )
    without_bad = forms.BooleanField(
        label=gettext_lazy("Pay the others, and leave out those that cannot be paid"), required=False
    )

    def __init__(self, *args: Any, has_bad: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_bad:
            del self.fields["without_bad"]


class SplitForm(PortalForm):
    """How much comes in spring; the rest comes in autumn."""

    spring_nok = KronerField(
        label=gettext_lazy("In spring"), help_text=gettext_lazy("The rest comes in autumn.")
    )


class ReasonForm(PortalForm):
    """Why."""

    reason = LongText(label=gettext_lazy("Why?"), help_text=NO_NAMES, required=True, max_length=2000)


class MoveForm(ReasonForm):
    """Who gets the money instead, and why."""

    to = forms.ChoiceField(label=gettext_lazy("Who gets it instead?"))
    field_order = ("to", "reason")

    def __init__(self, *args: Any, nominations: Iterable[Nomination], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.nominations = {str(row.pk): row for row in nominations}
        words = _("No. %(number)s: %(name)s, %(kindergarten)s")
        self.fields["to"].choices = [  # type: ignore[attr-defined]  # -- a choice field
            ("", "–"),
            *(
                (
                    key,
                    words % {"number": key, "name": row.student_name, "kindergarten": row.kindergarten.name},
                )
                for key, row in self.nominations.items()
            ),
        ]

    def clean_to(self) -> Nomination:
        """The nomination itself."""
        return self.nominations[self.cleaned_data["to"]]


class AnswerForm(PortalForm):
    """Whether the study goes on."""

    answer = forms.ChoiceField(
        label=gettext_lazy("Does the study go on this autumn?"),
        choices=[
            (StudyAnswer.GOES_ON.value, gettext_lazy("Yes, the study goes on")),
            (StudyAnswer.STOPPED.value, gettext_lazy("No, the study has stopped or is paused")),
        ],
        widget=forms.RadioSelect,
    )
