"""The card of the county's summary: from when the reports are due until it is frozen."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from grants.states import DecisionState
from networks import deadlines
from networks.states import Duty
from rekom.cards.card import Card
from reporting.states import SummaryState

LATE_FOR_DAYS = 365


def summary_cards(round: Any, now: datetime) -> Iterable[Card]:
    """In autumn the case officer sums the reports up for the directorate, and freezes what is sent."""
    answer = deadlines.answer(Duty.REPORT, round, now=now)
    is_time = answer.is_past and (now - answer.due_at).days < LATE_FOR_DAYS
    if round.decision_state != DecisionState.ISSUED or not is_time:
        return
    if round.summary_state == SummaryState.FROZEN:
        return
    is_begun = round.summary_state == SummaryState.DRAFT
    yield Card(
        title=_("Summary of the reports for %(year)s") % {"year": round.grant_year},
        text=_("Look over the numbers and the texts, and freeze what goes to the directorate.")
        if is_begun
        else _("Make the summary for the directorate from the reports that are in."),
        state=SummaryState.DRAFT if is_begun else "planned",
        state_label=str(SummaryState.DRAFT.label) if is_begun else _("Not begun"),
        url=reverse("reporting:summary_detail", kwargs={"year": round.grant_year}),
        button=_("Continue") if is_begun else _("Begin"),
        when=_("In autumn"),
    )
