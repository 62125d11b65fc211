"""What a grant letter says, and what it may never lack. The words come from the round's scheme."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override
from stdnum.no import kontonr, orgnr

from common.dates import day
from common.money import kroner
from common.numbers import account_number_text, org_number_text
from common.refusals import NotNow
from grants.models import Grant, GrantLine, LineKind
from needs.models import Measure
from networks.deadlines import deadline, due_of
from networks.models import County, Network, Organisation, Round
from networks.states import Duty

LANGUAGE = "nb"
"""Letters are written in bokmål; a recipient who writes nynorsk gets bokmål until the nynorsk texts exist."""

CLAUSES = ("conditions", "reporting", "control", "sanctions", "complaint")
"""The clauses of the scheme that no letter may lack."""


def recipient_of(grant: Grant) -> Organisation | None:
    """Whose account the money goes to: the university, or the network's payee (None when it has none)."""
    return grant.university or (grant.network.payee if grant.network else None)


def name_of(grant: Grant) -> str:
    """The network or university that the grant is for."""
    return str(grant.network or grant.university)


def letter_lines(grant: Grant) -> list[GrantLine]:
    """The lines that stand in the letter: those with an amount."""
    return [line for line in grant.lines.all() if line.amount_nok]


@dataclass(frozen=True)
class Lack:
    """One fact that a letter would lack. `kept_by` is where it is recorded; None when that is the decision itself."""

    what: str
    kept_by: Organisation | Network | County | None


def missing_for_letter(grant: Grant, round: Round) -> list[str]:
    """One sentence for each fact that the letter would lack, naming the recipient; empty when it lacks nothing."""
    name = name_of(grant)
    return [
        _("%(recipient)s: %(what)s is missing.") % {"recipient": name, "what": lack.what}
        for lack in lacks_of(grant, round)
    ]


def lacks_of(grant: Grant, round: Round) -> list[Lack]:
    """Each fact that the letter would lack; empty when it lacks nothing.

    `round` comes with its deadlines loaded. Source: forskrift 12.01.2026 nr. 23 § 13, økonomireglementet § 8.
    """
    facts = (
        (recipient_of(grant) or grant.network, _recipient_facts(grant)),
        (None, _grant_facts(grant, round)),
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
        (kontonr.is_valid(recipient.account_number), _("the recipient's account number")),
        (recipient.postal_address.strip(), _("the recipient's postal address")),
    ]


def _grant_facts(grant: Grant, round: Round) -> Iterable[tuple[Any, str]]:
    lines, decision = letter_lines(grant), grant.decision
    clauses = {clause.key for clause in round.scheme.clauses if str(clause.text).strip()}
    return [
        (lines and all(line.label.strip() for line in lines), _("what the money is for")),
        (
            grant.amount_nok and sum(line.amount_nok for line in lines) == grant.amount_nok,
            _("the amount of each line"),
        ),
        (str(round.scheme.purpose).strip(), _("the purpose")),
        (any(row.duty == Duty.REPORT for row in round.deadlines.all()), _("the date of the report")),
        (decision.reasons.strip(), _("the reasons for the decision")),
        (decision.prepared_by and decision.approved_by, _("who prepared and who approved the decision")),
        (clauses.issuperset(CLAUSES), _("a clause of the scheme")),
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


def letter_content(grant: Grant, round: Round, *, number: str, now: datetime) -> dict[str, Any]:
    """All that the letter says, as plain text in its language; it is stored beside the file.

    A draft may lack facts; they are left out of it. Raises NotNow when nobody is there to receive the money.
    """
    with override(LANGUAGE):
        return _content(grant, round, number=number, now=now)


def _content(grant: Grant, round: Round, *, number: str, now: datetime) -> dict[str, Any]:
    recipient, decision, county = recipient_of(grant), grant.decision, round.county
    if recipient is None:
        raise NotNow(
            _("%(network)s has no organisation that receives its money.") % {"network": name_of(grant)}
        )
    return {
        "language": LANGUAGE,
        "number": number,
        "title": title_of(grant, round),
        "issued_at": now.isoformat(timespec="seconds"),
        "issued_on": day(now),
        "sender": {
            "name": county.office_name,
            "org_number": org_number_text(county.office_org_number),
            "address": county.postal_address,
            "email": county.email,
            "phone": county.phone,
        },
        "recipient": {
            "name": recipient.name,
            "org_number": org_number_text(recipient.org_number),
            "account_number": account_number_text(recipient.account_number),
            "address": [part.strip() for part in recipient.postal_address.split(",")],
        },
        "lead": _lead(grant, round, recipient),
        "amount_nok": grant.amount_nok,
        "amount": kroner(grant.amount_nok),
        "period": _period(round),
        "report_due": _report_due(round),
        "purpose": str(round.scheme.purpose),
        "lines": [_line(line, grant) for line in letter_lines(grant)],
        "sections": _sections(grant, round),
        "case_officer": decision.prepared_by.name if decision.prepared_by else "",
        "approver": decision.approved_by.name if decision.approved_by else "",
    }


def title_of(grant: Grant, round: Round) -> str:
    """The letter's title."""
    return _("Grant for competence development in kindergartens %(year)s: %(name)s") % {
        "year": round.grant_year,
        "name": name_of(grant),
    }


def _lead(grant: Grant, round: Round, recipient: Organisation) -> str:
    facts = {
        "office": round.county.office_name,
        "recipient": recipient.name,
        "amount": kroner(grant.amount_nok),
        "year": round.grant_year,
        "network": grant.network.name if grant.network else "",
    }
    if grant.network:
        return (
            _(
                "%(office)s has granted %(amount)s to %(network)s for %(year)s. %(recipient)s receives the money on "
                "behalf of the network."
            )
            % facts
        )
    return _("%(office)s has granted %(recipient)s %(amount)s for %(year)s.") % facts


def _line(line: GrantLine, grant: Grant) -> dict[str, Any]:
    return {
        "label": line.label,
        "detail": _detail(line, grant),
        "amount_nok": line.amount_nok,
        "amount": kroner(line.amount_nok),
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


def _sections(grant: Grant, round: Round) -> list[dict[str, Any]]:
    facts = {"report_due": _report_due(round), "office": round.county.office_name}
    sections = [
        _section(_("Reasons for the decision"), *_paragraphs(grant.decision.reasons), _basis(round)),
        _section(
            _("Time frame"),
            _("The grant is for %(year)s. The money must be used by %(end)s.")
            % {"year": round.grant_year, "end": day(date(round.grant_year, 12, 31))},
        ),
    ]
    if any(line.kind == LineKind.INDIVIDUAL for line in letter_lines(grant)):
        text = _("The network's leader finds in the portal which nomination each number stands for.")
        sections.append(_section(_("Individual measures"), text))
    sections += [_section(str(clause.title), str(clause.text) % facts) for clause in round.scheme.clauses]
    return [*sections, _section(_("Contact"), _contact(grant, round))]


def _section(title: str, *paragraphs: str) -> dict[str, Any]:
    return {"title": title, "paragraphs": list(paragraphs)}


def _paragraphs(text: str) -> list[str]:
    return [part.strip() for part in text.replace("\r", "").split("\n") if part.strip()]


def _basis(round: Round) -> str:
    return _("The grant is given under: %(basis)s.") % {"basis": round.scheme.legal_basis}


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
