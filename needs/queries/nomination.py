"""Reads of nominations. Names and e-mails leave here only for those who may see them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from common.sorting import norwegian
from needs.models import Nomination, NominationTerms, StudyAmount, StudyType
from needs.states import NOMINATION_HANDED_OVER, NominationState
from networks.models import Kindergarten, Organisation, Round, User
from networks.queries import in_network, network_of
from networks.roles import LEADERS, Role, bodies, holds, is_staff_of, leads

SUBMITTED = NominationState.SUBMITTED
MOST_EARLIER = 10
VALUES = (
    "student_name",
    "student_email",
    "study_name",
    "institution",
    "ects",
    "year_of_study",
    "position_percent",
    "start_on",
    "end_on",
)
"""What the student can correct: the fields of a nomination that hold no key and no amount."""


def nominations() -> QuerySet[Nomination]:
    """Nominations with kindergarten, owner, study type, and what came of them."""
    return Nomination.objects.select_related(
        "kindergarten__owner",
        "kindergarten__municipality",
        "study_type",
        "dispensation__granted_by",
        "moved_to",
        "outcome",
    )


def nomination_values(nomination: Nomination) -> dict[str, Any]:
    """The fields of the form by name: `kindergarten` and `study_type` as keys, no amount as None."""
    return {
        "kindergarten": nomination.kindergarten_id,
        "study_type": nomination.study_type_id,
        **{name: getattr(nomination, name) for name in VALUES},
        "amount_nok": nomination.amount_nok or None,
    }


def usual_amounts(round: Round) -> dict[int, int]:
    """The amount that a nomination begins with in the round, by the study type's key, in whole kroner."""
    rows = StudyAmount.objects.filter(round=round).order_by("study_type__order", "study_type")
    return dict(rows.values_list("study_type", "amount_nok"))


def usual_amount(round: Round, study_type: StudyType | None) -> int:
    """The amount that a nomination for the study begins with, in whole kroner; 0 when the county names none."""
    return usual_amounts(round).get(study_type.pk, 0) if study_type else 0


def most_per_kindergarten(round: Round) -> int | None:
    """How many nominations each kindergarten can have in the round; None for no limit."""
    found = NominationTerms.objects.filter(round=round).values_list("most_per_kindergarten", flat=True)
    return found.first()


def number_handed_over(kindergarten: Kindergarten, round: Round) -> int:
    """How many of the kindergarten's nominations the network has got in the round, whatever came of the study."""
    rows = Nomination.objects.filter(kindergarten=kindergarten, round=round, state__in=NOMINATION_HANDED_OVER)
    return rows.count()


def earlier_nominations(user: User, nomination: Nomination, *, now: datetime) -> list[Nomination]:
    """Other nominations of the same person (by e-mail) that the reader may see, newest first, ten at most."""
    if not nomination.student_email:
        return []
    rows = nominations().filter(
        student_email__iexact=nomination.student_email, round__county=nomination.round.county_id
    )
    found = (
        rows.exclude(pk=nomination.pk).select_related("round__county").order_by("-round__grant_year", "-pk")
    )
    return [row for row in found[:MOST_EARLIER] if reads_name(user, row, now=now)]


def reads_name(user: User, nomination: Nomination, *, now: datetime) -> bool:
    """Whether the person may read this nomination with name and e-mail; see `nominations_with_names`."""
    kindergarten = nomination.kindergarten
    is_own = holds(user, Role.HEAD, kindergarten, now=now)
    if is_own or holds(user, Role.OWNER, kindergarten.owner, now=now):
        return True
    if nomination.state not in NOMINATION_HANDED_OVER:
        return False
    if is_staff_of(user, nomination.round.county, now=now):
        return True
    if nomination.moved_to is not None and holds(user, Role.OWNER, nomination.moved_to, now=now):
        return True
    network = network_of(kindergarten, nomination.round) if bodies(user, LEADERS, now=now) else None
    return network is not None and leads(user, network, now=now)


def my_nominations(user: User, round: Round, now: datetime) -> QuerySet[Nomination]:
    """The nominations of the kindergartens that the person is head or owner of: proposals, drafts, then by name."""
    drafts_first = Case(
        When(state=NominationState.PROPOSED, then=Value(0)),
        When(state=NominationState.DRAFT, then=Value(1)),
        default=Value(2),
    )
    return (
        nominations()
        .filter(_own(user, now=now), round=round)
        .order_by(drafts_first, norwegian("kindergarten__name"), norwegian("student_name"), "pk")
    )


def kindergartens_to_nominate_from(user: User, round: Round, *, now: datetime) -> QuerySet[Kindergarten]:
    """The open kindergartens in the round's county that the person is head or owner of."""
    mine = Q(pk__in=bodies(user, Role.HEAD, now=now)) | Q(owner__in=bodies(user, Role.OWNER, now=now))
    return (
        Kindergarten.objects.filter(mine, municipality__county=round.county_id)
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=round.reference_on))
        .select_related("owner")
        .order_by(norwegian("name"), "pk")
    )


def nominations_with_names(user: User, round: Round, *, now: datetime) -> QuerySet[Nomination]:
    """The nominations of the round that the person may read with name and e-mail.

    Head and owner: their own. The network's leaders, the county's case officers and approvers, and an owner that
    the student has moved to: those that are handed over.
    """
    return nominations_with_names_in(user, [round], now=now)


def nominations_with_names_in(user: User, rounds: Iterable[Round], *, now: datetime) -> QuerySet[Nomination]:
    """The same over several rounds, each nomination once."""
    own, is_handed_over = _own(user, now=now), Q(state__in=NOMINATION_HANDED_OVER)
    networks = bodies(user, LEADERS, now=now)
    taken_over = Q(state=NominationState.MOVED, moved_to__in=bodies(user, Role.OWNER, now=now))
    all_rounds = list(rounds)
    seen = own | taken_over
    staffed = [round.pk for round in all_rounds if is_staff_of(user, round.county, now=now)]
    if staffed:
        seen |= is_handed_over & Q(round__in=staffed)
    for round in all_rounds if networks else ():
        seen |= is_handed_over & Q(round=round) & Q(pk__in=_led(networks, round))
    return nominations().filter(seen, round__in=[round.pk for round in all_rounds])


def _led(networks: list[int], round: Round) -> QuerySet[Nomination, Any]:
    rows = Nomination.objects.filter(of_networks(networks, round), round=round)
    return rows.order_by().values("pk")


def _own(user: User, *, now: datetime) -> Q:
    heads = bodies(user, Role.HEAD, now=now)
    owners = bodies(user, Role.OWNER, now=now)
    return Q(kindergarten__in=heads) | Q(kindergarten__owner__in=owners)


def of_networks(networks: Iterable[int], round: Round) -> Q:
    """The nominations from kindergartens that are in these networks in the round."""
    return in_network(list(networks), round, "kindergarten__")


def owners_in(round: Round, *, but: Nomination) -> QuerySet[Organisation]:
    """The owners of kindergartens in the round's county, without the nomination's own, in Norwegian order."""
    owning = Kindergarten.objects.filter(owner=OuterRef("pk"))
    rows = Organisation.objects.filter(Exists(owning), county=round.county_id)
    return rows.exclude(pk=but.kindergarten.owner_id).order_by(norwegian("name"), "pk")
