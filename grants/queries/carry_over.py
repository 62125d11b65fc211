"""Reads of money that recipients may use the year after. Amounts are whole kroner."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet, Sum

from grants.models import CarryOver, Grant, GrantLine, MoneyBack
from grants.queries.decision import WITH_MONEY


def next_grants(grants: Iterable[Grant]) -> dict[int, Grant]:
    """Each grant's successor by the grant's key: the same recipient's issued grant of the year after, that gives

    something. Grants without one are left out. One read for all.
    """
    known = list(grants)
    if not known:
        return {}
    wanted = Q(pk__in=[])
    for grant in known:
        round = grant.decision.round
        wanted |= Q(
            decision__round__county=round.county_id,
            decision__round__grant_year=round.grant_year + 1,
            network=grant.network_id,
            university=grant.university_id,
        )
    rows = (
        Grant.objects.filter(WITH_MONEY)
        .filter(wanted)
        .select_related("network", "university", "decision__round__county")
    )
    found = {_place(row, 0): row for row in rows}
    return {grant.pk: found[_place(grant, 1)] for grant in known if _place(grant, 1) in found}


def next_grant(grant: Grant) -> Grant | None:
    """The grant that this one's unused money can be carried over to, or None."""
    return next_grants([grant]).get(grant.pk)


def _place(grant: Grant, years: int) -> tuple[int, int, int | None, int | None]:
    round = grant.decision.round
    return round.county_id, round.grant_year + years, grant.network_id, grant.university_id


def carried_rows(grant: Grant) -> list[CarryOver]:
    """The same as `carried_from`, of a grant that was loaded with its lines' carry-overs."""
    return [line.carry_over for line in grant.lines.all() if hasattr(line, "carry_over")]


def carried_from(grant: Grant) -> QuerySet[CarryOver]:
    """What of the grant was carried over to the year after."""
    return (
        CarryOver.objects.filter(line__grant=grant)
        .select_related("line", "to_grant__decision__round")
        .order_by("line__order", "pk")
    )


def carried_to(grant: Grant) -> QuerySet[CarryOver]:
    """What was carried over to the grant from the year before, with the lines it was given for."""
    return (
        CarryOver.objects.filter(to_grant=grant)
        .select_related("line__measure", "line__network", "line__grant__decision__round")
        .order_by("line__order", "pk")
    )


def is_carried_over(line: GrantLine) -> bool:
    """Whether money of the line was carried over already."""
    return CarryOver.objects.filter(line=line).exists()


def left_of(carried: CarryOver) -> int:
    """What of the carried money is not claimed back."""
    claimed = MoneyBack.objects.filter(carry_over=carried).aggregate(total=Sum("amount_nok"))["total"] or 0
    return carried.amount_nok - claimed
