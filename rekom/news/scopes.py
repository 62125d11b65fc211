"""Whose news it is: the things of which a person is told, by the seats they hold. None where they have none."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from grants.models import BudgetAdjustment, Decision, Instalment, Payout, Recommendation
from grants.queries.payout import own_payouts
from needs.models import DecisionBasis, NeedsReport
from networks.models import Attendance, LongTermPlan, User
from networks.queries.meetings import meetings_visible_to
from networks.queries.messages import networks_inside
from networks.roles import LEADERS, REPORTERS, STAFF, Role, bodies, holds
from reporting.models import Report

Rows = QuerySet[Any, Any] | None
INSIDE = (*LEADERS, Role.NETWORK_MEMBER, Role.UH_COORDINATOR)


def recipient_of(user: User, now: datetime, grant: str) -> Q | None:
    """The grants that the person receives: as leader or payee of the network, or as the university's coordinator."""
    if not holds(user, (*LEADERS, Role.OWNER, Role.UH_COORDINATOR), now=now):
        return None
    return (
        Q(**{f"{grant}network__in": bodies(user, LEADERS, now=now)})
        | Q(**{f"{grant}network__payee__in": bodies(user, Role.OWNER, now=now)})
        | Q(**{f"{grant}university__in": bodies(user, Role.UH_COORDINATOR, now=now)})
    )


def payments(user: User, now: datetime) -> Rows:
    """The governor's payments to a recipient."""
    mine = recipient_of(user, now, "grant__")
    return None if mine is None else Instalment.objects.filter(mine)


def payouts(user: User, now: datetime) -> Rows:
    """The network's payouts to an owner, or for a head's kindergarten."""
    if not holds(user, (Role.OWNER, Role.HEAD), now=now):
        return None
    return Payout.objects.filter(own_payouts(user, now=now))


def own_reports(user: User, now: datetime) -> Rows:
    """The reports of a recipient."""
    mine = recipient_of(user, now, "grant__")
    return None if mine is None else Report.objects.filter(mine)


def county_reports(user: User, now: datetime) -> Rows:
    """All reports, for the office."""
    counties = bodies(user, STAFF, now=now)
    return Report.objects.filter(grant__decision__round__county__in=counties) if counties else None


def network_bases(user: User, now: datetime) -> Rows:
    """The bases of the networks whose work the person does."""
    if not holds(user, INSIDE, now=now):
        return None
    return DecisionBasis.objects.filter(network__in=networks_inside(user, now=now))


def county_bases(user: User, now: datetime) -> Rows:
    """All bases, for the office and the forum."""
    forums = bodies(user, Role.FORUM_MEMBER, now=now)
    counties = bodies(user, STAFF, now=now)
    if not (forums or counties):
        return None
    return DecisionBasis.objects.filter(
        Q(network__county__in=counties) | Q(network__county__forum__in=forums)
    )


def own_needs_reports(user: User, now: datetime) -> Rows:
    """The needs reports of those who write them."""
    owners = bodies(user, REPORTERS, now=now)
    return NeedsReport.objects.filter(owner__in=owners) if owners else None


def network_needs_reports(user: User, now: datetime) -> Rows:
    """The needs reports to a network, for its leaders."""
    networks = bodies(user, LEADERS, now=now)
    return NeedsReport.objects.filter(network__in=networks) if networks else None


def plans(user: User, now: datetime) -> Rows:
    """The plans of networks whose work the person does, and the county's for the forum and the office."""
    forums, counties = bodies(user, Role.FORUM_MEMBER, now=now), bodies(user, STAFF, now=now)
    if not holds(user, (*INSIDE, Role.FORUM_MEMBER, *STAFF), now=now):
        return None
    mine = Q(network__in=networks_inside(user, now=now)) | Q(forum__in=forums)
    return LongTermPlan.objects.filter(
        mine | Q(network__county__in=counties) | Q(forum__county__in=counties)
    ).defer("parts")


def meetings(user: User, now: datetime) -> Rows:
    """The meetings to which the person is called."""
    mine = Attendance.objects.filter(meeting=OuterRef("pk"), person=user, is_called=True)
    return meetings_visible_to(user, now=now).filter(Exists(mine)).order_by()


def decisions(user: User, now: datetime) -> Rows:
    """The county's decisions, for the office. Recipients are told by their letters."""
    counties = bodies(user, STAFF, now=now)
    return Decision.objects.filter(round__county__in=counties) if counties else None


def answered_recommendations(user: User, now: datetime) -> Rows:
    """The decisions that follow a forum's recommendations, for its members outside the office."""
    forums, counties = bodies(user, Role.FORUM_MEMBER, now=now), bodies(user, STAFF, now=now)
    if not forums:
        return None
    return Decision.objects.filter(round__county__forum__in=forums).exclude(round__county__in=counties)


def recommendations(user: User, now: datetime) -> Rows:
    """The forum's recommendations, for the forum and the office."""
    county = _county(user, now)
    return None if county is None else Recommendation.objects.filter(county)


def adjustments(user: User, now: datetime) -> Rows:
    """Proposals to move money between lines, for both sides of the partnership."""
    if not holds(user, (*LEADERS, Role.UH_COORDINATOR), now=now):
        return None
    return BudgetAdjustment.objects.filter(network__in=networks_inside(user, now=now))


def _county(user: User, now: datetime) -> Q | None:
    forums, counties = bodies(user, Role.FORUM_MEMBER, now=now), bodies(user, STAFF, now=now)
    if not (forums or counties):
        return None
    return Q(round__county__in=counties) | Q(round__county__forum__in=forums)
