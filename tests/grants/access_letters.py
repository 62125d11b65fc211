"""Who gets which answer at the addresses of the letters: while they are made, and when they are there."""

from grants.models import Decision
from grants.services.letter_batch import begin_letters
from tests.access import Row
from tests.grants.stage import approved
from tests.world import APRIL, World

STAFF = ("case_officer", "approver")


def begun(world: World) -> dict[str, int]:
    """Letters are being made."""
    approved(world)
    begin_letters(decision=Decision.objects.get(), by=world.person("case_officer"), now=APRIL)
    return {"year": world.round.grant_year}


ROWS = [
    Row("grants:letters_progress", STAFF, begun, now=APRIL),
]
