"""A letter template as plain data, so that every version is kept, and what its fields are called."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.kept import Content, Words, kept, row, section
from grants.letter_wording import ClauseWords, LetterWords

YES, NO = "yes", "no"


@dataclass(frozen=True)
class KeptClause:
    """A clause with the name that it keeps from version to version, and whether it is in the letter."""

    name: str
    words: ClauseWords
    is_included: bool = True


def template_content(kind: str, language: str, lead: str, clauses: Iterable[KeptClause]) -> Content:
    """What a template says."""
    return kept(
        {"kind": kind, "language": language},
        section("lead", [row("lead", text=lead)]),
        *(_clause(clause) for clause in clauses),
    )


def content_of_words(kind: str, words: LetterWords) -> Content:
    """The same for the scheme's own words."""
    clauses = [KeptClause(clause.key, clause) for clause in words.clauses]
    return template_content(kind, words.language, words.lead, clauses)


def _clause(clause: KeptClause) -> Content:
    rows = [
        row("heading", text=clause.words.title),
        row("text", text=clause.words.text),
        row("is_included", codes=[YES if clause.is_included else NO]),
    ]
    return section(f"clause:{clause.name}", rows, kind="clause", title=clause.words.title)


WORDS = Words(
    names={
        "lead": gettext_lazy("How the letter begins"),
        "clause": gettext_lazy("Clause"),
        "heading": gettext_lazy("Heading"),
        "text": gettext_lazy("Text"),
        "is_included": gettext_lazy("In the letter"),
    },
    codes={"is_included": lambda code: _("Yes") if code == YES else _("No")},
)
