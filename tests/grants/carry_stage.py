"""The stage for money that is carried over: a paid grant, and the same recipient's issued grant of the year after."""

from dataclasses import replace

from grants.models import CarryOver, Grant, GrantLine
from grants.services.carry_over import carry_over_money
from tests.grants.payment_stage import paid
from tests.grants.stage import issued
from tests.world import APRIL, World, make_round


def year_after(world: World) -> World:
    """The letters of the year after are issued; the same county with that round."""
    later = replace(world, round=make_round(world.county, world.round.grant_year + 1))
    issued(later)
    return later


def grant_in(world: World, body: object) -> Grant:
    """The grant of a network or university in the world's round, as services want it."""
    field = "network" if hasattr(body, "payee_id") else "university"
    rows = Grant.objects.select_related("decision__round__county", "network__payee", "university")
    return rows.get(decision__round=world.round, **{field: body})


def line_in(world: World, body: object) -> GrantLine:
    """The largest line of that grant."""
    grant = grant_in(world, body)
    line = grant.lines.order_by("-budget_nok").first()
    line.grant = grant
    return line


def both_years(world: World) -> World:
    """This year's grants are paid, and the next year's are issued."""
    paid(world)
    return year_after(world)


def carry(world: World, later: World | None, amount: int = 30_000, *, by="case_officer", **more) -> CarryOver:
    """The network's unused money is carried over."""
    line = more.pop("line", None) or line_in(world, world.network)
    facts = {
        "line": line,
        "to_grant": grant_in(later, world.network) if later else None,
        "amount_nok": amount,
        "reason": "Den siste samlingen ble flyttet.",
        **more,
    }
    return carry_over_money(**facts, round=world.fresh_round(), by=world.person(by), now=APRIL)
