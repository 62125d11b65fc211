"""The stage for payouts: the letters are issued, and one who studies has got 40 000 kr."""

from types import SimpleNamespace

from common.clock import oslo
from common.dates import oslo_date
from common.moves import move
from grants.models import Half, Payout
from grants.queries.payout import payouts
from grants.services.payout import pay_payouts
from grants.services.study_confirmation import follow_payouts
from needs.models import Nomination
from needs.queries.student import student_token
from needs.states import NOMINATION_MOVES
from tests.grants.stage import issued
from tests.world import AUTUMN, World

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


def pay(world: World, half: str = "spring", *, role: str = "leader", now=MAY, **more):
    """The leader pays the half as the page shows it."""
    rows = payouts().filter(half=half)
    return pay_payouts(
        network=world.network,
        round=world.fresh_round(),
        half=half,
        **{"shown": {row.pk: row.version for row in rows}, "paid_on": oslo_date(now), **more},
        by=world.person(role),
        now=now,
    )


def asked(world: World) -> Payout:
    """The letters are issued, and in September student and head are asked."""
    planned(world)
    follow_payouts(now=SEPTEMBER)
    return of(Half.AUTUMN)


def token_of(payout: Payout) -> str:
    """The student's secret, as it stands in the student's letters."""
    return student_token(Nomination.objects.get(pk=payout.nomination_id))


def second_nomination(world: World) -> Nomination:
    """Another on the network's list who studies, and who got nothing."""
    first = Nomination.objects.earliest("pk")
    other = Nomination.objects.create(
        round=world.round,
        kindergarten=world.sister,
        student_name="Bjørg Andre Student",
        student_email="andre.student@example.no",
        study_type=first.study_type,
        study_name="Spesialpedagogikk",
        institution="Prøve høgskole",
        amount_nok=40_000,
        link_secret="t" * 32,
    )
    fields = {"submitted_at": AUTUMN}
    move(other, "submit", by=world.people["head"], moves=NOMINATION_MOVES, now=AUTUMN, fields=fields)
    Nomination.objects.filter(pk=other.pk).update(network_rank=2)
    return other
