"""What the county governor finds lacking: bodies without a network or a contact, people with two interests, networks
that do not meet. A fixed number of reads, however large the county is.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext as _

from common.dates import day, oslo_date
from common.sorting import norwegian
from networks.gap_kinds import GapKind
from networks.models import (
    County,
    Meeting,
    Network,
    NetworkMunicipality,
    Organisation,
    OrganisationKind,
    Seat,
)
from networks.models.periods import valid_on
from networks.queries.shared import open_on
from networks.roles import Interest, Role
from networks.states import MeetingState

HALF_A_YEAR = timedelta(days=183)
MET_IN = (MeetingState.CALLED, MeetingState.HELD, MeetingState.MINUTED)


@dataclass(frozen=True)
class Gap:
    """One thing that lacks: of which kind, whose it is, what is known, and in which network.

    `key` is the one on whose page it is mended: the owner, the network or the person. `municipality_key` is the
    municipality that belongs to no network.
    """

    kind: GapKind
    key: int
    name: str
    note: str = ""
    network: str = ""
    network_key: int | None = None
    municipality_key: int | None = None

    @property
    def label(self) -> str:
        """What lacks, in words."""
        return str(self.kind.label)


def gaps_in(county: County, *, now: datetime, kind: GapKind | None = None) -> list[Gap]:
    """What lacks in the county today, in the order of the kinds and then of the names; of one kind, or of all."""
    found = [READS[each](county, now) for each in READS if kind in (None, each)]
    return [gap for gaps in found for gap in gaps]


def _kindergartens(county: County, on: date) -> QuerySet[Any]:
    """The county's open kindergartens, with the name and key of their network today where there is one."""
    member = NetworkMunicipality.objects.filter(valid_on(on), municipality=OuterRef("municipality"))
    rows = (
        open_on(on)
        .filter(owner__county=county)
        .annotate(network_name=member.values("network__name")[:1], network_key=member.values("network")[:1])
    )
    return rows.select_related("owner", "municipality").order_by(norwegian("name"), "pk")


def _owners(county: County, on: date) -> QuerySet[Any]:
    """Those who own an open kindergarten."""
    rows = Organisation.objects.filter(
        Exists(open_on(on).filter(owner=OuterRef("pk"))), county=county
    ).exclude(kind=OrganisationKind.UNIVERSITY)
    return rows.select_related("municipality").order_by(norwegian("name"), "pk")


def _owners_without_network(county: County, now: datetime) -> list[Gap]:
    on = oslo_date(now)
    inside = open_on(on).filter(valid_on(on, "municipality__memberships__"), owner=OuterRef("pk"))
    first = open_on(on).filter(owner=OuterRef("pk")).order_by("pk").values("municipality")[:1]
    rows = _owners(county, on).filter(~Exists(inside)).annotate(outside=Subquery(first))
    return [
        Gap(GapKind.OWNER_NETWORK, row.pk, str(row), _place(row), municipality_key=row.outside)
        for row in rows
    ]


def _kindergartens_without_network(county: County, now: datetime) -> list[Gap]:
    rows = _kindergartens(county, oslo_date(now)).filter(network_key__isnull=True)
    return [
        Gap(
            GapKind.KINDERGARTEN_NETWORK,
            row.municipality_id,
            str(row),
            str(row.municipality),
            municipality_key=row.municipality_id,
        )
        for row in rows
    ]


def _owners_without_contact(county: County, now: datetime) -> list[Gap]:
    on = oslo_date(now)
    contacts = _holders(Role.OWNER, on).filter(organisation=OuterRef("pk"))
    rows = _owners(county, on).filter(~Exists(contacts))
    return [Gap(GapKind.OWNER_CONTACT, row.pk, str(row), _place(row)) for row in rows]


def _kindergartens_without_head(county: County, now: datetime) -> list[Gap]:
    on = oslo_date(now)
    heads = _holders(Role.HEAD, on).filter(kindergarten=OuterRef("pk"))
    rows = _kindergartens(county, on).filter(~Exists(heads))
    return [
        Gap(
            GapKind.KINDERGARTEN_HEAD,
            row.owner_id,
            str(row),
            str(row.owner),
            row.network_name or "",
            row.network_key,
        )
        for row in rows
    ]


def networks_without_leader(county: County, now: datetime) -> list[Gap]:
    leaders = _holders(Role.NETWORK_LEADER, oslo_date(now)).filter(network=OuterRef("pk"))
    rows = _networks(county).filter(~Exists(leaders))
    return [Gap(GapKind.NETWORK_LEADER, row.pk, str(row), "", str(row), row.pk) for row in rows]


def _networks_without_meeting(county: County, now: datetime) -> list[Gap]:
    """No meeting that was called, is held or was minuted, in the last half year or ahead."""
    met = Meeting.objects.filter(network=OuterRef("pk"), state__in=MET_IN)
    last = met.filter(starts_at__lt=now).order_by("-starts_at").values("starts_at")[:1]
    rows = _networks(county).filter(~Exists(met.filter(starts_at__gte=now - HALF_A_YEAR)))
    return [
        Gap(GapKind.NETWORK_MEETING, row.pk, str(row), _last_met(row.last_at), str(row), row.pk)
        for row in rows.annotate(last_at=last)
    ]


def _last_met(at: datetime | None) -> str:
    return _("Last met %(day)s") % {"day": day(at)} if at else _("No meeting is noted in the portal")


def _two_interests(county: County, now: datetime) -> list[Gap]:
    """People who speak for more than one in the same network or forum: several interests, or the authority of
    municipality while they are an owner's contact.
    """
    on = oslo_date(now)
    own = Seat.objects.filter(valid_on(on), role=Role.OWNER, user=OuterRef("user"))
    rows = (
        Seat.objects.filter(valid_on(on), Q(network__county=county) | Q(forum__county=county))
        .filter(role__in=[Role.NETWORK_MEMBER, Role.FORUM_MEMBER], user__is_active=True)
        .exclude(interest="")
        .annotate(owns=Exists(own))
        .select_related("user", "network", "forum")
        .order_by(norwegian("user__name"), "user", "pk")
    )
    found: dict[tuple[int, int | None, int | None], list[Any]] = defaultdict(list)
    for seat in rows:
        found[seat.user_id, seat.network_id, seat.forum_id].append(seat)
    return [_doubled(seats) for seats in found.values() if len(_interests(seats)) > 1]


def _interests(seats: Iterable[Any]) -> list[str]:
    """The interests of a person in one body, in words, each once."""
    said = {seat.interest: str(seat.get_interest_display()) for seat in seats}
    is_owner = {Interest.MUNICIPAL_OWNER, Interest.PRIVATE_OWNER} & said.keys()
    if Interest.AUTHORITY in said and not is_owner and any(seat.owns for seat in seats):
        said["owner"] = str(Role.OWNER.label)
    return list(said.values())


def _doubled(seats: Sequence[Any]) -> Gap:
    seat, note = seats[0], ", ".join(_interests(seats))
    where = str(seat.network or seat.forum)
    return Gap(GapKind.TWO_INTERESTS, seat.user_id, str(seat.user), note, where, seat.network_id)


def _networks(county: County) -> QuerySet[Network]:
    return Network.objects.filter(county=county).order_by(norwegian("name"), "pk")


def _holders(role: Role, on: date) -> QuerySet[Seat]:
    return Seat.objects.filter(valid_on(on), role=role, user__is_active=True)


def _place(owner: Organisation) -> str:
    return str(owner.municipality) if owner.municipality else ""


READS: dict[GapKind, Callable[[County, datetime], list[Gap]]] = {
    GapKind.OWNER_NETWORK: _owners_without_network,
    GapKind.KINDERGARTEN_NETWORK: _kindergartens_without_network,
    GapKind.OWNER_CONTACT: _owners_without_contact,
    GapKind.KINDERGARTEN_HEAD: _kindergartens_without_head,
    GapKind.NETWORK_LEADER: networks_without_leader,
    GapKind.NETWORK_MEETING: _networks_without_meeting,
    GapKind.TWO_INTERESTS: _two_interests,
}
