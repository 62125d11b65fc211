"""Reads of the networks' payouts to owners. Students' names leave here only for those who may see them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum

from common.models import Document
from common.sorting import norwegian
from grants.models import GrantLine, Half, LineKind, Payout, StudyAnswer, StudyConfirmation
from grants.payout_standing import Standing, standing_of
from grants.states import PayoutState
from needs.models import Nomination
from needs.queries.nomination_list import submitted_in
from needs.states import NOMINATION_NOT_STUDYING, NominationState
from networks.models import Completion, Network, Round, User
from networks.queries import holders, networks_visible_to, round_of_year
from networks.roles import LEADERS, STAFF, Role, bodies, is_staff_of, leads
from networks.states import Duty

HALF_OF_DUTY = {Duty.SPRING_PAYOUT: Half.SPRING, Duty.AUTUMN_PAYOUT: Half.AUTUMN}
DUTY_OF_HALF = {half: duty for duty, half in HALF_OF_DUTY.items()}


def payouts() -> QuerySet[Payout]:
    """Payouts with owner, nomination (without name and e-mail), confirmation and letter (without the file)."""
    return (
        Payout.objects.select_related(
            "nomination__kindergarten__owner",
            "nomination__study_type",
            "nomination__moved_to",
            "owner",
            "network__payee",
            "network__county",
            "round__county",
            "line__grant__letter",
            "confirmation",
            "letter",
            "came_from",
        )
        .defer(
            "letter__content",
            "line__grant__letter__snapshot",
            "nomination__student_name",
            "nomination__student_email",
        )
        .order_by(norwegian("owner__name"), "owner", "nomination", F("half").desc(), "pk")
    )


def payouts_in(network: Network, round: Round) -> QuerySet[Payout]:
    """The network's payouts of a round, by owner and nomination, spring before autumn."""
    return payouts().filter(network=network, round=round)


def payouts_visible_to(user: User, *, now: datetime) -> QuerySet[Payout]:
    """Staff see those of their county, leaders, coordinators and the payee's contacts those of their network.

    An owner sees its own; the head those of the kindergarten's employees who have not moved to another owner.
    """
    return payouts().filter(_seen_by(user, now=now))


def _seen_by(user: User, *, now: datetime) -> Q:
    owners = bodies(user, Role.OWNER, now=now)
    return (
        Q(round__county__in=bodies(user, STAFF, now=now))
        | Q(network__in=bodies(user, LEADERS, now=now))
        | Q(network__payee__in=owners)
        | own_payouts(user, now=now)
    )


def own_payouts(user: User, *, now: datetime) -> Q:
    """The payouts that come to the person's own organisation, or for the kindergarten that the person heads."""
    owners = bodies(user, Role.OWNER, now=now)
    heads = bodies(user, Role.HEAD, now=now)
    is_still_there = Q(owner=F("nomination__kindergarten__owner"))
    return Q(owner__in=owners) | (Q(nomination__kindergarten__in=heads) & is_still_there)


def my_payouts(user: User, round: Round, *, now: datetime) -> QuerySet[Payout]:
    """The payouts of a round to the person's own organisation or kindergarten."""
    return payouts().filter(own_payouts(user, now=now), round=round).order_by("nomination", F("half").desc())


def reads_payouts_of(user: User, network: Network, round: Round, *, now: datetime) -> bool:
    """Whether the person may read all payouts of the network: its leaders, its payee's contacts, the staff."""
    is_payee = network.payee_id in bodies(user, Role.OWNER, now=now)
    return is_payee or leads(user, network, now=now) or is_staff_of(user, round.county, now=now)


def names_for(user: User, network: Network, round: Round, *, now: datetime) -> dict[int, str]:
    """The students' names by nomination, for the network's leaders and the county's staff; else nothing is read."""
    if not leads(user, network, now=now) and not is_staff_of(user, round.county, now=now):
        return {}
    return _names(Payout.objects.filter(network=network, round=round).order_by().values("nomination"))


def own_names(rows: Iterable[Payout]) -> dict[int, str]:
    """The names by nomination, for the owner or the head whose own payouts these are (`my_payouts`)."""
    return _names({row.nomination_id for row in rows})


def _names(keys: Any) -> dict[int, str]:
    rows = Nomination.objects.filter(pk__in=keys).order_by()
    return dict(rows.values_list("pk", "student_name"))


def payout_letter(payout: Payout) -> Document:
    """The payout letter with its file. Raises Document.DoesNotExist while there is none."""
    return Document.objects.get(pk=payout.letter_id or 0)


def networks_with_payouts(user: User, round: Round, *, now: datetime) -> QuerySet[Network]:
    """The networks whose payouts the person may read, with what they come to: kroner and numbers.

    Columns: total_nok, paid_nok, stopped_nok, payouts_count, paid_count.
    """
    seen = Q(pk__in=bodies(user, LEADERS, now=now)) | Q(payee__in=bodies(user, Role.OWNER, now=now))
    if is_staff_of(user, round.county, now=now):
        seen |= Q(county=round.county_id)
    mine = Q(payouts__round=round)
    paid = mine & Q(payouts__state=PayoutState.PAID)
    stopped = mine & Q(payouts__state=PayoutState.STOPPED)
    return (
        Network.objects.filter(seen, county=round.county_id)
        .select_related("county")
        .annotate(
            total_nok=Sum(
                "payouts__amount_nok", filter=mine & ~Q(payouts__state=PayoutState.MOVED), default=0
            ),
            paid_nok=Sum("payouts__amount_nok", filter=paid, default=0),
            stopped_nok=Sum("payouts__amount_nok", filter=stopped, default=0),
            payouts_count=Count("payouts", filter=mine & ~Q(payouts__state=PayoutState.MOVED)),
            paid_count=Count("payouts", filter=paid),
        )
        .filter(payouts_count__gt=0)
        .order_by(norwegian("name"), "pk")
    )


def place_of_payouts(user: User, year: int, network: int, *, now: datetime) -> tuple[Network, Round] | None:
    """The network and the round of an address, when the person may read all payouts there; else None."""
    found = networks_visible_to(user, now=now).filter(pk=network).first()
    round = round_of_year(user, year, now=now, county=found.county) if found else None
    if found is None or round is None or not reads_payouts_of(user, found, round, now=now):
        return None
    return found, round


@dataclass(frozen=True)
class Sums:
    """What a network's payouts of a round come to, in kroner and numbers; what is moved on counts once."""

    total_nok: int = 0
    paid_nok: int = 0
    waiting_nok: int = 0
    left_nok: int = 0
    number: int = 0
    paid: int = 0


def sums_of(network: Network, round: Round) -> Sums:
    """The sums of a network's payouts: all, paid, waiting to be paid, and stopped (not yet given back or moved)."""
    counted = Payout.objects.filter(network=network, round=round).exclude(state=PayoutState.MOVED)
    is_paid, waits = Q(state=PayoutState.PAID), Q(state=PayoutState.PLANNED)
    found = counted.aggregate(
        total_nok=Sum("amount_nok", default=0),
        paid_nok=Sum("amount_nok", filter=is_paid, default=0),
        waiting_nok=Sum("amount_nok", filter=waits, default=0),
        left_nok=Sum("amount_nok", filter=Q(state=PayoutState.STOPPED), default=0),
        number=Count("pk"),
        paid=Count("pk", filter=is_paid),
    )
    return Sums(**found)


def has_payouts(network: Network, round: Round) -> bool:
    """Whether the portal plans the network's payouts of the round (older rounds are marked by hand)."""
    return Payout.objects.filter(network=network, round=round).exists()


def payouts_left(round: Round) -> dict[int, dict[Duty, int]]:
    """For each network with payouts in the round: how many are not dealt with, by duty. One query.

    Spring and autumn payout: those that are still planned. Still studying: planned autumn payouts that are neither
    confirmed by both nor decided by a person.
    """
    planned = Q(state=PayoutState.PLANNED)
    autumn = planned & Q(half=Half.AUTUMN)
    rows = (
        Payout.objects.filter(round=round)
        .annotate(is_clear=Exists(_clear()))
        .order_by()
        .values("network")
        .annotate(
            spring=Count("pk", filter=planned & Q(half=Half.SPRING)),
            unclear=Count("pk", filter=autumn & Q(is_clear=False)),
            autumn=Count("pk", filter=autumn),
        )
    )
    return {
        row["network"]: {
            Duty.SPRING_PAYOUT: row["spring"],
            Duty.STILL_STUDYING: row["unclear"],
            Duty.AUTUMN_PAYOUT: row["autumn"],
        }
        for row in rows
    }


def _clear() -> QuerySet[StudyConfirmation]:
    """The confirmation of the payout at hand, when it says that it can be paid. The same as `standing_of` says."""
    goes_on = StudyAnswer.GOES_ON
    both = Q(student_says=goes_on, head_says=goes_on) & ~Q(
        payout__nomination__state__in=NOMINATION_NOT_STUDYING
    )
    return StudyConfirmation.objects.filter(payout=OuterRef("pk")).filter(Q(is_paid_anyway=True) | both)


def lines_to_pay_out(grants: Iterable[int]) -> QuerySet[GrantLine]:
    """The networks' lines for those who study, with `letter_number`, by the grants' keys."""
    return (
        GrantLine.objects.filter(
            grant__in=list(grants),
            grant__network__isnull=False,
            grant__letter__isnull=False,
            kind=LineKind.INDIVIDUAL,
            nomination__isnull=False,
        )
        .annotate(letter_number=F("grant__letter__number"))
        .select_related("grant", "nomination__kindergarten")
        .order_by("nomination", "pk")
    )


def networks_marked_by_hand(round: Round) -> set[int]:
    """The networks that have marked the spring payout as done: theirs are made outside the portal."""
    rows = Completion.objects.filter(
        deadline__round=round, deadline__duty=Duty.SPRING_PAYOUT, undone_at__isnull=True
    )
    return {key for key in rows.values_list("network_id", flat=True) if key is not None}


def is_governor_paid(round: Round) -> bool:
    """Whether the governor's payment of the round is marked as done: the network pays out of that money."""
    rows = Completion.objects.filter(
        deadline__round=round, deadline__duty=Duty.PAYMENT, undone_at__isnull=True, network__isnull=True
    )
    return rows.exists()


def whose_owner_changed(round: Round) -> QuerySet[Payout]:
    """Planned payouts whose student, or whose kindergarten, has got another owner; `owner_now` is its key."""
    is_moved = Q(nomination__state=NominationState.MOVED, nomination__moved_to__isnull=False)
    moved = is_moved & ~Q(owner=F("nomination__moved_to"))
    sold = ~is_moved & ~Q(owner=F("nomination__kindergarten__owner"))
    return (
        Payout.objects.filter(moved | sold, round=round, state=PayoutState.PLANNED)
        .select_related("nomination__kindergarten")
        .order_by("pk")
    )


def nominations_to_move_to(payout: Payout) -> QuerySet[Nomination]:
    """Who can get the money of a stopped payout: the others on the network's list of the round who study."""
    rows = submitted_in(payout.network, payout.round)
    found = rows.filter(network_rank__isnull=False, anonymised_at__isnull=True)
    return found.exclude(pk=payout.nomination_id)


def students_of(rows: Iterable[Payout]) -> dict[int, Nomination]:
    """The students to write to, by nomination, with name, e-mail and secret; those who are forgotten are left out."""
    keys = {row.nomination_id for row in rows}
    found = Nomination.objects.filter(pk__in=keys, anonymised_at__isnull=True).exclude(student_email="")
    return {row.pk: row for row in found.order_by("pk")}


def employers_of(rows: Iterable[Payout], *, now: datetime) -> list[tuple[Payout, User]]:
    """Each payout with those who answer for the employer: the paid owner's contacts, and the kindergarten's head

    as long as the student works there.
    """
    found = list(rows)
    owners, heads = defaultdict(list), defaultdict(list)
    for seat in holders([Role.OWNER], now=now, bodies={"organisation": {row.owner_id for row in found}}):
        owners[seat.organisation_id].append(seat.user)
    there = [row for row in found if row.owner_id == row.nomination.kindergarten.owner_id]
    places = {row.nomination.kindergarten_id for row in there}
    for seat in holders([Role.HEAD], now=now, bodies={"kindergarten": places}):
        heads[seat.kindergarten_id].append(seat.user)
    pairs = [(row, user) for row in found for user in owners[row.owner_id]]
    pairs += [(row, user) for row in there for user in heads[row.nomination.kindergarten_id]]
    return list({(row.pk, user.pk): (row, user) for row, user in pairs}.values())


def name_for(user: User, payout: Payout, *, now: datetime) -> str:
    """The student's name, for those who may see it: the network's leaders, staff, and its owner or head."""
    is_own = Payout.objects.filter(own_payouts(user, now=now), pk=payout.pk).exists()
    is_handler = leads(user, payout.network, now=now) or is_staff_of(user, payout.round.county, now=now)
    return own_names([payout])[payout.nomination_id] if is_own or is_handler else ""


def to_decide(round: Round, half: str, network: Network | None = None) -> list[Payout]:
    """The payouts of a half about which the network must decide, since the study has stopped or is paused."""
    rows = payouts().filter(round=round, half=half, state=PayoutState.PLANNED)
    if network is not None:
        rows = rows.filter(network=network)
    return [row for row in rows if standing_of(row) == Standing.UNDECIDED]
