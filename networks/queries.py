"""Named reads of people, places, networks and rounds. Nothing here writes."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce, NullIf

from common.dates import oslo_date
from common.sorting import norwegian
from networks.deadlines import answer
from networks.models import (
    County,
    Deadline,
    Forum,
    Kindergarten,
    KindergartenFigures,
    Municipality,
    Network,
    NetworkMunicipality,
    Organisation,
    OrganisationKind,
    Partnership,
    Round,
    Seat,
    User,
)
from networks.models.periods import valid_on
from networks.roles import BODY_FIELD, LEADERS, STAFF, Role, bodies, seats_of
from networks.states import DeadlineState, Duty


def counties_of(user: User, *, now: datetime) -> list[int]:
    """The primary keys of the counties in which the person has a seat."""
    found = set()
    for seat in seats_of(user, now=now):
        body = seat.body
        found.add(body.pk if isinstance(body, County) else _county_id(body))
    return sorted(found)


def county_shown(user: Any, *, now: datetime) -> County | None:
    """The county whose name stands on the page: the person's first, else the portal's only one."""
    seats = seats_of(user, now=now) if user is not None else []
    if seats:
        return min((_county(seat.body) for seat in seats), key=lambda county: county.pk)
    found = list(County.objects.all()[:2])
    return found[0] if len(found) == 1 else None


def _county(body: Any) -> County:
    """The county of a seat's body, which is loaded with the seat."""
    if isinstance(body, County):
        return body
    county: County = body.owner.county if isinstance(body, Kindergarten) else body.county
    return county


def _county_id(body: Any) -> int:
    if isinstance(body, Kindergarten):
        return body.owner.county_id
    return int(body.county_id)


def rounds() -> QuerySet[Round]:
    """Rounds with their deadlines and dispensations loaded, as `networks.deadlines` wants them."""
    return Round.objects.select_related("county").prefetch_related(
        Prefetch("deadlines", Deadline.objects.prefetch_related("dispensations"))
    )


def rounds_in_play(*, now: datetime) -> QuerySet[Round]:
    """The rounds in which something can still open, close or be reminded of at `now`.

    A round is out of play two months after its last date, when all its duties are noted as passed.
    """
    recent = now - timedelta(days=60)
    alive = (
        ~Q(deadlines__state=DeadlineState.PASSED)
        | Q(deadlines__due_at__gte=recent)
        | Q(deadlines__dispensations__due_at__gte=recent)
    )
    return rounds().filter(alive).distinct().order_by("grant_year", "pk")


def rounds_visible_to(user: User, *, now: datetime) -> QuerySet[Round]:
    """The rounds of the counties in which the person has a seat, newest first."""
    return rounds().filter(county__in=counties_of(user, now=now))


def round_of_year(user: User, year: int, *, now: datetime, **county_of: Any) -> Round | None:
    """The round of a year that the person can see, in the county that `county_of` names (`county__networks=7`)."""
    return rounds_visible_to(user, now=now).filter(grant_year=year, **county_of).first()


def staff_round(user: User, year: int, *, now: datetime) -> Round | None:
    """The round of a year in the county at whose governor's office the person works."""
    return round_of_year(user, year, now=now, county__in=bodies(user, STAFF, now=now))


def chosen_round(
    user: User, year: str, duty: Duty | None = None, *, now: datetime
) -> tuple[Round, list[Round]] | None:
    """The round of `year` as typed ('' for the newest, with `duty` the newest in which it has opened) and all to
    choose from, newest first. None when the person can see no such round.
    """
    all_rounds = list(rounds_visible_to(user, now=now))
    found = [round for round in all_rounds if year in ("", str(round.grant_year))]
    if duty is not None and not year:
        found = [round for round in found if answer(duty, round, now=now).has_opened] or found
    return (found[0], all_rounds) if found else None


def newest_round(user: User, *, now: datetime) -> Round | None:
    """The newest round that the person can see."""
    return rounds_visible_to(user, now=now).first()


def networks_visible_to(user: User, *, now: datetime) -> QuerySet[Network]:
    """The networks of the counties in which the person has a seat, in Norwegian order."""
    return (
        Network.objects.filter(county__in=counties_of(user, now=now))
        .select_related("county", "payee")
        .order_by(norwegian("name"))
    )


def in_network(networks: Network | Iterable[Network] | Iterable[int], round: Round, prefix: str = "") -> Q:
    """The rows whose municipality belongs to one of the networks in the round. `prefix` leads to the kindergarten."""
    wanted = [networks] if isinstance(networks, Network) else networks
    path = f"{prefix}municipality__memberships__"
    return Q(**{f"{path}network__in": wanted}) & valid_on(round.reference_on, path)


def kindergartens_in(network: Network, round: Round) -> QuerySet[Kindergarten]:
    """The kindergartens of the network in the round that are not closed, with owner and municipality."""
    return (
        Kindergarten.objects.filter(in_network(network, round))
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=round.reference_on))
        .select_related("owner", "municipality")
        .order_by(norwegian("name"), "pk")
    )


def owner_networks(owners: Iterable[int], round: Round) -> list[tuple[int, int]]:
    """The pairs (owner, network) of the round in which the owner has a kindergarten, as primary keys, each once."""
    path = "municipality__memberships__"
    pairs = (
        Kindergarten.objects.filter(owner__in=list(owners))
        .filter(valid_on(round.reference_on, path))
        .filter(Q(closed_on__isnull=True) | Q(closed_on__gt=round.reference_on))
        .order_by()
        .values_list("owner_id", f"{path}network_id")
        .distinct()
    )
    return sorted(pairs)


def network_of(kindergarten: Kindergarten, round: Round) -> Network | None:
    """The network of the kindergarten's municipality in the round, or None when it has none."""
    return Network.objects.filter(
        valid_on(round.reference_on, "memberships__"),
        memberships__municipality=kindergarten.municipality_id,
    ).first()


def universities_of(network: Network, round: Round) -> QuerySet[Organisation]:
    """The universities that are the network's partners in the round, the first partner first."""
    partners = Partnership.objects.filter(valid_on(round.reference_on), network=network)
    return Organisation.objects.filter(pk__in=partners.values("university")).order_by("name")


def networks_of_university(universities: Iterable[int], round: Round) -> QuerySet[Network]:
    """The networks that the universities are partners of in the round."""
    partners = Partnership.objects.filter(valid_on(round.reference_on), university__in=list(universities))
    return Network.objects.filter(pk__in=partners.values("network")).order_by(norwegian("name"))


def partnered(universities: Iterable[int], round: Round, prefix: str = "") -> Q:
    """The kindergartens that the universities work with in the round: per municipality, or the whole network.

    `prefix` leads from the filtered model to the kindergarten ('kindergarten__').
    """
    mine = Partnership.objects.filter(valid_on(round.reference_on), university__in=list(universities))
    whole = mine.filter(municipality__isnull=True).values("network")
    part = mine.filter(municipality__isnull=False).values("municipality")
    path = f"{prefix}municipality__memberships__"
    in_whole = Q(**{f"{path}network__in": whole}) & valid_on(round.reference_on, path)
    return Q(**{f"{prefix}municipality__in": part}) | in_whole


def holders(
    roles: Iterable[Role], *, now: datetime, bodies: dict[str, Iterable[int]] | None = None
) -> QuerySet[Seat]:
    """The seats of `roles` that are valid at `now`, with their people; `bodies` narrows by column, as in

    `holders([Role.OWNER], now=now, bodies={"organisation": [7]})`.
    """
    today = oslo_date(now)
    seats = Seat.objects.filter(valid_on(today), role__in=list(roles), user__is_active=True)
    for column, keys in (bodies or {}).items():
        seats = seats.filter(**{f"{column}__in": list(keys)})
    return seats.select_related("user")


def people_with(roles: Iterable[Role], *, now: datetime, **body: Iterable[int]) -> list[User]:
    """The people who hold one of `roles` now, each once: `people_with([Role.OWNER], now=now, organisation=[7])`."""
    seats = holders(roles, now=now, bodies=dict(body))
    return list({seat.user_id: seat.user for seat in seats}.values())


def networks_with_facts(user: User, *, now: datetime) -> QuerySet[Network]:
    """The networks that the person can see, with `places` (names), `universities` (labels), `leader` and `size`."""
    today = oslo_date(now)
    mine: dict[str, Any] = {"network": OuterRef("pk")}
    places = NetworkMunicipality.objects.filter(valid_on(today), **mine).order_by(
        norwegian("municipality__name_nb")
    )
    partners = Partnership.objects.filter(valid_on(today), **mine).order_by(
        "-is_first_partner", "university__name"
    )
    label = Coalesce(NullIf("university__short_name", Value("")), "university__name")
    leaders = Seat.objects.filter(valid_on(today), role=Role.NETWORK_LEADER, **mine)
    inside = _open_on(today).filter(
        valid_on(today, "municipality__memberships__"), municipality__memberships__network=OuterRef("pk")
    )
    size = inside.order_by().values("municipality__memberships__network").annotate(n=Count("pk")).values("n")
    return networks_visible_to(user, now=now).annotate(
        places=ArraySubquery(places.values("municipality__name_nb")),
        universities=ArraySubquery(partners.values_list(label)),
        leader=Subquery(leaders.values("user__name")[:1]),
        size=Coalesce(Subquery(size), 0),
    )


def _open_on(day: date) -> QuerySet[Kindergarten]:
    return Kindergarten.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def kindergartens_of(network: Network, user: User, *, now: datetime) -> list[Any]:
    """The network's kindergartens today, as `kindergartens_with_facts`."""
    path = "municipality__memberships__"
    inside = Q(valid_on(oslo_date(now), path), **{f"{path}network": network})
    return list(kindergartens_with_facts(user, now=now).filter(inside))


def kindergartens_with_facts(user: User, *, now: datetime) -> QuerySet[Any]:
    """The kindergartens of the person's counties, with `network_name`, `network_key` and their newest figures."""
    today = oslo_date(now)
    member = NetworkMunicipality.objects.filter(valid_on(today), municipality=OuterRef("municipality"))
    figures = KindergartenFigures.objects.filter(kindergarten=OuterRef("pk"), year__lte=today.year).order_by(
        "-year"
    )
    return (
        _open_on(today)
        .filter(owner__county__in=counties_of(user, now=now))
        .select_related("owner", "municipality")
        .annotate(
            network_key=Subquery(member.values("network")[:1]),
            network_name=Subquery(member.values("network__name")[:1]),
            children=Subquery(figures.values("children")[:1]),
            staff_fte=Subquery(figures.values("staff_fte")[:1]),
            departments=Subquery(figures.values("departments")[:1]),
            figures_year=Subquery(figures.values("year")[:1]),
        )
        .order_by(norwegian("name"), "pk")
    )


def memberships_of(network: Network, *, now: datetime) -> QuerySet[NetworkMunicipality]:
    """The municipalities of the network today."""
    rows = NetworkMunicipality.objects.filter(valid_on(oslo_date(now)), network=network)
    return rows.select_related("municipality").order_by(norwegian("municipality__name_nb"))


def partnerships_of(network: Network, *, now: datetime) -> QuerySet[Partnership]:
    """The network's partnerships today, the first partner first."""
    rows = Partnership.objects.filter(valid_on(oslo_date(now)), network=network)
    return rows.select_related("university", "municipality").order_by(
        "-is_first_partner", "university__name", "municipality__name_nb"
    )


def people_of(network: Network, *, now: datetime) -> QuerySet[Seat]:
    """The seats in the network today: leader and coordinators first, then members by name."""
    rows = holders([*LEADERS, Role.NETWORK_MEMBER], now=now, bodies={"network": [network.pk]})
    rank = Case(When(role=Role.NETWORK_LEADER, then=0), When(role=Role.COORDINATOR, then=1), default=2)
    return rows.select_related("municipality").order_by(rank, norwegian("user__name"), "pk")


def seats_in(counties: Iterable[int], *, now: datetime) -> QuerySet[Seat]:
    """Everybody's seats in the counties today or later, with people and bodies, by name."""
    wanted = list(counties)
    paths = (
        "county",
        "kindergarten__owner__county",
        "organisation__county",
        "network__county",
        "forum__county",
    )
    in_county = Q()
    for path in paths:
        in_county |= Q(**{f"{path}__in": wanted})
    return (
        Seat.objects.filter(in_county)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=oslo_date(now)))
        .select_related(
            "user", "county", "kindergarten__owner", "organisation", "network", "forum", "municipality"
        )
        .order_by(norwegian("user__name"), "pk")
    )


def counties_as_staff(user: User, roles: Iterable[Role] = STAFF, *, now: datetime) -> QuerySet[County]:
    """The counties in which the person works at the county governor's office (in one of `roles`)."""
    return County.objects.filter(pk__in=bodies(user, roles, now=now))


def bodies_for(role: Role, county: County, *, now: datetime) -> QuerySet[Any]:
    """The bodies of the county in which the role can be held, in Norwegian order."""
    in_order = (norwegian("name"), "pk")
    found: dict[str, QuerySet[Any]] = {
        "county": County.objects.filter(pk=county.pk),
        "forum": Forum.objects.filter(county=county),
        "network": Network.objects.filter(county=county),
        "kindergarten": _open_on(oslo_date(now)).filter(owner__county=county),
        "organisation": _organisations_for(role, county),
    }
    return found[BODY_FIELD[role]].order_by(*in_order)


def _organisations_for(role: Role, county: County) -> QuerySet[Organisation]:
    is_university = Q(kind=OrganisationKind.UNIVERSITY)
    mine = Organisation.objects.filter(county=county)
    return mine.filter(is_university) if role == Role.UH_COORDINATOR else mine.exclude(is_university)


def municipalities_visible_to(user: User, *, now: datetime) -> QuerySet[Municipality]:
    """The municipalities of the person's counties today, in Norwegian order."""
    rows = Municipality.objects.filter(valid_on(oslo_date(now)), county__in=counties_of(user, now=now))
    return rows.order_by(norwegian("name_nb"), "pk")


def municipalities_of(county: County, *, now: datetime) -> QuerySet[Municipality]:
    """The county's municipalities today, in Norwegian order."""
    rows = Municipality.objects.filter(valid_on(oslo_date(now)), county=county)
    return rows.order_by(norwegian("name_nb"), "pk")


def organisations_in(county: County) -> QuerySet[Organisation]:
    """The county's organisations in Norwegian order; `pays_for` names the networks whose money they receive."""
    paid = Network.objects.filter(payee=OuterRef("pk")).order_by(norwegian("name")).values("name")
    rows = Organisation.objects.filter(county=county).select_related("municipality")
    return rows.annotate(pays_for=ArraySubquery(paid)).order_by(norwegian("name"), "pk")


def gets_letters() -> Q:
    """The organisations that grant letters go to: universities, and those who receive a network's money."""
    payees = Network.objects.filter(payee__isnull=False).values("payee")
    return Q(kind=OrganisationKind.UNIVERSITY) | Q(pk__in=payees)


def versions_of(organisation: Organisation) -> list[Any]:
    """Every version of the organisation's name and numbers that the database has kept, oldest first."""
    kept = Organisation.pgh_event_model.objects  # type: ignore[attr-defined]  # -- pghistory.track sets it
    return list(kept.filter(pgh_obj=organisation).select_related("pgh_context").order_by("pgh_id"))


def names_of(people: Iterable[int]) -> dict[int, str]:
    """The names of people by their keys."""
    return dict(User.objects.filter(pk__in=list(people)).values_list("pk", "name"))
