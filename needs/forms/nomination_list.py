"""The form of the network's order of its nominations."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import LongText, PortalForm, dress
from common.ordering import LONGEST
from needs.queries.nomination_list import RankedRow, why_field

LONGEST_WHY = 2000


class RankForm(PortalForm):
    """The order as a hidden text, an argument for each nomination, and a note to the whole list. All may be empty."""

    order = forms.CharField(
        label=_("The order"), required=False, max_length=LONGEST, widget=forms.HiddenInput
    )
    note = LongText(
        label=_("Note to the County Governor"),
        help_text=_("For example why you rank as you do. Do not write names here."),
        max_length=4000,
    )

    def __init__(self, *args: Any, rows: Sequence[RankedRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in rows:
            field = LongText(
                label=gettext("Why this place? (%(who)s)") % {"who": row.student_name or row.study_name},
                max_length=LONGEST_WHY,
                rows=2,
            )
            dress(field)
            self.fields[why_field(row.pk)] = field
