"""The parts of the county's summary: which there are, what they are called, and what the office may do with them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from networks.models import Round
from reporting.models import ReportQuestion

LANGUAGE = "nb"
"""The directorate gets bokmål, whoever makes the summary."""
QUESTION, OWN = "question-", "own-"
QUESTIONS = "questions"
"""In the scheme's order: one part for each question of the round stands here."""

INTRODUCTION, NUMBERS, SIGNS, DEVIATIONS = "introduction", "numbers", "signs", "deviations"
INDIVIDUAL, CONTROL, EXPERIENCES = "individual", "control", "experiences"

TITLES = {
    INTRODUCTION: _("Introduction"),
    NUMBERS: _("The year in numbers"),
    SIGNS: _("What has changed"),
    DEVIATIONS: _("What was not done, and why"),
    INDIVIDUAL: _("Individual measures"),
    CONTROL: _("Control and unused money"),
    EXPERIENCES: _("Experiences"),
}


@dataclass(frozen=True)
class PartOf:
    """A part as the round wants it: its key, its title, and the text it begins with."""

    key: str
    title: str
    text: str = ""


def parts_of(round: Round, questions: Iterable[ReportQuestion]) -> list[PartOf]:
    """The parts of the round's summary in the scheme's order, worded in bokmål."""
    with override(LANGUAGE):
        found: list[PartOf] = []
        for key in round.scheme.summary_sections:
            if key == QUESTIONS:
                found += [PartOf(question_key(row.key), row.text_nb) for row in questions]
            else:
                text = str(round.scheme.summary_introduction) if key == INTRODUCTION else ""
                found.append(PartOf(key, str(TITLES[key]), text))
        return found


def question_key(key: str) -> str:
    """The key of the part that collects the answers to a question."""
    return f"{QUESTION}{key}"


def is_own(key: str) -> bool:
    """Whether the office has added the part itself, so that it can take it away again."""
    return key.startswith(OWN)


def marked(fresh: Sequence[dict[str, Any]], before: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """What the reports say now, each text with `is_new`: it was not there, in these words, the last time."""
    known = {(row["key"], row["text"]) for row in before}
    return [{**row, "is_new": (row["key"], row["text"]) not in known} for row in fresh]
