"""Who gets which answer at the addresses of the letters: while they are made, and when they are there."""

from grants.letter_wording import scheme_words
from grants.models import Decision, GrantLetter
from grants.services.letter_batch import begin_letters
from grants.services.letter_template import TypedClause, save_letter_template
from networks.schemes import REKOM_2021
from tests.access import Row
from tests.grants.stage import approved, grant_of, issued
from tests.world import APRIL, World

STAFF = ("case_officer", "approver")
NETWORK = ("leader", "coordinator", "member")


def begun(world: World) -> dict[str, int]:
    """Letters are being made."""
    approved(world)
    begin_letters(decision=Decision.objects.get(), by=world.person("case_officer"), now=APRIL)
    return {"year": world.round.grant_year}


def template(world: World) -> dict[str, object]:
    """The governor has templates for letters to networks in bokmål."""
    words = scheme_words(REKOM_2021, "nb")
    save_letter_template(
        round=world.fresh_round(),
        kind="network",
        language="nb",
        lead="",
        clauses=[TypedClause(one.title, one.text, one.key) for one in words.clauses],
        version=0,
        by=world.person("case_officer"),
        now=APRIL,
    )
    return no_template(world)


def no_template(world: World) -> dict[str, object]:
    return {"year": world.round.grant_year, "kind": "nettverk", "form": "nb"}


def letter(world: World) -> dict[str, object]:
    """The letter of the world's network is issued."""
    issued(world)
    return {"letter": GrantLetter.objects.get(grant=grant_of(world.network)).pk}


def year_of_letters(world: World) -> dict[str, object]:
    issued(world)
    return {"year": world.round.grant_year}


def draft(world: World) -> dict[str, object]:
    approved(world)
    return {"year": world.round.grant_year, "grant": grant_of(world.network).pk}


def decided(world: World) -> dict[str, object]:
    approved(world)
    return {"year": world.round.grant_year}


ROWS = [
    Row("grants:letters_progress", STAFF, begun, now=APRIL),
    Row("grants:letter_template_list", STAFF, lambda world: {"year": world.round.grant_year}, now=APRIL),
    Row("grants:letter_template_edit", ("case_officer",), no_template, now=APRIL),
    Row("grants:letter_template_edit", ("case_officer",), no_template, method="post", now=APRIL),
    Row("grants:letter_template_versions", STAFF, template, now=APRIL),
    Row("grants:letter_detail", (*NETWORK, *STAFF), letter, now=APRIL),
    Row("grants:letters_download", STAFF, year_of_letters, now=APRIL),
    Row("grants:letter_drafts", STAFF, decided, now=APRIL),
    Row("grants:letter_difference", STAFF, draft, now=APRIL),
]
