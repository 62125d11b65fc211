"""The card of a report on a grant: for the network, the receiver of its money, or a university."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from networks import deadlines
from networks.models import Round
from networks.states import Duty
from rekom.calendar import BY_DUTY
from rekom.cards.card import Card, Reads, button_of, is_shown, label_of, make_card
from reporting.queries.remarks import asked_grants
from reporting.states import ReportState

SUBMITTED = ReportState.SUBMITTED


def report_cards(
    grants: Iterable[Any], reads: Reads, now: datetime, *, is_named: bool = False
) -> Iterable[Card]:
    """One card for each grant whose report is due, or was sent lately; `is_named` puts the network in the title."""
    rounds = {round.pk: round for round in reads.rounds}
    grants = list(grants)
    asked = _asked(grants)
    for grant in grants:
        round = rounds.get(grant.decision.round_id)
        if round is None:
            continue
        answer = deadlines.answer(
            Duty.REPORT, round, now=now, network=grant.network, organisation=grant.university
        )
        report = getattr(grant, "report", None)
        state = report.state if report else ""
        is_done = state in (ReportState.SUBMITTED, ReportState.APPROVED)
        if not is_done or is_shown(answer) or grant.pk in asked:
            yield make_card(
                Duty.REPORT,
                round,
                answer,
                body=f"grant-{grant.pk}",
                title=_title(round, grant) if is_named else "",
                text=_text(state, is_done=is_done, is_asked=grant.pk in asked),
                state=state or "planned",
                state_label=label_of(ReportState, state),
                url=reverse(f"reporting:report_{'detail' if is_done else 'edit'}", kwargs={"pk": grant.pk}),
                button=button_of(state, is_done=is_done),
                variant="tertiary" if is_done else "",
                is_done=is_done,
            )


def _asked(grants: Iterable[Any]) -> set[int]:
    """The grants (as keys) whose recipient has a question to answer about a report that is read now."""
    read = [grant for grant in grants if getattr(getattr(grant, "report", None), "state", "") == SUBMITTED]
    return asked_grants(read) if read else set()


def _text(state: str, *, is_done: bool, is_asked: bool) -> str:
    """What to do now: a question to answer, the duty in short, what a return asks for, or nothing."""
    if is_asked:
        return _("You have a question to answer from the County Governor.")
    if state == ReportState.RETURNED:
        return _("The County Governor asks you to amend something. Change it, and send the report again.")
    return "" if is_done else str(BY_DUTY[Duty.REPORT].ask)


def _title(round: Round, grant: Any) -> str:
    return _("Report on the grant for %(year)s to %(network)s") % {
        "year": round.grant_year,
        "network": grant.network,
    }
