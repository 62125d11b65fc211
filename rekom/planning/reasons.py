"""Why a planned letter about a duty is no longer wanted, in words that staff can read."""

from django.utils.translation import gettext_noop

DONE = gettext_noop("It has been done since the letter was planned.")
NOT_IN_SEAT = gettext_noop("The person no longer has the role.")
CLOSED = gettext_noop("It has closed since the letter was planned.")
CANCELLED = gettext_noop("It has been cancelled since the letter was planned.")
NEW_DEADLINE = gettext_noop("There is a new deadline.")
IN_THE_ORDER_OF_NEWS = (NEW_DEADLINE, CLOSED, NOT_IN_SEAT, DONE)
"""Of several reasons that hold for different bodies, the first of these is told."""
