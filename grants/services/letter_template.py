"""Choosing the words of the letters. Every save is kept as a version; issued letters never change."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from common.kept import keep_version
from common.versions import check_version
from grants.letter_template_content import KeptClause, content_of_words, template_content
from grants.letter_wording import CLAUSES, ClauseWords, scheme_words
from grants.models import LetterClause, LetterTemplate
from grants.rules import letter_template as rules
from networks.models import Round, User


@dataclass(frozen=True)
class TypedClause:
    """A clause as it was written: the scheme's own by `key`, the governor's by `pk` (None for a new one)."""

    title: str
    text: str
    key: str = ""
    pk: int | None = None
    is_included: bool = True

    @property
    def words(self) -> ClauseWords:
        """The clause's words."""
        return ClauseWords(self.key, self.title, self.text)


@transaction.atomic
def save_letter_template(
    *,
    round: Round,
    kind: str,
    language: str,
    lead: str,
    clauses: Sequence[TypedClause],
    version: int,
    by: User,
    now: datetime,
) -> LetterTemplate:
    """Save the words of the letters to one kind of recipient in one written form, in the order given.

    The first save also keeps the scheme's own words, to compare with. `version` is what the page showed, 0 where
    there was no template yet. Raises NotAllowed, and NotNow when an obligatory clause is missing, a text names what
    the letter cannot fill in, or somebody else has saved meanwhile.
    """
    rules.check_may_save_letter_template(by, round.county, now=now)
    rules.check_words(lead, [one.words for one in clauses if one.is_included or one.key in CLAUSES])
    template = _locked(round, kind, language, by=by, now=now)
    check_version(template.version, version)
    if version == 0:
        words = scheme_words(round.scheme, language)
        keep_version(template, "begin", content_of_words(kind, words), by=by, now=now)
    rows = _write_clauses(template, clauses)
    content = template_content(kind, language, lead, rows)
    kept = keep_version(template, "save", content, by=by, now=now)
    template.lead, template.version, template.saved_by, template.saved_at = lead, kept.number, by, now
    template.save(update_fields=["lead", "version", "saved_by", "saved_at"])
    return template


def _locked(round: Round, kind: str, language: str, *, by: User, now: datetime) -> LetterTemplate:
    """The template, made where there is none, and locked."""
    place = {
        "county_id": round.county_id,
        "scheme_key": round.scheme_key,
        "recipient_kind": kind,
        "written_form": language,
    }
    new = LetterTemplate(**place, version=0, saved_by=by, saved_at=now)
    LetterTemplate.objects.bulk_create([new], ignore_conflicts=True)
    return LetterTemplate.objects.select_for_update().get(**place)


def _write_clauses(template: LetterTemplate, typed: Sequence[TypedClause]) -> list[KeptClause]:
    there = {row.pk: row for row in template.clauses.all()}
    by_key = {row.key: row for row in there.values() if row.key}
    kept, found = set(), []
    for order, one in enumerate(typed, start=1):
        row = by_key.get(one.key) if one.key else there.get(one.pk or 0)
        row = row or LetterClause(template=template, key=one.key)
        row.title, row.text, row.order = one.title, one.text, order
        row.is_included = one.is_included or one.key in CLAUSES
        row.save()
        kept.add(row.pk)
        found.append(KeptClause(one.key or f"own-{row.pk}", one.words, row.is_included))
    LetterClause.objects.filter(template=template).exclude(pk__in=kept).delete()
    return found
