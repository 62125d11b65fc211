"""The instants of a needs report's year, and the letters about it: the stage of the planner's tests."""

from common.clock import oslo
from common.models import OutboxMail

OPENING = oslo(2026, 9, 1, 0, 5)
WEEK_BEFORE = oslo(2026, 11, 24, 8, 5)
DAY_AFTER = oslo(2026, 12, 2, 8, 5)
WEEK_AFTER = oslo(2026, 12, 8, 8, 5)


def letters(duty: str) -> list[OutboxMail]:
    return list(OutboxMail.objects.filter(context__duty=duty).order_by("to", "planned_at"))
