"""Who gets which answer at the addresses of the decision, the letters, the needs' outcome and the budget."""

from collections.abc import Callable

from grants.models import GrantLetter
from grants.services.adjustment import propose_adjustment
from tests.access import MOVED, Row
from tests.grants.stage import approved, built, grant_of, issued, prepared
from tests.world import APRIL, World

STAFF = ("case_officer", "approver")
NETWORK = ("leader", "coordinator", "member")
READERS = (*NETWORK, "uh", *STAFF)
FOLLOWERS = (
    "head", "owner", *NETWORK, "case_officer", "approver", "other_head", "other_owner", "other_leader",
)  # fmt: skip


def year(make: Callable[[World], object]) -> Callable[[World], dict[str, int]]:
    """The arguments of a page of the round, when `make` has set the stage."""

    def arguments(world: World) -> dict[str, int]:
        make(world)
        return {"year": world.round.grant_year}

    return arguments


def draft(world: World) -> dict[str, int]:
    return {**year(prepared)(world), "grant": grant_of(world.network).pk}


def letter(world: World) -> dict[str, int]:
    issued(world)
    return {"letter": GrantLetter.objects.get(grant__network=world.network).pk}


def budget(world: World) -> dict[str, int]:
    return {**year(issued)(world), "network": world.network.pk}


def proposal(world: World) -> dict[str, int]:
    arguments = budget(world)
    return {**arguments, "adjustment": propose(world).pk}


def open_proposal(world: World) -> dict[str, int]:
    arguments = budget(world)
    propose(world)
    return arguments


def propose(world: World):
    """The leader moves 10 000 kr from the first measure to the second."""
    first, second = grant_of(world.network).lines.filter(kind="collective")
    amounts = {first.pk: first.budget_nok - 10_000, second.pk: second.budget_nok + 10_000}
    return propose_adjustment(
        round=world.fresh_round(),
        network=world.network,
        amounts=amounts,
        reason="Flere barnehager vil begynne med språk.",
        by=world.person("leader"),
        now=APRIL,
    )


ROWS = [
    Row("grants:decision_detail", STAFF, year(built), now=APRIL),
    Row("grants:decision_build", ("case_officer",), year(built), method="post", status=MOVED, now=APRIL),
    Row("grants:decision_edit", ("case_officer",), year(built), now=APRIL),
    Row("grants:decision_prepare", ("case_officer",), year(built), now=APRIL),
    Row("grants:decision_approve", ("approver",), year(prepared), now=APRIL),
    Row("grants:decision_send_back", ("approver",), year(prepared), now=APRIL),
    Row("grants:letters_issue", STAFF, year(approved), now=APRIL),
    Row("grants:letter_preview", STAFF, draft, now=APRIL),
    Row(
        "grants:letter_list",
        (*READERS, "owner", "other_owner", "other_leader", "other_uh", "foreign_officer"),
        now=APRIL,
    ),
    Row("grants:letter_download", (*NETWORK, *STAFF), letter, now=APRIL),
    Row("grants:outcome_list", FOLLOWERS, lambda world: issued(world) and {}, now=APRIL),
    Row("grants:adjustment_detail", READERS, budget, now=APRIL),
    Row("grants:adjustment_propose", ("leader", "coordinator", "uh"), budget, now=APRIL),
    Row("grants:adjustment_decline", ("uh",), open_proposal, now=APRIL),
    Row("grants:adjustment_agree", ("uh",), proposal, method="post", status=MOVED, now=APRIL),
]
