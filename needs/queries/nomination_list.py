"""Reads of the networks' lists of nominations. Names leave here only for those who may see them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from common.ordering import order_text
from common.sorting import norwegian
from needs.models import Nomination, NominationList, NominationOutcome
from needs.queries.decision_basis import reads_county
from needs.queries.nomination import SUBMITTED, nominations, of_networks
from needs.states import NominationListState
from networks.models import Network, Round, User
from networks.models.periods import valid_on
from networks.queries import network_of, networks_of_university
from networks.roles import LEADERS, Role, bodies, is_staff_of, leads


@dataclass(frozen=True, kw_only=True)
class RankedRow:
    """One submitted nomination of a network. What could tell who it is stands as '' for those who may not see it.

    `rank` is its place in the network's order, from 1; `granted_nok` is None until the letters are issued.
    """

    pk: int
    rank: int | None
    study_type: str
    study_name: str
    institution: str
    ects: Decimal | None
    year_of_study: int | None
    position_percent: int | None
    start_on: date | None
    end_on: date | None
    amount_nok: int
    granted_nok: int | None
    student_name: str = ""
    student_email: str = ""
    kindergarten: str = ""
    owner: str = ""
    owner_kind: str = ""
    why: str = ""
    reason: str = ""


@dataclass(frozen=True)
class Share:
    """How many nominations of one kind, and their amounts together in kroner."""

    label: str
    number: int
    amount_nok: int


@dataclass(frozen=True)
class Totals:
    """A list in numbers: in all, by kind of study, and by kind of owner (empty for those who see no owners)."""

    number: int
    amount_nok: int
    granted_nok: int | None
    by_study: list[Share]
    by_owner: list[Share]


def submitted_in(network: Network, round: Round) -> QuerySet[Nomination]:
    """The submitted nominations of the network's kindergartens, in the network's order; what is new comes last."""
    return (
        nominations()
        .select_related("outcome")
        .filter(of_networks([network.pk], round), round=round, state=SUBMITTED)
        .order_by(F("network_rank").asc(nulls_last=True), "submitted_at", "pk")
    )


def ranked_rows(user: User, network: Network, round: Round, *, now: datetime) -> list[RankedRow]:
    """The network's submitted nominations as the person may see them: with names, or numbers and studies only."""
    with_names = sees_names(user, network, round, now=now)
    rows = submitted_in(network, round)
    return [row_of(row, rank, with_names=with_names) for rank, row in enumerate(rows, start=1)]


def totals(rows: Iterable[RankedRow]) -> Totals:
    """What the rows come to."""
    found = list(rows)
    told = [row.granted_nok for row in found if row.granted_nok is not None]
    return Totals(
        number=len(found),
        amount_nok=sum(row.amount_nok for row in found),
        granted_nok=sum(told) if told else None,
        by_study=_shares((row.study_type, row) for row in found),
        by_owner=_shares((row.owner_kind, row) for row in found if row.owner_kind),
    )


def sees_names(user: User, network: Network, round: Round, *, now: datetime) -> bool:
    """Whether the person may see who is on the network's list: its leaders, and the county governor's staff."""
    return leads(user, network, now=now) or is_staff_of(user, round.county, now=now)


def why_field(pk: int) -> str:
    """What the leader's argument for a nomination is called among the list's fields."""
    return f"why_{pk}"


def list_values(ranking: NominationList, rows: Sequence[Nomination]) -> dict[str, Any]:
    """The fields of a list while it is written: `order`, `note`, and `why_<key>` for each nomination in its order."""
    arguments = {why_field(row.pk): row.network_note for row in rows}
    return {"order": order_text(row.pk for row in rows), "note": ranking.note, **arguments}


def networks_with_lists(user: User, round: Round, *, now: datetime) -> QuerySet[Network]:
    """The networks whose list the person may see, each with its state, in Norwegian order.

    Leaders, members and partner universities see their own; the county's staff all; the forum those that are sent.
    Columns: list_state ('' when not begun), list_submitted_at, nominations (number submitted), ranked (number).
    """
    seen = Q(pk__in=bodies(user, (*LEADERS, Role.NETWORK_MEMBER), now=now))
    universities = bodies(user, Role.UH_COORDINATOR, now=now)
    if universities:
        seen |= Q(pk__in=networks_of_university(universities, round).order_by().values("pk"))
    if is_staff_of(user, round.county, now=now):
        seen |= Q(county=round.county_id)
    elif reads_county(user, round, now=now):
        seen |= Q(Exists(_lists(round).filter(network=OuterRef("pk"), state=NominationListState.SUBMITTED)))
    mine = _lists(round).filter(network=OuterRef("pk"))
    return (
        Network.objects.filter(seen, county=round.county_id)
        .select_related("county")
        .annotate(
            list_state=Coalesce(Subquery(mine.values("state")[:1]), Value("")),
            list_submitted_at=Subquery(mine.values("submitted_at")[:1]),
            nominations_count=_number(round),
        )
        .order_by(norwegian("name"), "pk")
    )


def list_of(network: Network, round: Round) -> NominationList:
    """The network's list in the round; an unsaved one (version 0) while it is not begun."""
    ranking = _list(network, round) or NominationList(version=0)
    ranking.network, ranking.round = network, round
    return ranking


def _list(network: Network, round: Round) -> NominationList | None:
    rows = NominationList.objects.select_related("dispensation__granted_by")
    return rows.filter(network=network, round=round).first()


def is_list_sent(nomination: Nomination) -> bool:
    """Whether the network of the nomination's kindergarten has sent its list."""
    network = network_of(nomination.kindergarten, nomination.round)
    sent = _lists(nomination.round).filter(state=NominationListState.SUBMITTED)
    return network is not None and sent.filter(network=network).exists()


def lists_owed(round: Round) -> QuerySet[Network]:
    """The county's networks with submitted nominations and no submitted list."""
    sent = _lists(round).filter(network=OuterRef("pk"), state=NominationListState.SUBMITTED)
    return Network.objects.filter(
        Exists(_nominations_of_network(round)), ~Exists(sent), county=round.county_id
    ).order_by(norwegian("name"), "pk")


def nominations_for_forum(round: Round) -> QuerySet[Nomination]:
    """The submitted nominations in submitted lists, by network and its rank, without names and e-mails.

    Each carries `network_id` and `network_name`.
    """
    path = "kindergarten__municipality__memberships__"
    sent = _lists(round).filter(state=NominationListState.SUBMITTED)
    return (
        nominations()
        .defer("student_name", "student_email")
        .filter(
            valid_on(round.reference_on, path),
            round=round,
            state=SUBMITTED,
            **{f"{path}network__in": sent.values("network")},
        )
        .annotate(network_id=F(f"{path}network"), network_name=F(f"{path}network__name"))
        .order_by(norwegian("network_name"), "network_id", F("network_rank").asc(nulls_last=True), "pk")
    )


def _lists(round: Round) -> QuerySet[NominationList]:
    return NominationList.objects.filter(round=round)


def _nominations_of_network(round: Round) -> QuerySet[Nomination]:
    """The submitted nominations of the network that an outer query stands at."""
    path = "kindergarten__municipality__memberships__"
    return Nomination.objects.filter(
        valid_on(round.reference_on, path),
        round=round,
        state=SUBMITTED,
        **{f"{path}network": OuterRef("pk")},
    ).order_by()


def _number(round: Round) -> Coalesce:
    counted = _nominations_of_network(round).values("round").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted), Value(0))


def row_of(nomination: Nomination, rank: int | None, *, with_names: bool) -> RankedRow:
    """One nomination as a row; `rank` is its place (None while its network has not placed it)."""
    outcome = getattr(nomination, "outcome", None)
    return RankedRow(
        pk=nomination.pk,
        rank=rank,
        study_type=str(nomination.study_type or ""),
        study_name=nomination.study_name,
        institution=nomination.institution,
        ects=nomination.ects,
        year_of_study=nomination.year_of_study,
        position_percent=nomination.position_percent,
        start_on=nomination.start_on,
        end_on=nomination.end_on,
        amount_nok=nomination.amount_nok,
        granted_nok=outcome.granted_nok if outcome else None,
        **(_told_to_few(nomination, outcome) if with_names else {}),
    )


def _told_to_few(nomination: Nomination, outcome: NominationOutcome | None) -> dict[str, str]:
    """What tells who the student is, or could."""
    owner = nomination.kindergarten.owner
    return {
        "student_name": nomination.student_name,
        "student_email": nomination.student_email,
        "kindergarten": nomination.kindergarten.name,
        "owner": owner.name,
        "owner_kind": str(owner.get_kind_display()),
        "why": nomination.network_note,
        "reason": outcome.reason if outcome else "",
    }


def _shares(pairs: Iterable[tuple[str, RankedRow]]) -> list[Share]:
    """The rows by label, the largest amount first."""
    found: dict[str, list[int]] = {}
    for label, row in pairs:
        found.setdefault(label, []).append(row.amount_nok)
    shares = [Share(label, len(amounts), sum(amounts)) for label, amounts in found.items()]
    return sorted(shares, key=lambda share: (-share.amount_nok, share.label))
