"""The words of a letter that can be chosen: how it begins, and its clauses. Plain data; the facts are put in later.

A text may name facts in curly brackets: "{rapportfrist}" becomes the date of the report. The words in the brackets
are the same in bokmål and nynorsk.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from networks.schemes import Scheme

CLAUSES = ("conditions", "reporting", "control", "sanctions", "complaint")
"""The clauses of the scheme that no letter may lack. Source: forskrift 12.01.2026 nr. 23 § 13."""

PLACES = {
    "mottaker": _("the recipient"),
    "navn": _("the network or university"),
    "beløp": _("the amount granted"),
    "år": _("the grant year"),
    "rapportfrist": _("the date of the report"),
    "kontor": _("the County Governor's office"),
}
"""What a text may name in curly brackets, and what stands there in the letter."""

PLACE = re.compile(r"\{([^{}]*)\}")
SCHEME_NAMES = {"report_due": "{rapportfrist}", "office": "{kontor}"}
"""What the scheme's own texts call the facts."""


@dataclass(frozen=True)
class ClauseWords:
    """One clause: `key` is the scheme's, or "" for one that the governor has written."""

    key: str
    title: str
    text: str


@dataclass(frozen=True)
class LetterWords:
    """The words of the letters to one kind of recipient in one written form.

    `lead` is "" for the usual beginning. `version` is that of the governor's template, 0 for the scheme's own words.
    """

    language: str
    lead: str
    clauses: tuple[ClauseWords, ...]
    version: int = 0


def scheme_words(scheme: Scheme, language: str) -> LetterWords:
    """The scheme's own words in a language."""
    with override(language):
        clauses = tuple(
            ClauseWords(clause.key, str(clause.title), str(clause.text) % SCHEME_NAMES)
            for clause in scheme.clauses
        )
    return LetterWords(language, "", clauses)


def filled(text: str, facts: Mapping[str, str]) -> str:
    """The text with the facts in place of the brackets; what is unknown stays as it stands."""
    return PLACE.sub(lambda found: facts.get(found[1].strip(), found[0]), text)


def unknown_places(text: str) -> list[str]:
    """What stands in curly brackets and names no fact, and brackets without a partner."""
    unknown = [found for found in PLACE.findall(text) if found.strip() not in PLACES]
    rest = PLACE.sub("", text)
    return [*(f"{{{name}}}" for name in unknown), *re.findall(r"[{}]", rest)]


def lacks_clause(words: LetterWords) -> bool:
    """Whether a clause that no letter may lack is missing or empty."""
    return not {clause.key for clause in words.clauses if clause.text.strip()}.issuperset(CLAUSES)


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a text, without empty ones."""
    return [part.strip() for part in text.replace("\r", "").split("\n") if part.strip()]


def all_texts(words: LetterWords) -> Iterable[str]:
    """Every text of the words, for whoever checks them."""
    return (words.lead, *(text for clause in words.clauses for text in (clause.title, clause.text)))
