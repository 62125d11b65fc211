"""What was decided about a line, in words: in full, in part or refused, and why. No queries.

Who asked for nothing (a post, money that the partners share themselves) is given an amount, not granted a wish.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

from django.utils.translation import gettext as _

from common.money import kroner
from grants.models import GrantLine
from networks.schemes import Scheme

OTHER = "other"
"""The ground that is written out in the line's own words."""
NO_MONEY = "no_money"
"""The ground of what an allocation run cuts: it gives less than asked for only where there is no more to give."""


@dataclass(frozen=True)
class Verdict:
    """What became of what a line asked for. `key` is full, part, refused, or given where nobody asked."""

    key: str
    label: str


def verdict(line: GrantLine) -> Verdict:
    """The line's amount against what was asked for, in words."""
    if not line.requested_nok:
        return Verdict("given", _("Given") if line.amount_nok else _("Nothing"))
    if not line.amount_nok:
        return Verdict("refused", _("Refused"))
    if line.amount_nok < line.requested_nok:
        return Verdict("part", _("Granted in part"))
    return Verdict("full", _("Granted in full"))


def deviates(line: GrantLine) -> bool:
    """Whether the decision gives another amount than the recommendation. Lines from before it was kept do not."""
    return line.recommended_nok is not None and line.amount_nok != line.recommended_nok


def needs_ground(amount_nok: int, requested_nok: int | None) -> bool:
    """Whether an amount is less than what was asked for, so that it must have a ground."""
    return requested_nok is not None and amount_nok < requested_nok


def ground_label(line: GrantLine, scheme: Scheme) -> str:
    """The line's ground as pages show it; '' when it has none."""
    if line.ground == OTHER and line.ground_text:
        return line.ground_text
    return str(next((ground.label for ground in scheme.grounds if ground.key == line.ground), ""))


def ground_words(line: GrantLine, scheme: Scheme) -> str:
    """The line's ground in whole sentences, as letters and outcomes say it; '' when it has none."""
    text = str(next((ground.text for ground in scheme.grounds if ground.key == line.ground), ""))
    return " ".join(part.strip() for part in (text, line.ground_text) if part.strip())


def reason_words(line: GrantLine, scheme: Scheme) -> str:
    """Why the line got less than it asked for, or another amount than recommended: to the one who asked."""
    parts = [ground_words(line, scheme)]
    if deviates(line):
        parts.append(line.deviation_reason.strip())
    return " ".join(dict.fromkeys(part for part in parts if part))


def deviation_words(line: GrantLine) -> str:
    """'recommended 40 000 kr, decided 30 000 kr'."""
    return _("recommended %(recommended)s, decided %(decided)s") % {
        "recommended": kroner(line.recommended_nok or 0),
        "decided": kroner(line.amount_nok),
    }


def mark_of(lines: Iterable[GrantLine]) -> str:
    """What tells whether somebody has changed the lines since a page showed them."""
    said = [
        (line.pk, line.amount_nok, line.deviation_reason, line.ground, line.ground_text)
        for line in sorted(lines, key=lambda line: line.pk)
    ]
    return sha256(repr(said).encode()).hexdigest()[:16]
