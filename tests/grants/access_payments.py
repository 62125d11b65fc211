"""Who gets which answer at the addresses of payments, bases, money that comes back, and the ledger."""

from collections.abc import Callable

from grants.queries.payment import instalments_of, plan_mark
from grants.services.holds import place_hold
from grants.services.money_back import claim_money
from tests.access import MOVED, Row
from tests.grants.payment_stage import grant, ordered, paid, planned, row_of
from tests.grants.stage import grant_of
from tests.world import APRIL, World

STAFF = ("case_officer", "approver")
OFFICER = ("case_officer",)
OWN = ("owner", "leader", "coordinator", "member", "uh", *STAFF, "other_owner", "other_leader", "other_uh")


def of_year(make: Callable[[World], object]) -> Callable[[World], dict[str, int]]:
    """The year alone, when `make` has set the stage."""

    def arguments(world: World) -> dict[str, int]:
        make(world)
        return {"year": world.round.grant_year}

    return arguments


def of_grant(make: Callable[[World], object]) -> Callable[[World], dict[str, int]]:
    """The network's grant."""
    return lambda world: {**of_year(make)(world), "grant": grant_of(world.network).pk}


def of_payment(make: Callable[[World], object]) -> Callable[[World], dict[str, int]]:
    """The network's payment."""
    return lambda world: {**of_year(make)(world), "instalment": row_of(world, world.network).pk}


def of_basis(world: World) -> dict[str, int]:
    return {**of_year(ordered)(world), "number": 1}


def of_file(world: World) -> dict[str, int | str]:
    return {**of_basis(world), "part": "csv"}


def held(world: World) -> None:
    planned(world)
    place_hold(round=world.round, network=world.network, now=APRIL)


def of_claim(world: World) -> dict[str, int]:
    place = of_grant(paid)(world)
    claim = claim_money(
        grant=grant(world, world.network),
        amount_nok=1_000,
        reason="Ikke brukt",
        round=world.fresh_round(),
        by=world.person("case_officer"),
        now=APRIL,
    )
    return {**place, "claim": claim.pk}


def plan(world: World) -> dict[str, str]:
    return {
        "mark": plan_mark(instalments_of(grant_of(world.network))),
        "parts-TOTAL_FORMS": "2",
        "parts-INITIAL_FORMS": "1",
        "parts-0-due_on": "2027-05-03",
        "parts-0-amount_nok": "400 000 kr",
        "parts-1-due_on": "2027-06-01",
        "parts-1-amount_nok": "272 500",
    }


def one(world: World) -> dict[str, str]:
    return {"chosen": str(row_of(world, world.network).pk)}


WHY = {"comment": "Slik ble det."}
ROWS = [
    Row("grants:payment_own", (*OWN, "foreign_officer"), now=APRIL),
    Row("grants:payment_list", STAFF, of_year(planned), now=APRIL),
    Row("grants:payment_grant", STAFF, of_grant(paid), now=APRIL),
    Row("grants:payment_split", OFFICER, of_grant(planned), now=APRIL),
    Row(
        "grants:payment_split",
        OFFICER,
        of_grant(planned),
        method="post",
        data=plan,
        status=MOVED,
        now=APRIL,
    ),
    Row("grants:payment_basis_make", OFFICER, of_year(planned), now=APRIL),
    Row(
        "grants:payment_basis_make",
        OFFICER,
        of_year(planned),
        method="post",
        data=one,
        status=MOVED,
        now=APRIL,
    ),
    Row("grants:payment_basis", STAFF, of_basis, now=APRIL),
    Row(
        "grants:payment_basis",
        OFFICER,
        of_basis,
        method="post",
        data=lambda world: {**one(world), "paid_on": "2027-04-10"},
        status=MOVED,
        now=APRIL,
    ),
    Row("grants:payment_basis_download", STAFF, of_file, now=APRIL),
    Row("grants:payment_take_back", OFFICER, of_payment(ordered), now=APRIL),
    Row(
        "grants:payment_take_back",
        OFFICER,
        of_payment(ordered),
        method="post",
        data=WHY,
        status=MOVED,
        now=APRIL,
    ),
    Row("grants:payment_override", OFFICER, of_payment(held), now=APRIL),
    Row(
        "grants:payment_override",
        OFFICER,
        of_payment(held),
        method="post",
        data=WHY,
        status=MOVED,
        now=APRIL,
    ),
    Row("grants:payment_bounce", OFFICER, of_payment(paid), now=APRIL),
    Row("grants:payment_bounce", OFFICER, of_payment(paid), method="post", data=WHY, status=MOVED, now=APRIL),
    Row("grants:payment_file", OFFICER, of_year(ordered), now=APRIL),
    Row("grants:payment_file_confirm", OFFICER, of_year(ordered), method="post", status=MOVED, now=APRIL),
    Row("grants:money_claim", OFFICER, of_grant(paid), now=APRIL),
    Row(
        "grants:money_claim",
        OFFICER,
        of_grant(paid),
        method="post",
        data={"amount_nok": "40 000,-", "reason": "Ikke brukt"},
        status=MOVED,
        now=APRIL,
    ),
    Row("grants:money_return", OFFICER, of_claim, now=APRIL),
    Row(
        "grants:money_return",
        OFFICER,
        of_claim,
        method="post",
        data={"returned_on": "2027-04-10"},
        status=MOVED,
        now=APRIL,
    ),
    Row("grants:ledger_detail", STAFF, of_year(paid), now=APRIL),
    Row("grants:ledger_download", STAFF, of_year(paid), now=APRIL),
]
