"""The five arenas that a network usually meets in, and how they are described until somebody describes them better.

Source: "Rekom DMMH i Trøndelag sørvest 2024/2025", Årshjul: who meets, and with which responsibility and purpose.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from networks.states import ArenaKind

LANGUAGE = "nb"
"""What is written into a network's arenas is in bokmål, whoever makes them."""


@dataclass(frozen=True)
class Usual:
    """An arena as it is proposed: its kind is its name."""

    kind: ArenaKind
    who: Any
    purpose: Any


USUAL = (
    Usual(
        ArenaKind.WORKING_GROUP,
        _("Owner, university, a head, a resource person and a development adviser"),
        _(
            "Coordinates the work. Has the overall responsibility for strategy, planning and evaluation. Each member "
            "asks others at their own level, and at other levels where that is natural."
        ),
    ),
    Usual(
        ArenaKind.REGIONAL_HEADS,
        _(
            "Owner or kindergarten authority, all heads, university, development adviser and the heads of the "
            "educational psychological service"
        ),
        _(
            "A time to stop, share experience, learn and plan on. Asks which traces of development we see for the "
            "children: in the kindergarten, the municipality and the region."
        ),
    ),
    Usual(
        ArenaKind.MUNICIPAL_HEADS,
        _("Owner, heads, the heads of the educational psychological service, and university"),
        _(
            "Drives the work on and keeps it going. Anchors it in the kindergartens and in the municipality. The "
            "university comes to chosen gatherings as agreed with the owner. Follows the municipality's calendar."
        ),
    ),
    Usual(
        ArenaKind.BETWEEN,
        _("As each municipality arranges it"),
        _(
            "Kindergarten teachers share professional experience. The municipalities arrange it themselves, and the "
            "university comes as agreed."
        ),
    ),
    Usual(
        ArenaKind.DEVELOPMENT,
        _("All staff in the kindergarten, and university"),
        _(
            "Carries out the development work in the kindergarten: choose, try, document and evaluate. Led by the "
            "head with pedagogical leaders, kindergarten teachers and the university. Follows the kindergarten's own "
            "calendar."
        ),
    ),
)


def usual_arenas() -> list[dict[str, str]]:
    """The five arenas as columns of a row, in their order, in bokmål."""
    with override(LANGUAGE):
        return [
            {
                "kind": arena.kind.value,
                "name": str(arena.kind.label),
                "who": str(arena.who),
                "purpose": str(arena.purpose),
            }
            for arena in USUAL
        ]
