"""What a payout letter (utbetalingsbrev) says: no name and no e-mail of a student, only the nomination's number."""

from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import day
from common.documents.pdf import make_pdf
from common.money import kroner
from common.numbers import account_number_text, org_number_text
from grants.models import Half, Payout
from networks.models import User


def payout_content(payout: Payout, *, paid_on: date, by: User, now: datetime) -> dict[str, Any]:
    """All that the letter says, as plain text in the owner's written form.

    `payout` comes as `grants.queries.payout.payouts` reads it. `by` is the contact at the network.
    """
    with override(payout.owner.written_form):
        return _content(payout, paid_on=paid_on, by=by, now=now)


def payout_pdf(content: dict[str, Any]) -> bytes:
    """The letter as PDF/UA. The same content gives the same bytes."""
    with override(content["language"]):
        html = render_to_string("documents/payout_letter.html", {"letter": content})
    return make_pdf(html, css="letter", identifier=content["number"].encode())


def semester_of(payout: Payout) -> str:
    """'spring 2027': which half of which year the money is for."""
    words = _("spring %(year)s") if payout.half == Half.SPRING else _("autumn %(year)s")
    return words % {"year": payout.round.grant_year}


def study_of(payout: Payout) -> str:
    """The kind of study, as the grant letter calls it."""
    return str(payout.nomination.study_type or payout.nomination.study_name)


def _content(payout: Payout, *, paid_on: date, by: User, now: datetime) -> dict[str, Any]:
    owner, network = payout.owner, payout.network
    sender = network.payee
    return {
        "language": owner.written_form,
        "number": payout.reference,
        "title": _("Payout of support for an employee who studies, %(half)s") % {"half": semester_of(payout)},
        "issued_at": now.isoformat(timespec="seconds"),
        "issued_on": day(now),
        "sender": {
            "name": network.name,
            "payee": sender.name if sender else "",
            "address": sender.postal_address if sender else "",
            "org_number": org_number_text(sender.org_number) if sender else "",
            "email": by.email,
            "contact": by.name,
        },
        "recipient": {
            "name": owner.name,
            "org_number": org_number_text(owner.org_number),
            "account_number": account_number_text(owner.account_number),
            "address": [part.strip() for part in owner.postal_address.split(",") if part.strip()],
        },
        "lead": _lead(payout),
        "amount": kroner(payout.amount_nok),
        "paid_on": day(paid_on),
        "period": _period(payout),
        "facts": _facts(payout),
        "sections": _sections(payout, by),
    }


def _lead(payout: Payout) -> str:
    return _(
        "%(network)s pays %(owner)s %(amount)s for %(half)s, so that an employee can study beside the work."
    ) % {
        "network": payout.network.name,
        "owner": payout.owner.name,
        "amount": kroner(payout.amount_nok),
        "half": semester_of(payout),
    }


def _period(payout: Payout) -> str:
    year = payout.round.grant_year
    ends = (date(year, 1, 1), date(year, 6, 30))
    if payout.half == Half.AUTUMN:
        ends = (date(year, 7, 1), date(year, 12, 31))
    return _("%(first)s to %(last)s") % {"first": day(ends[0]), "last": day(ends[1])}


def _facts(payout: Payout) -> list[dict[str, str]]:
    """What the money is for. Who it is, the owner finds in the portal by the nomination's number."""
    nomination = payout.nomination
    facts = [(_("Nomination no."), str(nomination.pk)), (_("Study"), study_of(payout))]
    if payout.owner_id == nomination.kindergarten.owner_id:
        facts.insert(1, (_("Kindergarten"), nomination.kindergarten.name))
    return [{"label": label, "value": value} for label, value in facts]


def _sections(payout: Payout, by: User) -> list[dict[str, Any]]:
    found = [
        (
            _("Conditions"),
            _(
                "The money shall be used so that the employee can study: for leave, for a substitute, or for other "
                "help with the study. Money that is not used for this can be claimed back."
            ),
        ),
        (_("If the study stops"), _if_it_stops(payout)),
        (
            _("Where the money comes from"),
            _(
                "The money is part of the grant to %(network)s for %(year)s, grant letter no. %(letter)s from "
                "%(office)s."
            )
            % {
                "network": payout.network.name,
                "year": payout.round.grant_year,
                "letter": payout.line.grant.letter.number,
                "office": payout.round.county.office_name,
            },
        ),
        (
            _("Contact"),
            _(
                "Who the nomination is for, head and owner find in the portal. Do you have questions? Write to "
                "%(name)s in %(network)s, %(email)s, and give the number of the letter."
            )
            % {"name": by.name, "network": payout.network.name, "email": by.email},
        ),
    ]
    return [{"title": title, "paragraphs": [text]} for title, text in found]


def _if_it_stops(payout: Payout) -> str:
    if payout.half == Half.SPRING:
        return _(
            "Tell the network at once if the employee stops, takes a break or changes employer. Before the autumn "
            "half is paid, the employee and the head are asked whether the study goes on."
        )
    return _(
        "Tell the network at once if the employee stops, takes a break or changes employer. Money for a time without "
        "studies can be claimed back."
    )
