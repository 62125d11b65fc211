"""The form of the network's order of its nominations."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.forms import PortalForm, dress
from needs.forms.fields import LongText
from needs.queries.nomination_list import RankedRow


class RankForm(PortalForm):
    """A place for each submitted nomination of the network: 1, 2, 3 … Empty places are allowed in a draft."""

    def __init__(self, *args: Any, rows: Sequence[RankedRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = list(rows)
        for number, row in enumerate(self.rows, start=1):
            self.fields[f"rank_{row.pk}"] = forms.IntegerField(
                label=gettext("Place of nomination %(number)s, %(who)s")
                % {"number": number, "who": row.student_name or row.study_name},
                min_value=1,
                max_value=max(len(self.rows), 1),
                required=False,
            )
        self.fields["note"] = LongText(
            label=_("Note to the County Governor"),
            help_text=_("For example why you rank as you do. Do not write names here."),
            max_length=4000,
        )
        for field in self.fields.values():
            dress(field)

    def clean(self) -> dict[str, Any]:
        """Two nominations never have the same place: said at the second."""
        found = super().clean() or {}
        taken: dict[int, str] = {}
        for row in self.rows:
            name = f"rank_{row.pk}"
            rank = found.get(name)
            if rank is None:
                continue
            if rank in taken:
                self.add_error(
                    name, gettext("Place %(rank)s is taken by another nomination.") % {"rank": rank}
                )
            taken[rank] = name
        return found

    @property
    def ranks(self) -> dict[int, int | None]:
        """The typed place for each nomination's key."""
        return {row.pk: self.cleaned_data[f"rank_{row.pk}"] for row in self.rows}

    @property
    def pairs(self) -> list[tuple[RankedRow, Any]]:
        """Each nomination with the field for its place."""
        return [(row, self[f"rank_{row.pk}"]) for row in self.rows]
