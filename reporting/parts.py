"""All that a report consists of, loaded once: what rules, pages and versions read together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reporting.models import MeasureReport, Report, ReportFile, ReportLine, ReportQuestion

ANSWER = "answer_"
"""How a form names the answer to a question: "answer_<key>"."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A question as this recipient reads it, in its written form."""

    question: ReportQuestion
    text: str
    help_text: str = ""

    @property
    def key(self) -> str:
        """The question's key, the same from round to round."""
        return self.question.key

    @property
    def name(self) -> str:
        """What the field of its answer is called."""
        return f"{ANSWER}{self.question.key}"


@dataclass(frozen=True, kw_only=True)
class ReportParts:
    """A report with its lines in the letter's order, the facts about its measures, its questions and its files.

    `answers` are texts by the question's key. `unapproved` are the keys of measures whose facts the recipient's own
    side has not approved yet.
    """

    report: Report
    lines: Sequence[ReportLine] = ()
    facts: Sequence[MeasureReport] = ()
    unapproved: frozenset[int] = frozenset()
    questions: Sequence[Asked] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[ReportFile] = ()
