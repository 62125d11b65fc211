"""What a letter may never lack, and where it is mended."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from stdnum.no import kontonr, orgnr

from grants.letter_wording import LetterWords, lacks_clause, scheme_words
from grants.letters import is_refusal, language_of, letter_lines, name_of, recipient_of
from grants.models import Grant
from networks.models import County, Network, Organisation, Round
from networks.states import Duty


@dataclass(frozen=True)
class Lack:
    """One fact that a letter would lack. `kept_by` is where it is recorded; None when that is the decision itself."""

    what: str
    kept_by: Organisation | Network | County | None


def missing_for_letter(grant: Grant, round: Round, words: LetterWords | None = None) -> list[str]:
    """One sentence for each fact that the letter would lack, naming the recipient; empty when it lacks nothing."""
    name = name_of(grant)
    return [
        _("%(recipient)s: %(what)s is missing.") % {"recipient": name, "what": lack.what}
        for lack in lacks_of(grant, round, words)
    ]


def lacks_of(grant: Grant, round: Round, words: LetterWords | None = None) -> list[Lack]:
    """Each fact that the letter would lack; empty when it lacks nothing.

    `round` comes with its deadlines loaded; without `words` the scheme's own are meant. Source: forskrift 12.01.2026
    nr. 23 § 13, økonomireglementet § 8.
    """
    chosen = words or scheme_words(round.scheme, language_of(grant))
    facts = (
        (recipient_of(grant) or grant.network, _recipient_facts(grant)),
        (None, [*_money_facts(grant, round), *_decision_facts(grant, chosen)]),
        (round.county, _sender_facts(round)),
    )
    return [Lack(what, body) for body, found in facts for has, what in found if not has]


def _recipient_facts(grant: Grant) -> Iterable[tuple[Any, str]]:
    recipient = recipient_of(grant)
    if recipient is None:
        return [(False, _("the organisation that receives the network's money"))]
    return [
        (recipient.name.strip(), _("the recipient's name")),
        (
            recipient.org_number and orgnr.is_valid(recipient.org_number),
            _("the recipient's organisation number"),
        ),
        (is_refusal(grant) or kontonr.is_valid(recipient.account_number), _account_lack(recipient)),
        (recipient.postal_address.strip(), _("the recipient's postal address")),
    ]


def _account_lack(recipient: Organisation) -> str:
    """An account number that is there, but fails the check of its last digit, is named."""
    if not recipient.account_number.strip():
        return _("the recipient's account number")
    return _("an account number that is right (the check digit of %(number)s is wrong)") % {
        "number": recipient.account_number
    }


def _money_facts(grant: Grant, round: Round) -> Iterable[tuple[Any, str]]:
    """A letter of refusal has no money to tell of."""
    if is_refusal(grant) and not letter_lines(grant):
        return []
    lines = letter_lines(grant)
    return [
        (lines and all(line.label.strip() for line in lines), _("what the money is for")),
        (
            grant.amount_nok and sum(line.amount_nok for line in lines) == grant.amount_nok,
            _("the amount of each line"),
        ),
        (str(round.scheme.purpose).strip(), _("the purpose")),
        (any(row.duty == Duty.REPORT for row in round.deadlines.all()), _("the date of the report")),
    ]


def _decision_facts(grant: Grant, words: LetterWords) -> Iterable[tuple[Any, str]]:
    decision = grant.decision
    return [
        (decision.reasons.strip(), _("the reasons for the decision")),
        (decision.prepared_by and decision.approved_by, _("who prepared and who approved the decision")),
        (not lacks_clause(words), _("a clause of the scheme")),
    ]


def _sender_facts(round: Round) -> Iterable[tuple[Any, str]]:
    county = round.county
    return [
        (county.office_name.strip(), _("the office's name")),
        (county.office_org_number, _("the office's organisation number")),
        (county.postal_address.strip(), _("the office's postal address")),
        (county.email, _("the office's e-mail address")),
        (county.phone.strip(), _("the office's telephone number")),
    ]
