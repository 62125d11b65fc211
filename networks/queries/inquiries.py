"""Named reads of inquiries: those in play, who is asked, who may answer, and how it goes."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce

from common.dates import oslo_date
from common.sorting import norwegian
from networks.deadlines import OwnDate, own_date
from networks.models import (
    Inquiry,
    InquiryAnswer,
    Kindergarten,
    Network,
    OrganisationKind,
    Round,
    Seat,
    User,
)
from networks.models.periods import valid_on
from networks.queries.people import holders
from networks.queries.places import in_network
from networks.queries.shared import standing_on
from networks.roles import BODY_FIELD, LEADERS, STAFF, Role, bodies
from networks.states import InquiryAnswerState, InquiryState

BodyKey = tuple[int | None, int | None, int | None]

PLAYS_ON = timedelta(days=60)
"""So long after its date an inquiry that is not answered by all is still followed."""
BODIES = ("organisation", "network__payee", "kindergarten__owner")


def inquiries_in_play(*, now: datetime) -> QuerySet[Inquiry]:
    """The open inquiries whose date lies ahead or within 60 days back."""
    own = InquiryAnswer.objects.filter(inquiry=OuterRef("pk"), own_due_at__gte=now - PLAYS_ON)
    return (
        Inquiry.objects.filter(state=InquiryState.OPEN)
        .filter(Q(due_at__gte=now - PLAYS_ON) | Exists(own))
        .order_by("due_at", "pk")
    )


def inquiry_is_open(key: int) -> bool:
    """Whether the inquiry is sent and not cancelled."""
    return Inquiry.objects.filter(pk=key, state=InquiryState.OPEN).exists()


def own_dates_of_inquiries(inquiries: Iterable[Inquiry]) -> dict[int, dict[BodyKey, OwnDate]]:
    """The own dates of bodies whose answer was returned, by the inquiry's key and the body's keys, in one query."""
    wanted = [inquiry.pk for inquiry in inquiries]
    if not wanted:
        return {}
    found: dict[int, dict[BodyKey, OwnDate]] = defaultdict(dict)
    for row in InquiryAnswer.objects.filter(inquiry__in=wanted, own_due_at__isnull=False):
        own = own_date(row)
        if own is not None:
            found[row.inquiry_id][row.body_key] = own
    return found


def inquiry_answers_owed(inquiry: Inquiry) -> QuerySet[InquiryAnswer]:
    """The rows of an inquiry that are not answered, with their bodies loaded."""
    owed = InquiryAnswer.objects.filter(inquiry=inquiry, state=InquiryAnswerState.ASKED)
    return owed.select_related(*BODIES).order_by("pk")


@dataclass
class Asked:
    """One person, and the rows of an inquiry that they are to answer."""

    user: User
    rows: list[InquiryAnswer] = field(default_factory=list)


def people_asked(rows: Iterable[InquiryAnswer], *, now: datetime) -> list[Asked]:
    """Who is written to about these rows, each person once with all their bodies, in a fixed number of reads.

    An owner's contacts, a university's coordinators, a network's leaders, a kindergarten's head: where no head is
    known, the owner's contacts.
    """
    wanted = list(rows)
    seats = _answerers(wanted, now=now)
    found: dict[int, Asked] = {}
    for row in wanted:
        for user in _users_of(row, seats):
            asked = found.setdefault(user.pk, Asked(user))
            if row not in asked.rows:
                asked.rows.append(row)
    return list(found.values())


def rows_without_people(rows: Iterable[InquiryAnswer], *, now: datetime) -> list[InquiryAnswer]:
    """The rows whose body has nobody in the portal who can answer."""
    wanted = list(rows)
    seats = _answerers(wanted, now=now)
    return [row for row in wanted if not _users_of(row, seats)]


People = dict[tuple[str, int], list[User]]
"""People by ("head", key of the kindergarten), ("organisation", key) and ("network", key)."""


def _answerers(rows: list[InquiryAnswer], *, now: datetime) -> People:
    kindergartens = {row.kindergarten_id for row in rows if row.kindergarten_id}
    organisations = {row.organisation_id for row in rows if row.organisation_id}
    organisations |= {row.kindergarten.owner_id for row in rows if row.kindergarten}
    networks = {row.network_id for row in rows if row.network_id}
    of_kindergarten = Q(role=Role.HEAD, kindergarten__in=kindergartens)
    of_organisation = Q(role__in=[Role.OWNER, Role.UH_COORDINATOR], organisation__in=organisations)
    of_network = Q(role__in=LEADERS, network__in=networks)
    seats = holders([Role.HEAD, Role.OWNER, Role.UH_COORDINATOR, *LEADERS], now=now)
    found: People = defaultdict(list)
    for seat in seats.filter(of_kindergarten | of_organisation | of_network).order_by("user__name", "pk"):
        found[BODY_FIELD[Role(seat.role)], seat.body_pk].append(seat.user)
    return found


def _users_of(row: InquiryAnswer, people: People) -> list[User]:
    if row.kindergarten:
        heads = people.get(("kindergarten", row.kindergarten.pk), [])
        return heads or people.get(("organisation", row.kindergarten.owner_id), [])
    if row.network_id:
        return people.get(("network", row.network_id), [])
    return people.get(("organisation", row.organisation_id or 0), [])


def is_mine(user: User, *, now: datetime) -> Q:
    """The rows that the person may answer: their bodies', and those of kindergartens that they own."""
    organisations = bodies(user, [Role.OWNER, Role.UH_COORDINATOR], now=now)
    owned = bodies(user, [Role.OWNER], now=now)
    return (
        Q(organisation__in=organisations)
        | Q(network__in=bodies(user, LEADERS, now=now))
        | Q(kindergarten__in=bodies(user, [Role.HEAD], now=now))
        | Q(kindergarten__owner__in=owned)
    )


def rows_to_answer(user: User, *, now: datetime) -> QuerySet[InquiryAnswer]:
    """The rows of inquiries that were sent which the person may answer, with bodies, inquiry and round loaded."""
    return (
        InquiryAnswer.objects.filter(is_mine(user, now=now))
        .exclude(inquiry__state=InquiryState.DRAFT)
        .select_related("inquiry__round__county", "answered_by", *BODIES)
        .annotate(**_FILE)
        .order_by(norwegian(_NAME), "pk")
    )


def rows_for_home(user: User, *, now: datetime) -> list[InquiryAnswer]:
    """The rows of open inquiries that the person's home page shows, in one read.

    A kindergarten with a head of its own does not stand on its owner's page. What is answered stands until two
    weeks after the date.
    """
    headed = Seat.objects.filter(
        valid_on(oslo_date(now)), role=Role.HEAD, kindergarten=OuterRef("kindergarten"), user__is_active=True
    )
    mine_as_head = Q(kindergarten__in=bodies(user, [Role.HEAD], now=now))
    shown = Q(state=InquiryAnswerState.ASKED) | Q(inquiry__due_at__gte=now - timedelta(days=14))
    rows = (
        InquiryAnswer.objects.filter(is_mine(user, now=now), shown, inquiry__state=InquiryState.OPEN)
        .filter(inquiry__due_at__gte=now - PLAYS_ON)
        .filter(Q(kindergarten__isnull=True) | mine_as_head | ~Exists(headed))
        .select_related("inquiry", *BODIES)
        .order_by("inquiry__due_at", "inquiry", "pk")
    )
    return list(rows)


_NAME = "body_name"
_FILE: dict[str, Any] = {
    _NAME: Coalesce("organisation__name", "network__name", "kindergarten__name"),
    "filename": F("file__filename"),
}


def answers_of(inquiry: Inquiry) -> QuerySet[InquiryAnswer]:
    """All rows of an inquiry in Norwegian order of their bodies' names (`body_name`), without the files' contents.

    `filename` is the name of the file that was sent, and `network_name` a kindergarten's network in the round.
    """
    return (
        InquiryAnswer.objects.filter(inquiry=inquiry)
        .select_related("answered_by", "inquiry", *BODIES)
        .annotate(**_FILE)
        .order_by(norwegian(_NAME), "pk")
    )


def inquiries_of(round: Round | None) -> QuerySet[Inquiry]:
    """The round's inquiries, newest first, with `asked` and `answered`: how many bodies. Without a round: none."""
    answered = Count("answers", filter=Q(answers__state=InquiryAnswerState.ANSWERED))
    rows = Inquiry.objects.filter(round=round).select_related("round")
    return rows.annotate(asked=Count("answers"), answered=answered).order_by("-created_at", "-pk")


def inquiries_kept_by(user: User, *, now: datetime) -> QuerySet[Inquiry]:
    """The inquiries of the counties at whose governor's office the person works."""
    counties = bodies(user, STAFF, now=now)
    rows = Inquiry.objects.filter(round__county__in=counties)
    return rows.select_related("round__county", "created_by")


def rows_followed_by(user: User, network: Network, round: Round, *, now: datetime) -> QuerySet[InquiryAnswer]:
    """The rows of the round's inquiries for the bodies of a network that the person leads, newest inquiry first.

    Nothing of what was answered is loaded: a leader sees who has answered, not what.
    """
    if network.pk not in bodies(user, LEADERS, now=now):
        return InquiryAnswer.objects.none()
    return (
        InquiryAnswer.objects.filter(in_the_network(network, round), inquiry__round=round)
        .exclude(inquiry__state=InquiryState.DRAFT)
        .select_related("inquiry", *BODIES)
        .annotate(**{_NAME: _FILE[_NAME]})
        .defer("text", "number", "choice", "returned_because")
        .order_by("-inquiry__created_at", "-inquiry", norwegian(_NAME), "pk")
    )


def in_the_network(network: Network, round: Round) -> Q:
    """The rows of bodies in the network: itself, its kindergartens, and those who own them."""
    inside = Kindergarten.objects.filter(in_network(network, round))
    return (
        Q(network=network)
        | Q(kindergarten__in=inside.values("pk"))
        | Q(organisation__in=inside.values("owner"))
    )


def bodies_to_ask(round: Round) -> dict[str, QuerySet[Any]]:
    """Whom an inquiry of the round can go to, by group: owners, networks, kindergartens, universities."""
    county = round.county_id
    still_open = Q(closed_on__isnull=True) | Q(closed_on__gt=round.reference_on)
    kindergartens = Kindergarten.objects.filter(still_open, owner__county=county)
    organisations = standing_on(round.reference_on).filter(county=county)
    in_order = (norwegian("name"), "pk")
    return {
        "owners": organisations.filter(pk__in=kindergartens.values("owner"))
        .exclude(kind=OrganisationKind.UNIVERSITY)
        .order_by(*in_order),
        "networks": Network.objects.filter(county=county).order_by(*in_order),
        "kindergartens": kindergartens.select_related("owner", "municipality").order_by(*in_order),
        "universities": organisations.filter(kind=OrganisationKind.UNIVERSITY).order_by(*in_order),
    }


def narrowed(
    rows: QuerySet[Any], group: str, round: Round, *, text: str = "", network: Network | None = None
) -> QuerySet[Any]:
    """The bodies of a group whose name holds `text`, and that belong to the network, where one is given."""
    if text:
        of_owner = Q(owner__name__icontains=text) if group == "kindergartens" else Q()
        rows = rows.filter(Q(name__icontains=text) | of_owner)
    if network is None:
        return rows
    inside = Kindergarten.objects.filter(in_network(network, round))
    members = {
        "owners": Q(pk__in=inside.values("owner")),
        "networks": Q(pk=network.pk),
        "kindergartens": Q(pk__in=inside.values("pk")),
        "universities": Q(
            pk__in=network.partnerships.filter(valid_on(round.reference_on)).values("university")
        ),
    }
    return rows.filter(members[group])


def chosen_keys(inquiry: Inquiry) -> dict[str, set[int]]:
    """The keys of the bodies that the inquiry asks, by column."""
    found: dict[str, set[int]] = {"organisation": set(), "network": set(), "kindergarten": set()}
    for keys in inquiry.answers.values_list("organisation", "network", "kindergarten"):
        for column, key in zip(found, keys, strict=True):
            if key is not None:
                found[column].add(key)
    return found


def answer_with_file(pk: int) -> InquiryAnswer | None:
    """A row with its file, bytes and all, or None when nothing was uploaded."""
    rows = InquiryAnswer.objects.filter(pk=pk, file__isnull=False)
    return rows.select_related("inquiry__round", "file", *BODIES).first()


def rows_kept_by(user: User, *, now: datetime) -> QuerySet[InquiryAnswer]:
    """The rows of inquiries of the counties at whose governor's office the person works."""
    rows = InquiryAnswer.objects.filter(inquiry__round__county__in=bodies(user, STAFF, now=now))
    return rows.exclude(inquiry__state=InquiryState.DRAFT).select_related("inquiry__round__county", *BODIES)
