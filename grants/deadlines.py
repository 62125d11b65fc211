"""Until when one can complain about a letter. The only place in this app that says when a period ends."""

from datetime import date, datetime, timedelta

from common.clock import oslo
from common.dates import oslo_date
from common.working_days import next_working_day


def complaint_due(issued_at: datetime, weeks: int) -> datetime:
    """The last instant of the period for complaints, which runs from the day the letter was made available.

    So many weeks later, to the end of the same day of the week in Norway; a Saturday, Sunday or public holiday moves
    it to the next working day. Source: forvaltningsloven §§ 29 and 30; domstolloven § 149 is read as the rule for
    holidays, in favour of the one who complains.
    """
    last = next_working_day(oslo_date(issued_at) + timedelta(weeks=weeks))
    return oslo(last.year, last.month, last.day, 23, 59, 59)


def is_in_time(received_on: date, due_at: datetime) -> bool:
    """Whether a complaint that came on this day came within the period."""
    return received_on <= oslo_date(due_at)
