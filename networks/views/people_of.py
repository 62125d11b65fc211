"""The people of one body: of a network, of an organisation, of the cooperation forum."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.http import FileResponse, Http404, HttpRequest
from django.urls import reverse
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from common.views import KnownMixin, KnownPage, or_404, person
from networks import queries
from networks.models import Forum, Network, OrganisationKind, Seat, SeatInvitation
from networks.queries.belonging import INSIDE, Tie, ties
from networks.queries.seat_invitations import invitations_into
from networks.queries.seats import (
    forum_read_by,
    organisation_kept_by,
    people_around,
    people_at,
    people_in_forum,
    today_only,
)
from networks.roles import Role
from networks.rules.seats import keeps, keeps_invitation
from networks.seat_lists import InvitationTable, SeatFilter, SeatTable
from networks.views.contact_list import contacts_response
from networks.views.shared import seated_or_404

READERS = INSIDE | {Tie.STAFF}


class PeopleOf(KnownMixin, SingleTableMixin, FilterView):
    """The people of a body as a filtered list; those who keep them also see the invitations."""

    table_class = SeatTable
    filterset_class = SeatFilter
    paginate_by = 25
    body: Any
    may_invite = False
    sees_invitations = False
    roles: tuple[Role, ...] = ()
    with_interest = False
    invite_url = ""

    def keeps(self, seat: Seat) -> bool:
        """Whether the reader looks after the seat, or it is their own."""
        user = person(self.request)
        return seat.user_id == user.pk or keeps(user, seat.role, seat.body, now=self.now)

    def get_filterset_kwargs(self, filterset_class: Any) -> dict[str, Any]:
        more = {"now": self.now, "roles": self.roles or None, "with_interest": self.with_interest}
        return super().get_filterset_kwargs(filterset_class) | more | {"data": self.request.GET}

    def get_table_kwargs(self) -> dict[str, Any]:
        return {"kept": self.keeps}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        context |= {"body": self.body, "may_invite": self.may_invite, "invite_url": self.invite_url}
        sees = self.may_invite or self.sees_invitations
        rows = list(invitations_into(self.body)) if sees else []
        context["invitations"] = invitation_table(self.request, rows, now=self.now)
        return context


def invitation_table(
    request: HttpRequest, rows: Sequence[SeatInvitation], *, now: datetime
) -> InvitationTable | None:
    """A short table of invitations inside a page; None where there is none."""
    user = person(request)
    kept = partial(keeps_invitation, user, now=now)
    return InvitationTable(rows, now=now, kept=kept, request=request) if rows else None


def network_or_404(request: HttpRequest, pk: int, *, now: datetime) -> Network:
    """A network whose contact list the person reads: who does its work, and the county's staff. Raises Http404."""
    user = seated_or_404(request, now=now)
    network = or_404(queries.networks_visible_to(user, now=now).filter(pk=pk).first())
    if not ties(user, network, now=now) & READERS:
        raise Http404
    return network


class NetworkPeople(PeopleOf):
    """A network's contact list; its leader and coordinators keep its seats here."""

    template_name = "networks/network_people.html"
    with_interest = True
    roles = (
        Role.NETWORK_LEADER,
        Role.COORDINATOR,
        Role.NETWORK_MEMBER,
        Role.UH_COORDINATOR,
        Role.OWNER,
        Role.HEAD,
    )

    def find(self, network: int) -> None:
        self.body = network_or_404(self.request, network, now=self.now)
        self.may_invite = keeps(person(self.request), Role.NETWORK_MEMBER, self.body, now=self.now)
        self.invite_url = reverse("networks:network_seat_invite", kwargs={"network": network})

    def get_queryset(self) -> Any:
        return people_around(self.body, now=self.now)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        download = reverse("networks:network_people_download", kwargs={"network": self.body.pk})
        return super().get_context_data(**kwargs) | {"network": self.body, "download_url": download}


class NetworkPeopleDownload(KnownPage):
    """A network's contact list of today as a workbook."""

    network: Network

    def find(self, network: int) -> None:
        self.network = network_or_404(self.request, network, now=self.now)

    def get(self, request: HttpRequest, network: int) -> FileResponse:
        rows = today_only(people_around(self.network, now=self.now), now=self.now)
        return contacts_response(self.network.name, rows)


class OwnerPeople(PeopleOf):
    """An organisation's contacts and the heads of its kindergartens, for its contacts and the county's staff."""

    template_name = "networks/owner_people.html"

    def find(self, organisation: int) -> None:
        user = person(self.request)
        self.body = or_404(organisation_kept_by(user, organisation, now=self.now))
        is_university = self.body.kind == OrganisationKind.UNIVERSITY
        role = Role.UH_COORDINATOR if is_university else Role.OWNER
        self.roles = (role,) if is_university else (Role.OWNER, Role.REPORT_WRITER, Role.HEAD)
        self.may_invite = keeps(user, role, self.body, now=self.now)
        self.sees_invitations = True
        self.invite_url = reverse("networks:owner_seat_invite", kwargs={"organisation": organisation})

    def get_queryset(self) -> Any:
        return people_at(self.body)


class ForumPeople(PeopleOf):
    """The forum's members with chair and substitutes: the members read it, the county's staff keep it."""

    template_name = "networks/forum_people.html"
    with_interest = True
    roles = (Role.FORUM_MEMBER,)
    body: Forum

    def find(self) -> None:
        user = person(self.request)
        self.body = or_404(forum_read_by(user, now=self.now))
        self.may_invite = keeps(user, Role.FORUM_MEMBER, self.body, now=self.now)
        self.invite_url = f"{reverse('networks:seat_invite')}?rolle={Role.FORUM_MEMBER}"

    def get_queryset(self) -> Any:
        return people_in_forum(self.body)
