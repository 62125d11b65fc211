"""Until when one can complain about a letter."""

from datetime import datetime, timedelta

from common.clock import OSLO, oslo
from common.working_days import next_working_day
from networks.schemes import Scheme


def last_instant(notified_at: datetime, scheme: Scheme) -> datetime:
    """The end of the last day of the period, which runs from when the recipient was told.

    A last day that is a Saturday, Sunday or public holiday moves to the next working day. Source: forvaltningsloven
    §§ 29 and 30.
    """
    last = notified_at.astimezone(OSLO).date() + timedelta(weeks=scheme.complaint_weeks)
    day = next_working_day(last)
    return oslo(day.year, day.month, day.day, 23, 59, 59)
