"""What is typed about votes: the question, a show of hands, and what the vote has decided."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import LongText, PortalForm, dress
from networks.minutes import speaks_for
from networks.queries.lines import WHOLE, Line
from networks.queries.votes import Voter
from networks.states import VoteChoice

NOT_VOTED = ""


class OpenBallotForm(PortalForm):
    """What is voted on, as a sentence one can be for or against."""

    question = LongText(
        label=_("What is voted on"),
        required=True,
        rows=4,
        help_text=_("Write it as a proposal, so that for and against are clear."),
    )
    line = forms.ChoiceField(
        label=_("What it is about"),
        required=False,
        help_text=_(
            "Only a vote on the whole case decides it. A vote on one line clears up that line alone."
        ),
    )

    def __init__(self, *args: Any, lines: Sequence[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["line"].choices = [(WHOLE, _("The whole case")), *((row.key, row.label) for row in lines)]  # type: ignore[attr-defined]  # -- a ChoiceField


class RecordVotesForm(PortalForm):
    """A show of hands: one choice for each voter who has not voted alone, and one for all that have no mark."""

    def __init__(self, *args: Any, voters: Sequence[Voter], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {f"vote_{voter.person.pk}": voter.person.pk for voter in voters}
        for voter in voters:
            self.fields[f"vote_{voter.person.pk}"] = _choice(
                f"{voter.person} – {speaks_for(voter.seat)}",
                initial=voter.vote.choice if voter.vote else NOT_VOTED,
                empty=_("Not voted"),
            )
        if len(voters) > 1:
            self.fields["rest"] = _choice(_("All who have no mark"), empty=_("Have not voted"))

    @property
    def choices(self) -> dict[int, VoteChoice | None]:
        """Each voter's choice by their key; None for no vote."""
        rest = self.cleaned_data.get("rest", NOT_VOTED)
        found = {pk: self.cleaned_data[name] or rest for name, pk in self.people.items()}
        return {pk: VoteChoice(choice) if choice else None for pk, choice in found.items()}


class SettleForm(PortalForm):
    """What the vote has decided, and what the minority holds."""

    resolution = LongText(label=_("What is decided"), required=True, rows=5)
    dissent = LongText(
        label=_("Dissent"),
        rows=4,
        help_text=_("Who holds another view, and what it is. It stands in the minutes."),
    )


def _choice(label: Any, *, initial: str = NOT_VOTED, empty: Any) -> forms.ChoiceField:
    field = forms.ChoiceField(
        label=label,
        choices=[*VoteChoice.choices, (NOT_VOTED, empty)],
        widget=forms.RadioSelect,
        required=False,
        initial=initial,
    )
    dress(field)
    return field
