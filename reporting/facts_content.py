"""What stands in the shared facts about a measure, as plain data: what an approval is given to."""

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.differences import SectionDifference, compare
from common.kept import Content, KeptSection, Words, kept, read_sections, row, section
from reporting.models import MeasureReport
from reporting.parts import ANSWER, Asked
from reporting.queries.facts import answers_in, kindergartens_in_facts
from reporting.states import Attainment, CarriedOut

LONGEST = 60
"""Signs of a value that is quoted when it is changed; a longer one is only named."""

NAMES = {
    "facts": gettext_lazy("Facts about the measure"),
    "carried_out": gettext_lazy("Carried out"),
    "why": gettext_lazy("Why it was not fully carried out"),
    "done": gettext_lazy("What was done"),
    "attainment": gettext_lazy("How far the goal was reached"),
    "signs": gettext_lazy("Signs of change"),
    "kindergartens": gettext_lazy("Kindergartens that took part"),
    "staff_reached": gettext_lazy("Employees who took part"),
}
WORDS = Words(
    NAMES,
    {
        "carried_out": lambda code: CarriedOut(code).label,
        "attainment": lambda code: Attainment(code).label,
    },
)


def facts_content(facts: MeasureReport, questions: Iterable[Asked]) -> Content:
    """All that the facts say, read as `queries.facts` reads them."""
    answers, basis = answers_in(facts), facts.measure.basis
    staff = "" if facts.staff_reached is None else str(facts.staff_reached)
    return kept(
        {
            "measure": facts.measure.title,
            "network": basis.network.name,
            "year": basis.round.grant_year,
        },
        section(
            "facts",
            [
                row("carried_out", codes=[facts.carried_out] if facts.carried_out else []),
                row("why", text=facts.why),
                row("done", text=facts.done),
                row("attainment", codes=[facts.attainment] if facts.attainment else []),
                row("signs", text=facts.signs),
                row("kindergartens", names=[one.name for one in kindergartens_in_facts(facts)]),
                row("staff_reached", text=staff),
                *(
                    row(f"{ANSWER}{asked.key}", text=answers.get(asked.key, ""), label=asked.text)
                    for asked in questions
                ),
            ],
        ),
    )


def sections_of(content: Content) -> list[KeptSection]:
    """The content to read, in the language of now."""
    return read_sections(content, WORDS)


def differences(before: Content, after: Content) -> list[SectionDifference]:
    """What differs between two contents, field by field, word by word."""
    return compare(sections_of(before), sections_of(after))


def short_changes(before: Content, after: Content) -> list[str]:
    """What has changed, one line for each field; empty when both say the same."""
    old = {item.key: item.words for part in sections_of(before) for item in part.rows}
    return [
        _line(item.label, old.get(item.key, ""), item.words)
        for part in sections_of(after)
        for item in part.rows
        if old.get(item.key, "") != item.words
    ]


def _line(label: str, before: str, after: str) -> str:
    if max(len(before), len(after)) > LONGEST or "\n" in before + after:
        return _("%(field)s: rewritten") % {"field": label}
    return f"{label}: {before or '–'} → {after or '–'}"
