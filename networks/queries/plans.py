"""Reads of long-term plans: who reads which, their goals, approvals, attachments, and what is public."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Prefetch, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from common.dates import oslo_date
from common.models import ContentVersion
from common.sorting import norwegian
from networks.deadlines import answer
from networks.models import (
    AgendaItem,
    Completion,
    County,
    Forum,
    LongTermPlan,
    Network,
    NetworkMunicipality,
    Organisation,
    Partnership,
    PlanApproval,
    PlanAttachment,
    PlanGoal,
    Round,
    User,
)
from networks.models.periods import valid_on
from networks.queries.people import people_with
from networks.queries.rounds import rounds
from networks.roles import LEADERS, STAFF, Role, bodies
from networks.states import AgendaKind, Duty, PlanState

PLAN_VALUES = ("title", "first_year", "last_year")


def plans() -> QuerySet[LongTermPlan]:
    """Plans with their body, goals that stand, and each side's newest approval: three queries."""
    newest = PlanApproval.objects.order_by("plan_id", "university_id", "-approved_at", "-pk")
    approvals = newest.distinct("plan_id", "university_id").select_related("approved_by", "university")
    return LongTermPlan.objects.select_related(
        "network__county", "forum__county", "document", "adopted_in__meeting"
    ).prefetch_related(
        Prefetch("goals", standing_goals()),
        Prefetch("approvals", approvals),
        Prefetch("attachments", standing_attachments()),
    )


def standing_goals() -> QuerySet[PlanGoal]:
    """Goals that are not taken out, in their order."""
    return PlanGoal.objects.filter(removed_at__isnull=True).order_by("order", "pk")


def adopted_goals(network: Network) -> QuerySet[PlanGoal]:
    """The goals of the network's plan as it was last adopted, in their order. Their name is `adopted_title`."""
    still = Q(removed_at__isnull=True) | Q(removed_at__gt=F("plan__adopted_at"))
    rows = PlanGoal.objects.filter(still, plan__network=network).exclude(adopted_title="")
    return rows.order_by("order", "pk")


def standing_attachments() -> QuerySet[PlanAttachment]:
    """Attachments that are not taken out, without the files' bytes, as they were added."""
    rows = PlanAttachment.objects.filter(removed_at__isnull=True).select_related("attachment", "document")
    return rows.defer("attachment__content", "document__content").order_by("added_at", "pk")


def plan_of(body: Network | Forum) -> LongTermPlan | None:
    """The plan of a network or of the forum, or None while it is not begun."""
    return plans().filter(**_body(body)).first()


def locked_plan(pk: int) -> LongTermPlan:
    """The plan as it stands now, held until the transaction ends."""
    list(LongTermPlan.objects.select_for_update().filter(pk=pk).order_by().values("pk"))
    return plans().get(pk=pk)


def _body(body: Network | Forum) -> dict[str, Any]:
    return {"network": body} if isinstance(body, Network) else {"forum": body}


def plan_values(plan: LongTermPlan, keys: Iterable[str]) -> dict[str, Any]:
    """Some fields of the plan by name: title and years, and its parts by their keys."""
    found: dict[str, Any] = {}
    for key in keys:
        found[key] = getattr(plan, key) if key in PLAN_VALUES else plan.parts.get(key, "")
    return found


def goal_of(plan: LongTermPlan, pk: int) -> PlanGoal | None:
    """A goal of the plan that is not taken out, or None."""
    return standing_goals().filter(plan=plan, pk=pk).first()


def attachment_of(plan: LongTermPlan, pk: int) -> PlanAttachment | None:
    """An attachment of the plan, also one that is taken out, with its bytes."""
    return PlanAttachment.objects.filter(plan=plan, pk=pk).select_related("attachment", "document").first()


def network_for_plan(pk: int) -> Network | None:
    """A network by its key, whoever asks; the page asks how the person belongs to it."""
    return Network.objects.select_related("county").filter(pk=pk).first()


def forum_for_plan(user: User, counties: Iterable[int], *, now: datetime) -> Forum | None:
    """The cooperation forum whose plan the person comes to: the one they write in, else their county's."""
    own = bodies(user, Role.FORUM_MEMBER, now=now)
    office = bodies(user, STAFF, now=now)
    mine = Q(pk__in=own) | Q(county__in=office)
    rows = Forum.objects.select_related("county").order_by("pk")
    return rows.filter(mine).first() or rows.filter(county__in=list(counties)).first()


def partners_now(network: Network, *, now: datetime) -> list[Organisation]:
    """The network's partner universities today, by name."""
    rows = Partnership.objects.filter(valid_on(oslo_date(now)), network=network)
    return list(Organisation.objects.filter(pk__in=rows.values("university")).order_by("name", "pk"))


def people_inside(plan: LongTermPlan, *, now: datetime) -> list[User]:
    """All who write on the plan: leader, coordinators, members and university coordinators; or forum and office."""
    if plan.network is None:
        members = people_with([Role.FORUM_MEMBER], now=now, forum=[plan.forum_id or 0])
        officers = people_with([Role.CASE_OFFICER], now=now, county=[plan.county.pk])
        return _once([*members, *officers])
    own = people_with([*LEADERS, Role.NETWORK_MEMBER], now=now, network=[plan.network.pk])
    keys = [university.pk for university in partners_now(plan.network, now=now)]
    return _once([*own, *people_with([Role.UH_COORDINATOR], now=now, organisation=keys)])


def people_of_side(plan: LongTermPlan, university_id: int | None, *, now: datetime) -> list[User]:
    """Those who speak for one side of the plan."""
    if university_id is not None:
        return people_with([Role.UH_COORDINATOR], now=now, organisation=[university_id])
    if plan.network_id is None:
        return people_with([Role.CASE_OFFICER], now=now, county=[plan.county.pk])
    return people_with(LEADERS, now=now, network=[plan.network_id])


def _once(people: Iterable[User]) -> list[User]:
    return list({user.pk: user for user in people}.values())


def lost_plan_approval(pk: int) -> PlanApproval | None:
    """An approval that a change took away, unless its side has approved again or the plan is adopted since."""
    fallen = PlanApproval.objects.filter(
        pk=pk, withdrawn_at__isnull=False, plan__state=PlanState.DRAFT
    ).first()
    if fallen is None:
        return None
    again = PlanApproval.objects.filter(
        plan=fallen.plan_id, university=fallen.university_id, withdrawn_at__isnull=True
    )
    return None if again.exists() else fallen


def cases_about_plan(plan: LongTermPlan) -> list[AgendaItem]:
    """The cases about the plan that the forum has decided since it was last adopted, newest first."""
    rows = AgendaItem.objects.filter(
        kind=AgendaKind.PLAN, meeting__forum=plan.forum_id, decided_at__isnull=False
    )
    if plan.adopted_at:
        rows = rows.filter(decided_at__gt=plan.adopted_at)
    found = rows.select_related("meeting").order_by("-decided_at", "-pk")
    return [item for item in found if item.is_adopted]


# --- What is adopted --------------------------------------------------------------------------------------


def adopted_versions(plan: LongTermPlan) -> QuerySet[ContentVersion]:
    """The versions of the plan that were adopted, oldest first."""
    about = {"content_type": ContentType.objects.get_for_model(LongTermPlan), "object_id": plan.pk}
    return ContentVersion.objects.filter(**about).select_related("by").order_by("number")


def adopted_version(plan: LongTermPlan) -> ContentVersion | None:
    """What was last adopted, or None."""
    return adopted_versions(plan).last() if plan.document_id else None


def public_plans(*, now: datetime) -> QuerySet[LongTermPlan]:
    """The plans that have been adopted, for everybody: with `body_name`, `county_name` and `places`.

    A plan under revision is among them with what was last adopted. The county's own plan comes first.
    """
    places = NetworkMunicipality.objects.filter(valid_on(oslo_date(now)), network=OuterRef("network"))
    names = places.order_by(norwegian("municipality__name_nb")).values("municipality__name_nb")
    return (
        LongTermPlan.objects.filter(document__isnull=False)
        .select_related("network__county", "forum__county", "document")
        .defer("document__content", "parts")
        .annotate(
            body_name=Coalesce("network__name", "forum__name", Value("")),
            county_name=Coalesce("network__county__name", "forum__county__name", Value("")),
            places=ArraySubquery(names),
        )
        .order_by("county_name", F("forum").asc(nulls_last=True), norwegian("body_name"), "pk")
    )


def named_in_public(text: str) -> Q:
    """The public plans whose network, forum, county or one of the network's municipalities is called so."""
    places = NetworkMunicipality.objects.filter(municipality__name_nb__icontains=text).values("network")
    by_body = Q(network__name__icontains=text) | Q(forum__name__icontains=text)
    by_county = Q(network__county__name__icontains=text) | Q(forum__county__name__icontains=text)
    return by_body | by_county | Q(network__in=places)


def public_plan(pk: int) -> LongTermPlan | None:
    """One plan that has been adopted, with its document, or None."""
    rows = LongTermPlan.objects.filter(document__isnull=False)
    return rows.select_related("network__county", "forum__county", "document").filter(pk=pk).first()


# --- The revision each September --------------------------------------------------------------------------


def round_to_revise(county: County, *, now: datetime) -> Round | None:
    """The newest round of the county in which the revision of plans has opened, or None."""
    found = rounds().filter(county=county, deadlines__duty=Duty.PLAN_REVISION).order_by("-grant_year")
    return next((row for row in found if answer(Duty.PLAN_REVISION, row, now=now).has_opened), None)


def is_revised(network: Network, round: Round) -> bool:
    """Whether the network's revision is marked as done in the round."""
    rows = Completion.objects.filter(deadline__round=round, deadline__duty=Duty.PLAN_REVISION)
    return rows.filter(network=network, undone_at__isnull=True).exists()
