"""What happens by itself when time has passed: asked by the tick, and by the demo when its clock is moved."""

from datetime import datetime

from grants.services.study_confirmation import follow_payouts
from networks.services.composition import keep_compositions
from networks.services.history import carry_out_planned
from rekom.planning.reminders import catch_up
from reporting.services import hold_for_overdue_reports
from reporting.services.questions import keep_questions


def let_happen(*, now: datetime) -> int:
    """Carry out recorded changes of bodies and places, ask who still studies, hold payments to those whose report is
    overdue, keep who took part on 1 January, give new rounds their questions, open and close what is due, plan the
    letters of the year.

    Done again it changes nothing. Returns the number of letters of the year that were planned.

    Raises PlanningFailed, after everything that could be done is done.
    """
    carry_out_planned(now=now)
    follow_payouts(now=now)
    hold_for_overdue_reports(now=now)
    keep_compositions(now=now)
    keep_questions()
    return catch_up(now=now)
