"""Draws docs/states.md from the MOVES tables, so that the pictures cannot differ from the code."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices
from django.utils import translation

from common.moves import Moves
from grants import states as grants
from needs import states as needs
from networks import states as networks
from reporting import states as reporting

OBJECTS = {
    ("networks", "MOVES"): "Deadline of a duty",
    ("networks", "REQUEST_MOVES"): "Request for a later date",
    ("networks", "INQUIRY_MOVES"): "Inquiry",
    ("networks", "INQUIRY_ANSWER_MOVES"): "Answer to an inquiry",
    ("networks", "MEETING_MOVES"): "Meeting",
    ("networks", "ITEM_MOVES"): "Item of an agenda",
    ("networks", "IMPARTIALITY_MOVES"): "Declaration about impartiality",
    ("networks", "PLAN_MOVES"): "Long-term plan",
    ("networks", "REGISTER_IMPORT_MOVES"): "Import of the kindergarten register",
    ("needs", "ASSESSMENT_MOVES"): "Assessment",
    ("needs", "NEEDS_REPORT_MOVES"): "Needs report",
    ("needs", "BASIS_MOVES"): "Decision basis",
    ("needs", "DEVELOPMENT_MOVES"): "Development work in a kindergarten",
    ("needs", "NOMINATION_MOVES"): "Nomination",
    ("needs", "NOMINATION_LIST_MOVES"): "The network's list of nominations",
    ("grants", "SCENARIO_MOVES"): "Scenario of the allocation",
    ("grants", "RECOMMENDATION_MOVES"): "Recommendation",
    ("grants", "DECISION_MOVES"): "Decision",
    ("grants", "ADJUSTMENT_MOVES"): "Adjustment of a budget",
    ("grants", "BATCH_MOVES"): "Issuing of the letters",
    ("grants", "CORRECTION_MOVES"): "Correction of a grant",
    ("grants", "COMPLAINT_MOVES"): "Complaint",
    ("grants", "INSTALMENT_MOVES"): "Instalment of a grant",
    ("grants", "PAYOUT_MOVES"): "Payout to an owner",
    ("reporting", "MOVES"): "Report",
    ("reporting", "FACTS_MOVES"): "Shared facts about a measure",
    ("reporting", "SUMMARY_MOVES"): "The county's summary",
    ("reporting", "JOB_MOVES"): "The making of a summary",
}
MODULES = {"networks": networks, "needs": needs, "grants": grants, "reporting": reporting}

HEAD = """# States

Drawn from the `MOVES` tables by `manage.py draw_states`; do not edit by hand. An arrow is a verb: the same word finds
the rule, the service, the letter and the page (`docs/ARCHITECTURE.md`).
"""


@dataclass(frozen=True)
class Table:
    """One MOVES table: where it stands, what it moves, and what is final."""

    app: str
    name: str
    title: str
    moves: Moves
    final: frozenset[str]


def tables() -> Iterator[Table]:
    """Every table of the apps, in the order of the chain. Raises KeyError for one that has no title here."""
    for app, module in MODULES.items():
        for name, moves in vars(module).items():
            if name.endswith("MOVES") and isinstance(moves, Mapping):
                final: Any = getattr(module, name.replace("MOVES", "FINAL"), frozenset())
                yield Table(app, name, OBJECTS[app, name], moves, frozenset(final))


def draw() -> str:
    """The whole of docs/states.md."""
    with translation.override("en"):
        return "\n".join([HEAD, *(_section(table) for table in tables())])


def _section(table: Table) -> str:
    states = _states(table)
    first = next(iter(states))
    lines = [
        f"## {table.title}",
        "",
        f"`{table.app}/states.py`, `{table.name}`",
        "",
        "```mermaid",
        "stateDiagram-v2",
    ]
    lines += [f"    {state.value}: {state.label}" for state in states]
    lines += [f"    [*] --> {first.value}"]
    lines += [
        f"    {source} --> {move.target}: {verb}"
        for verb, move in table.moves.items()
        for source in (str(state) for state in move.sources)
    ]
    lines += [f"    {state.value} --> [*]" for state in states if state in table.final]
    return "\n".join([*lines, "```", ""])


def _states(table: Table) -> type[TextChoices]:
    """The choices that the table's states belong to."""
    target: Any = next(iter(table.moves.values())).target
    found: type[TextChoices] = type(target)
    return found
