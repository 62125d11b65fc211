"""Named reads of requests for a later date, and of the later dates that were given. Nothing here writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BooleanField, Case, Q, QuerySet, Value, When

from networks.deadlines import Answer, Owed
from networks.models import (
    Dispensation,
    DispensationRequest,
    Kindergarten,
    Network,
    Organisation,
    Round,
    User,
)
from networks.models.periods import valid_on
from networks.queries.people import people_with
from networks.queries.places import in_network, network_of, universities_of
from networks.queries.rounds import counties_of, rounds_visible_to
from networks.roles import LEADERS, Role, bodies, is_staff_of
from networks.rules import asks_for, gives, is_shaped
from networks.states import GOES_TO_NETWORK, Duty, RequestState

BODY = ("organisation", "network", "kindergarten")


@dataclass(frozen=True)
class MoreTime:
    """What a page says to those who owe something about a later date: what they have asked for, or may ask for."""

    owed: Owed
    answer: Answer
    request: DispensationRequest | None
    """The body's newest request, answered or not."""

    @property
    def waits(self) -> bool:
        """Whether a request is not answered yet."""
        return self.request is not None and self.request.state == RequestState.ASKED

    @property
    def is_declined(self) -> bool:
        """Whether the newest request was declined."""
        return self.request is not None and self.request.state == RequestState.DECLINED

    @property
    def may_ask(self) -> bool:
        """Whether to offer the link: the date is near or past, none is asked for, and no later one is given."""
        has_later = self.answer.dispensation is not None and not self.answer.is_past
        return self.answer.is_near and not self.waits and not has_later


def owed_by(
    round: Round,
    duty: Duty,
    *,
    organisation: int | None = None,
    network: int | None = None,
    kindergarten: int | None = None,
) -> Owed | None:
    """The duty of the bodies with these keys in the round; None when they do not owe it in this county."""
    owed = Owed(
        duty,
        round,
        Organisation.objects.filter(pk=organisation, county=round.county_id).first()
        if organisation
        else None,
        Network.objects.filter(pk=network, county=round.county_id).first() if network else None,
        _kindergarten(kindergarten, round) if kindergarten else None,
    )
    is_found = owed.body_key == (organisation, network, kindergarten)
    return owed if is_found and is_shaped(owed) and _is_owed(owed) else None


def _kindergarten(key: int, round: Round) -> Kindergarten | None:
    rows = Kindergarten.objects.select_related("owner", "municipality")
    return rows.filter(pk=key, municipality__county=round.county_id).first()


def _is_owed(owed: Owed) -> bool:
    """An owner owes a network a report when it has a kindergarten there; the rest follows from the shape."""
    if owed.organisation is None or owed.network is None:
        return True
    inside = in_network(owed.network, owed.round)
    return Kindergarten.objects.filter(inside, owner=owed.organisation).exists()


def owed_of(row: Dispensation | DispensationRequest, round: Round) -> Owed:
    """What a request or a dispensation is about; `round` comes with its deadlines loaded."""
    return Owed(Duty(row.deadline.duty), round, row.organisation, row.network, row.kindergarten)


def receiver_of(owed: Owed) -> Network | None:
    """The network that receives it, and whose leader may give a new date; None for what goes to the county."""
    if owed.duty not in GOES_TO_NETWORK:
        return None
    return network_of(owed.kindergarten, owed.round) if owed.kindergarten else owed.network


def partners_for(owed: Owed) -> list[int]:
    """The keys of the universities that do the duty together with the network: for the decision basis alone."""
    if owed.duty != Duty.DECISION_BASIS or owed.network is None:
        return []
    return [university.pk for university in universities_of(owed.network, owed.round)]


def who_answers(owed: Owed, *, now: datetime) -> list[User]:
    """Who is asked for a later date: the receiving network's leaders, else the county's case officers."""
    receiver = receiver_of(owed)
    leaders = people_with(LEADERS, now=now, network=[receiver.pk]) if receiver else []
    return leaders or people_with([Role.CASE_OFFICER], now=now, county=[owed.round.county_id])


def who_asks(owed: Owed, *, now: datetime) -> list[User]:
    """The people who do the duty for the body, each once."""
    if owed.kindergarten is not None:
        heads = people_with([Role.HEAD], now=now, kindergarten=[owed.kindergarten.pk])
        return _each_once(
            [*heads, *people_with([Role.OWNER], now=now, organisation=[owed.kindergarten.owner_id])]
        )
    if owed.organisation is not None:
        role = Role.UH_COORDINATOR if owed.duty == Duty.REPORT else Role.OWNER
        return people_with([role], now=now, organisation=[owed.organisation.pk])
    return _network_people(owed, now=now)


def _network_people(owed: Owed, *, now: datetime) -> list[User]:
    if owed.network is None:
        return []
    found = people_with(LEADERS, now=now, network=[owed.network.pk])
    if owed.duty == Duty.DECISION_BASIS:
        found += people_with([Role.UH_COORDINATOR], now=now, organisation=partners_for(owed))
    if owed.duty == Duty.REPORT and owed.network.payee_id:
        found += people_with([Role.OWNER], now=now, organisation=[owed.network.payee_id])
    return _each_once(found)


def _each_once(people: Iterable[User]) -> list[User]:
    return list({person.pk: person for person in people}.values())


def requests() -> QuerySet[DispensationRequest]:
    """Requests with what pages and letters say about them, newest first."""
    return DispensationRequest.objects.select_related(
        "deadline__round__county",
        "organisation",
        "network",
        "kindergarten__owner",
        "kindergarten__municipality",
        "asked_by",
        "answered_by",
        "dispensation",
    ).order_by("-asked_at", "-pk")


def waiting_request(owed: Owed) -> DispensationRequest | None:
    """The body's request that is not answered, or None."""
    return _of_body(owed).filter(state=RequestState.ASKED).first()


def _of_body(owed: Owed) -> QuerySet[DispensationRequest]:
    return requests().filter(deadline=owed.row, **owed.body)


def more_time(
    user: User, owed: Owed, *, is_done: bool, now: datetime, partners: Iterable[int] | None = None
) -> MoreTime | None:
    """What the page says about a later date; None for those who do not owe it, and when it is done.

    `partners` as in `rules.asks_for`, where the caller has read them.
    """
    if is_done:
        return None
    known = partners_for(owed) if partners is None else partners
    if not asks_for(user, owed, known, now=now):
        return None
    return MoreTime(owed, owed.answer(now=now), _of_body(owed).first())


def request_seen_by(user: User, pk: int, *, now: datetime) -> tuple[DispensationRequest, Owed] | None:
    """A request and what it is about, for those who ask, those who may answer, and the county's staff; else None."""
    request = requests().filter(pk=pk).first()
    round = rounds_visible_to(user, now=now).filter(pk=request.deadline.round_id).first() if request else None
    if request is None or round is None:
        return None
    owed = owed_of(request, round)
    request.deadline = owed.row
    is_seen = (
        is_staff_of(user, round.county, now=now)
        or gives(user, owed.row, receiver_of(owed), now=now)
        or asks_for(user, owed, partners_for(owed), now=now)
    )
    return (request, owed) if is_seen else None


def waiting_requests(
    user: User, rounds: Sequence[Round], *, now: datetime
) -> QuerySet[DispensationRequest, Any]:
    """The unanswered requests of the rounds that concern the person, each with `is_own` and `awaits_me`.

    Own: those of the bodies that the person works for. Awaiting: a network's leaders answer what goes to it, case
    officers answer all of their county.
    """
    rows = requests().filter(state=RequestState.ASKED, deadline__round__in=[round.pk for round in rounds])
    own, mine = _of_own_bodies(user, now=now), _to_answer(user, rounds, now=now)
    return rows.filter(own | mine).annotate(is_own=_as_column(own), awaits_me=_as_column(mine))


def rounds_with_waiting_requests(user: User, *, now: datetime) -> list[Round]:
    """The rounds of the person's counties in which a request is not answered; mostly none."""
    waiting = DispensationRequest.objects.filter(state=RequestState.ASKED).values("deadline__round")
    return list(Round.objects.filter(pk__in=waiting, county__in=counties_of(user, now=now)))


def _as_column(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=Value(False), output_field=BooleanField())


def _of_own_bodies(user: User, *, now: datetime) -> Q:
    owners = bodies(user, Role.OWNER, now=now)
    networks = bodies(user, LEADERS, now=now)
    return (
        Q(kindergarten__in=bodies(user, Role.HEAD, now=now))
        | Q(kindergarten__owner__in=owners)
        | Q(organisation__in=[*owners, *bodies(user, Role.UH_COORDINATOR, now=now)])
        | Q(network__in=networks, organisation__isnull=True)
        | Q(asked_by=user)
    )


def _to_answer(user: User, rounds: Iterable[Round], *, now: datetime) -> Q:
    """The requests that the person may answer."""
    mine = Q(deadline__round__county__in=bodies(user, Role.CASE_OFFICER, now=now))
    networks = bodies(user, LEADERS, now=now)
    if not networks:
        return mine
    to_network = Q(organisation__isnull=False, network__in=networks)
    for round in rounds:
        inside = Kindergarten.objects.filter(in_network(networks, round)).values("pk")
        to_network |= Q(deadline__round=round, kindergarten__in=inside)
    return mine | Q(to_network, deadline__duty__in=GOES_TO_NETWORK)


def dispensations_in(round: Round) -> QuerySet[Dispensation]:
    """The later dates given in the round, newest first, with body, giver and the request that was answered."""
    return (
        Dispensation.objects.filter(deadline__round=round)
        .select_related("deadline", *BODY, "granted_by", "request__asked_by")
        .order_by("-granted_at", "-pk")
    )


def requests_in(round: Round) -> QuerySet[DispensationRequest]:
    """The requests of the round, newest first."""
    return requests().filter(deadline__round=round)


def networks_by_kindergarten(kindergartens: Iterable[int], round: Round) -> dict[int, tuple[int, str]]:
    """The key and name of the network of each of these kindergartens (keys) in the round."""
    path = "municipality__memberships__"
    rows = Kindergarten.objects.filter(valid_on(round.reference_on, path), pk__in=list(kindergartens))
    found = rows.order_by().values_list("pk", f"{path}network_id", f"{path}network__name")
    return {key: (network, name) for key, network, name in found}
