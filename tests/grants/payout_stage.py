"""The stage for payouts: the letters are issued, and one who studies has got 40 000 kr."""

from types import SimpleNamespace

from common.clock import oslo
from grants.models import Half, Payout
from grants.queries.payout import payouts
from needs.models import Nomination
from tests.grants.stage import issued
from tests.world import World

MAY = oslo(2027, 5, 10, 12)
AUGUST = oslo(2027, 8, 20, 12)
SEPTEMBER = oslo(2027, 9, 10, 12)
LAST_WEEK = oslo(2027, 9, 25, 12)
SECRET = "s" * 32


def planned(world: World) -> SimpleNamespace:
    """Letters are issued: a spring and an autumn payout of 20 000 kr for one nomination."""
    decision = issued(world)
    Nomination.objects.update(link_secret=SECRET)
    return SimpleNamespace(decision=decision, spring=of(Half.SPRING), autumn=of(Half.AUTUMN))


def of(half: str) -> Payout:
    """The payout of a half, fresh from the database."""
    return payouts().get(half=half, came_from__isnull=True)
