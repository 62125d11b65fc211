"""How the payments of a grant and of a round stand, in figures. Amounts are whole kroner."""

from collections.abc import Iterable
from dataclasses import dataclass

from grants.models import Grant, Instalment
from grants.queries.carry_over import carried_rows
from grants.queries.payment import is_held
from grants.states import InstalmentState


@dataclass(frozen=True, kw_only=True)
class Standing:
    """What is granted, planned (and of that held), ordered, paid, carried over to the next year, and to come back."""

    granted_nok: int = 0
    planned_nok: int = 0
    held_nok: int = 0
    ordered_nok: int = 0
    paid_nok: int = 0
    carried_nok: int = 0
    owed_back_nok: int = 0


def standing_of(grant: Grant) -> Standing:
    """One grant, loaded with its payments, its claims, its lines' carry-overs and what holds it.

    What is paid is what the recipient still has for this year: not what is claimed back or carried over.
    """
    rows = rows_of(grant)
    claims = grant.money_back.all()
    direct = sum(claim.amount_nok for claim in claims if not claim.carry_over_id)
    carried = sum(row.amount_nok for row in carried_rows(grant))
    return Standing(
        granted_nok=grant.amount_nok,
        planned_nok=_sum(rows, InstalmentState.PLANNED),
        held_nok=sum(row.amount_nok for row in rows if is_held(row)),
        ordered_nok=_sum(rows, InstalmentState.ORDERED),
        paid_nok=_sum(rows, InstalmentState.PAID) - direct - carried,
        carried_nok=carried - sum(claim.amount_nok for claim in claims if claim.carry_over_id),
        owed_back_nok=sum(claim.amount_nok for claim in claims if claim.returned_on is None),
    )


def standing_of_all(grants: Iterable[Grant]) -> Standing:
    """All of them together."""
    found = [standing_of(grant) for grant in grants]
    names = Standing.__dataclass_fields__
    return Standing(**{name: sum(getattr(row, name) for row in found) for name in names})


def rows_of(grant: Grant) -> list[Instalment]:
    """The grant's loaded payments, each knowing its grant without asking again."""
    rows = list(grant.instalments.all())
    for row in rows:
        row.grant = grant
    return rows


def _sum(rows: Iterable[Instalment], state: str) -> int:
    return sum(row.amount_nok for row in rows if row.state == state)
