"""What a grant letter says, as plain text in the recipient's written form. The words come from the round's scheme or
from the governor's template, the facts from the grant.
"""

from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from common.dates import day
from common.money import kroner
from common.numbers import account_number_text, org_number_text
from common.refusals import NotNow
from grants.letter_labels import label_in
from grants.letter_wording import ClauseWords, LetterWords, filled, paragraphs, scheme_words
from grants.letters import (
    cut_lines,
    is_refusal,
    kind_of,
    language_of,
    letter_lines,
    name_of,
    recipient_of,
    title_of,
)
from grants.models import Grant, GrantLine, LineKind
from needs.models import Measure
from networks.deadlines import deadline, due_of
from networks.models import Organisation, Round
from networks.states import Duty

REFUSAL_CLAUSES = ("complaint",)
"""The clauses of a letter that grants nothing: there is no money to set conditions for."""


def letter_content(
    grant: Grant, round: Round, *, number: str, now: datetime, words: LetterWords | None = None
) -> dict[str, Any]:
    """All that the letter says, as plain text in its language; it is stored beside the file.

    Without `words` the scheme's own are used. A draft may lack facts; they are left out of it. Raises NotNow when
    nobody is there to receive the money.
    """
    recipient = recipient_of(grant)
    if recipient is None:
        raise NotNow(
            _("%(network)s has no organisation that receives its money.") % {"network": name_of(grant)}
        )
    chosen = words or scheme_words(round.scheme, language_of(grant))
    with override(chosen.language):
        return _content(grant, round, recipient, chosen, number=number, now=now)


def _content(
    grant: Grant, round: Round, recipient: Organisation, words: LetterWords, *, number: str, now: datetime
) -> dict[str, Any]:
    decision = grant.decision
    facts = _facts(grant, round, recipient)
    return {
        "language": words.language,
        "template": {"kind": kind_of(grant).value, "version": words.version},
        "is_refusal": is_refusal(grant),
        "number": number,
        "title": title_of(grant, round),
        "issued_at": now.isoformat(timespec="seconds"),
        "issued_on": day(now),
        "sender": _sender(round),
        "recipient": _recipient(recipient),
        "lead": filled(words.lead, facts) if words.lead and not is_refusal(grant) else _lead(grant, facts),
        "amount_nok": grant.amount_nok,
        "amount": facts["beløp"],
        "period": _period(round),
        "report_due": facts["rapportfrist"],
        "purpose": str(round.scheme.purpose),
        "lines": [_line(line, grant, round) for line in letter_lines(grant)],
        "cuts": [_cut(line, grant, round) for line in cut_lines(grant)],
        "sections": _sections(grant, round, words, facts),
        "case_officer": decision.prepared_by.name if decision.prepared_by else "",
        "approver": decision.approved_by.name if decision.approved_by else "",
    }


def _facts(grant: Grant, round: Round, recipient: Organisation) -> dict[str, str]:
    """What a text may name in curly brackets (letter_wording.PLACES)."""
    return {
        "mottaker": recipient.name,
        "navn": name_of(grant),
        "beløp": kroner(grant.amount_nok),
        "år": str(round.grant_year),
        "rapportfrist": _report_due(round),
        "kontor": round.county.office_name,
    }


def _sender(round: Round) -> dict[str, str]:
    county = round.county
    return {
        "name": county.office_name,
        "org_number": org_number_text(county.office_org_number),
        "address": county.postal_address,
        "email": county.email,
        "phone": county.phone,
    }


def _recipient(recipient: Organisation) -> dict[str, Any]:
    return {
        "name": recipient.name,
        "org_number": org_number_text(recipient.org_number),
        "account_number": account_number_text(recipient.account_number),
        "address": [part.strip() for part in recipient.postal_address.split(",")],
    }


def _lead(grant: Grant, names: dict[str, str]) -> str:
    facts = {
        "office": names["kontor"],
        "recipient": names["mottaker"],
        "amount": names["beløp"],
        "year": names["år"],
        "network": names["navn"],
    }
    if is_refusal(grant):
        return _("%(office)s has decided not to give %(network)s a grant for %(year)s.") % facts
    if grant.network_id:
        return (
            _(
                "%(office)s has granted %(amount)s to %(network)s for %(year)s. %(recipient)s receives the money on "
                "behalf of the network."
            )
            % facts
        )
    return _("%(office)s has granted %(recipient)s %(amount)s for %(year)s.") % facts


def _line(line: GrantLine, grant: Grant, round: Round) -> dict[str, Any]:
    return {
        "label": label_in(line, round.scheme),
        "detail": _detail(line, grant),
        "amount_nok": line.amount_nok,
        "amount": kroner(line.amount_nok),
    }


def _cut(line: GrantLine, grant: Grant, round: Round) -> dict[str, Any]:
    """What was asked for and is not granted, or not in full, and why."""
    ground = next((ground for ground in round.scheme.grounds if ground.key == line.ground), None)
    texts = (str(ground.text) if ground else "", line.ground_text, line.deviation_reason)
    return {
        "label": label_in(line, round.scheme),
        "requested": kroner(line.requested_nok or 0),
        "amount": kroner(line.amount_nok),
        "reasons": list(dict.fromkeys(part for text in texts for part in paragraphs(text))),
    }


def _detail(line: GrantLine, grant: Grant) -> str:
    """What a line needs to be understood: which network, how many kindergartens, with whom. Never a person's name."""
    if line.kind != LineKind.COLLECTIVE:
        return ""
    parts = [line.network.name] if grant.university_id and line.network else []
    if line.measure:
        parts.extend(_measure_facts(line.measure, grant))
    return " · ".join(parts)


def _measure_facts(measure: Measure, grant: Grant) -> list[str]:
    count = len(measure.kindergartens.all())
    starting = ngettext(
        "%(count)s kindergarten starts this year", "%(count)s kindergartens start this year", count
    )
    facts = [starting % {"count": count}]
    if grant.network_id:
        partners = [part.university.label for part in measure.universities.all()]
        facts += [_("with %(partners)s") % {"partners": ", ".join(partners)}] if partners else []
    return facts


def _sections(grant: Grant, round: Round, words: LetterWords, facts: dict[str, str]) -> list[dict[str, Any]]:
    sections = [
        _section(_("Reasons for the decision"), *paragraphs(grant.decision.reasons), _basis(grant, round))
    ]
    if not is_refusal(grant):
        sections.append(_section(_("Time frame"), _time_frame(round)))
    if any(line.kind == LineKind.INDIVIDUAL for line in [*letter_lines(grant), *cut_lines(grant)]):
        text = _("The network's leader finds in the portal which nomination each number stands for.")
        sections.append(_section(_("Individual measures"), text))
    sections += [
        _section(filled(clause.title, facts), *paragraphs(filled(clause.text, facts)))
        for clause in _clauses(grant, words)
    ]
    return [*sections, _section(_("Contact"), _contact(grant, round))]


def _clauses(grant: Grant, words: LetterWords) -> list[ClauseWords]:
    if not is_refusal(grant):
        return list(words.clauses)
    return [clause for clause in words.clauses if clause.key in REFUSAL_CLAUSES]


def _section(title: str, *texts: str) -> dict[str, Any]:
    return {"title": title, "paragraphs": list(texts)}


def _basis(grant: Grant, round: Round) -> str:
    facts = {"basis": str(round.scheme.legal_basis)}
    if is_refusal(grant):
        return _("The decision is made under: %(basis)s.") % facts
    return _("The grant is given under: %(basis)s.") % facts


def _time_frame(round: Round) -> str:
    return _("The grant is for %(year)s. The money must be used by %(end)s.") % {
        "year": round.grant_year,
        "end": day(date(round.grant_year, 12, 31)),
    }


def _contact(grant: Grant, round: Round) -> str:
    county, officer = round.county, grant.decision.prepared_by
    return _(
        "Do you have questions about this letter? Write to %(email)s or call %(phone)s, and give the number of the "
        "letter. Your case officer is %(officer)s."
    ) % {
        "email": county.email,
        "phone": county.phone,
        "officer": officer.name if officer else "",
    }


def _period(round: Round) -> str:
    first, last = date(round.grant_year, 1, 1), date(round.grant_year, 12, 31)
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def _report_due(round: Round) -> str:
    return day(due_of(deadline(Duty.REPORT, round), round))
