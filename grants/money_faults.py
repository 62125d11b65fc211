"""What the nightly check can find, in a sentence for each. Facts are plain data; amounts are whole kroner."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from common.money import kroner
from grants.models import ChainFault

POSTING, LINES, LETTER, PLAN, UNLETTERED = "posting", "lines", "letter", "plan", "unlettered"
PAID, GRANTED, RUN, DEVIATION, DOCUMENT = "paid", "granted", "run", "deviation", "document"
CARRIED = "carried"
MONEY_CODES = (POSTING, LINES, LETTER, PLAN, UNLETTERED, PAID, GRANTED, RUN, DEVIATION, DOCUMENT, CARRIED)
"""All that the check of the money looks for; the check of the chains looks for `ChainFault`."""


def sentence_of(code: str, facts: Mapping[str, Any]) -> str:
    """The fault in words. `facts`: what it is about ('name'), and what was found and expected, in kroner."""
    about = {
        "name": facts.get("name", ""),
        "found": kroner(facts.get("found", 0)),
        "wanted": kroner(facts.get("wanted", 0)),
    }
    words = _words() | {fault.value: str(fault.label) for fault in ChainFault}
    return words[code] % about


def _words() -> dict[str, str]:
    return {
        POSTING: _("The posting “%(name)s” in the ledger does not add up to zero."),
        LINES: _("%(name)s: the lines add up to %(found)s, but the grant is %(wanted)s."),
        LETTER: _("%(name)s: the newest letter says %(found)s, but the grant is %(wanted)s."),
        PLAN: _("%(name)s: the payments add up to %(found)s, but the grant is %(wanted)s."),
        UNLETTERED: _("%(name)s: %(found)s is ordered or paid without a letter."),
        PAID: _("%(name)s: the ledger says that %(found)s is paid, but the payments add up to %(wanted)s."),
        CARRIED: _(
            "%(name)s: the ledger says that %(found)s is carried over to the next year, but it should be %(wanted)s."
        ),
        GRANTED: _("%(name)s: the ledger says that %(found)s is granted, but the grant is %(wanted)s."),
        RUN: _(
            "The grants' recommended amounts add up to %(found)s, but the allocation run gives %(wanted)s."
        ),
        DEVIATION: _(
            "%(name)s: a line is %(found)s where the run gives %(wanted)s, and no reason is written."
        ),
        DOCUMENT: _("The stored document %(name)s is not the one that was issued."),
    }
