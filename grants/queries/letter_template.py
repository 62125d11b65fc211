"""Reads of the words that letters are made of."""

from dataclasses import dataclass

from django.db.models import QuerySet

from grants.letter_wording import ClauseWords, LetterWords, scheme_words
from grants.letters import kind_of, language_of
from grants.models import Grant, LetterTemplate
from networks.models import Round
from networks.schemes import Scheme

Place = tuple[str, str]
"""The kind of recipient and the written form."""


@dataclass(frozen=True)
class Wording:
    """The words of all letters of a round: the governor's templates, and the scheme's own where there is none."""

    scheme: Scheme
    chosen: dict[Place, LetterWords]

    def words_for(self, grant: Grant) -> LetterWords:
        """The words of one grant's letter, in the recipient's written form."""
        return self.words_at(kind_of(grant).value, language_of(grant))

    def words_at(self, kind: str, language: str) -> LetterWords:
        """The words of the letters to one kind of recipient in one written form."""
        return self.chosen.get((kind, language)) or scheme_words(self.scheme, language)


def wording_of(round: Round) -> Wording:
    """The words of the round's letters, in two queries."""
    scheme = round.scheme
    rows = templates_of(round)
    return Wording(scheme, {(row.recipient_kind, row.written_form): words_in(row, scheme) for row in rows})


def templates_of(round: Round) -> QuerySet[LetterTemplate]:
    """The county's own templates under the round's scheme, with their clauses."""
    return (
        LetterTemplate.objects.filter(county=round.county_id, scheme_key=round.scheme_key)
        .select_related("saved_by")
        .prefetch_related("clauses")
    )


def template_at(round: Round, kind: str, language: str) -> LetterTemplate | None:
    """The county's own template for one kind of recipient in one written form, or None while it has none."""
    return templates_of(round).filter(recipient_kind=kind, written_form=language).first()


def words_in(template: LetterTemplate, scheme: Scheme) -> LetterWords:
    """The words of a template: what is included, in its order, and what the scheme has got since at the end."""
    rows = list(template.clauses.all())
    known = {row.key for row in rows}
    clauses = [ClauseWords(row.key, row.title, row.text) for row in rows if row.is_included]
    new = [
        clause for clause in scheme_words(scheme, template.written_form).clauses if clause.key not in known
    ]
    return LetterWords(template.written_form, template.lead, (*clauses, *new), template.version)
