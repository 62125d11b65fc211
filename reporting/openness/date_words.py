"""What the duties of a round are, in words for everybody."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from networks.states import Duty
from reporting.queries.open_calendar import OpenDate

MEANINGS = {
    Duty.ASSESSMENT: _("Each kindergarten looks at what its staff need to learn."),
    Duty.NEEDS_REPORT: _("Owners tell the network what their kindergartens need."),
    Duty.NOMINATION: _("Owners name employees who want to study."),
    Duty.DECISION_BASIS: _("Networks and universities suggest measures, and what they cost."),
    Duty.NOMINATION_LIST: _("The network puts those who want to study in order."),
    Duty.RECOMMENDATION: _("The cooperation forum says how it thinks that the money should be shared."),
    Duty.DECISION: _("The County Governor decides, and sends the grant letters."),
    Duty.PAYMENT: _("Networks and universities get the money."),
    Duty.SPRING_PAYOUT: _("Networks pay the owners of those who study."),
    Duty.STILL_STUDYING: _(
        "Those who study and the heads of their kindergartens say whether the study goes on."
    ),
    Duty.AUTUMN_PAYOUT: _("Networks pay the owners of those who still study."),
    Duty.PLAN_REVISION: _("Networks and the county look over their long-term plans."),
    Duty.REPORT: _("Those who were given money tell what it was used for, and what came of it."),
}


def with_meanings(dates: Iterable[OpenDate]) -> list[tuple[OpenDate, str]]:
    """Each date with what is done by then."""
    return [(row, str(MEANINGS.get(Duty(row.duty), ""))) for row in dates]
