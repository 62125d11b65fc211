"""What a correction's letter says: the new grant letter, which names the old one and what is changed."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import day
from common.money import kroner
from grants.letter_content import letter_content
from grants.letter_labels import label_in
from grants.letter_wording import LetterWords
from grants.letters import name_of
from grants.models import Correction, Grant
from networks.models import Round


def correction_content(
    correction: Correction,
    grant: Grant,
    round: Round,
    before: Mapping[int, int],
    *,
    number: str,
    replaces: tuple[str, datetime],
    words: LetterWords,
    now: datetime,
) -> dict[str, Any]:
    """All that the letter says, as plain text in the recipient's written form.

    `grant` has its new amounts already; `before` holds the amounts of the changed lines by key. `replaces` is the
    number of the letter that it replaces, and when that was issued. Raises NotNow when nobody receives the money.
    """
    content = letter_content(_corrected(grant, correction), round, number=number, now=now, words=words)
    old_number, old_at = replaces
    with override(content["language"]):
        facts = {"number": old_number, "day": day(old_at), "name": name_of(grant)}
        more = grant.amount_nok - correction.before_nok
        return content | {
            "title": _("Correction of grant letter no. %(number)s: %(name)s") % facts,
            "lead": _("This letter replaces letter no. %(number)s of %(day)s.") % facts,
            "correction": {
                "replaces": old_number,
                "before": kroner(correction.before_nok),
                "after": kroner(grant.amount_nok),
                "difference": f"+{kroner(more)}" if more > 0 else kroner(more),
                "changes": [
                    {
                        "label": label_in(line, round.scheme),
                        "before": kroner(before[line.pk]),
                        "after": kroner(line.amount_nok),
                    }
                    for line in grant.lines.all()
                    if line.pk in before
                ],
            },
        }


def _corrected(grant: Grant, correction: Correction) -> Grant:
    """The grant as the correction's own decision: its reason, who prepared it and who approved it."""
    own, decision = copy(grant), copy(grant.decision)
    decision.reasons = correction.reason
    decision.prepared_by, decision.approved_by = correction.prepared_by, correction.approved_by
    own.decision = decision
    return own
