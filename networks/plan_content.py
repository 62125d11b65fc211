"""What a long-term plan says, as plain data: what an approval is given to, and what is kept when it is adopted."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.differences import ADDED, REMOVED, SectionDifference, compare
from common.kept import Content, KeptSection, Words, kept, read_sections, row, section
from networks.models import LongTermPlan, PlanAttachment, PlanGoal
from networks.plan_parts import COUNTY_STEPS, GOALS, NETWORK_STEPS, PlanStep, steps_of

FRAME, GOAL = "frame", "goal"
NAMES: dict[str, Any] = {
    FRAME: gettext_lazy("The plan"),
    GOAL: gettext_lazy("Goal"),
    "title": gettext_lazy("Title"),
    "years": gettext_lazy("Years"),
    "text": gettext_lazy("What it means"),
    "reached_by": gettext_lazy("To be reached by"),
    "attachments": gettext_lazy("Attachments"),
}


def _words(steps: Iterable[PlanStep]) -> Words:
    names = dict(NAMES)
    for step in steps:
        names[f"step:{step.slug}"] = step.label
        names |= {part.key: part.label for part in step.parts}
    return Words(names)


WORDS = {"network": _words(NETWORK_STEPS), "forum": _words(COUNTY_STEPS)}


def plan_content(
    plan: LongTermPlan, goals: Iterable[PlanGoal], attachments: Iterable[PlanAttachment]
) -> Content:
    """All that the plan says. `goals` and `attachments` are those that are not taken out, in their order."""
    files = list(attachments)
    sections = [
        section(FRAME, [row("title", text=plan.title), row("years", text=years_text(plan))]),
    ]
    for step in steps_of(plan):
        rows = [row(part.key, text=plan.parts.get(part.key, "")) for part in step.parts]
        sections.append(section(f"step:{step.slug}", rows))
        if any(part.key == GOALS for part in step.parts):
            sections += [_goal(goal) for goal in goals]
    if files:
        sections.append(section("attachments", [row("attachments", names=[file.title for file in files])]))
    facts = {
        "body": plan.body.name,
        "kind": "network" if plan.network_id else "forum",
        "county": plan.county.name,
        "title": plan.title,
        "years": years_text(plan),
        "attachments": [{"pk": file.pk, "title": file.title, "kind": file.kind} for file in files],
    }
    return kept(facts, *sections)


def years_text(plan: LongTermPlan) -> str:
    """'2026–2029', or one year."""
    first, last = plan.first_year, plan.last_year
    return str(first) if first == last else f"{first}–{last}"


def _goal(goal: PlanGoal) -> Content:
    rows = [
        row("text", text=goal.text),
        row("reached_by", text=str(goal.reached_by or "")),
    ]
    return section(f"goal:{goal.pk}", rows, kind=GOAL, title=goal.title)


def words_of(content: Content) -> Words:
    """What the parts of this content are called."""
    return WORDS[content["facts"]["kind"]]


def sections_of(content: Content) -> list[KeptSection]:
    """The content to read, in the language of now."""
    return read_sections(content, words_of(content))


def shown_sections(content: Content) -> list[KeptSection]:
    """The parts and goals that say something: what a page and the document show below title and years."""
    found = (_filled(item) for item in sections_of(content) if item.key not in (FRAME, "attachments"))
    return [item for item in found if item.rows or item.number]


def _filled(item: KeptSection) -> KeptSection:
    return KeptSection(item.key, item.title, tuple(line for line in item.rows if line.words), item.number)


def goals_in(content: Content) -> list[int]:
    """The keys of the goals that the content names, in their order."""
    keys = (item["key"].partition(":") for item in content.get("sections", []))
    return [int(number) for kind, _colon, number in keys if kind == GOAL]


def attachments_in(content: Content) -> list[int]:
    """The keys of the attachments that the content names."""
    return [file["pk"] for file in content["facts"].get("attachments", [])]


def differences(before: Content, after: Content) -> list[SectionDifference]:
    """What differs between two contents, part by part, word by word."""
    return compare(sections_of(before), sections_of(after))


def short_changes(before: Content, after: Content) -> list[str]:
    """What has changed, one line for each part or goal; empty when both say the same."""
    return [line for item in differences(before, after) for line in _lines(item)]


def _lines(item: SectionDifference) -> list[str]:
    if item.how in (ADDED, REMOVED):
        words = _("New: %(what)s") if item.how == ADDED else _("Removed: %(what)s")
        return [words % {"what": item.title}]
    if not item.rows:
        return [_("“%(what)s” is changed") % {"what": item.title}]
    return [_("“%(what)s” is changed") % {"what": f"{item.title}: {line.label}"} for line in item.rows]
