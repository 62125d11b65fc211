"""Whose letter it is: the recipient, its written form, its name, its lines. What it says is in letter_content."""

from django.utils.translation import gettext as _

from grants.models import Grant, GrantLine
from grants.models.letter import RecipientKind
from networks.models import Organisation, Round, WrittenForm

LANGUAGE = "nb"
"""What the office itself writes: labels and reasons that are stored, and what is not a letter to one recipient."""


def recipient_of(grant: Grant) -> Organisation | None:
    """Whose account the money goes to: the university, or the network's payee (None when it has none)."""
    return grant.university or (grant.network.payee if grant.network else None)


def language_of(grant: Grant) -> str:
    """The written form of the grant's letter: the recipient's own. Source: språklova § 17."""
    recipient = recipient_of(grant)
    return recipient.written_form if recipient else WrittenForm.NB.value


def kind_of(grant: Grant) -> RecipientKind:
    """Whether the letter is to a network or to a university."""
    return RecipientKind.NETWORK if grant.network_id else RecipientKind.UNIVERSITY


def name_of(grant: Grant) -> str:
    """The network or university that the grant is for."""
    return str(grant.network or grant.university)


def letter_lines(grant: Grant) -> list[GrantLine]:
    """The lines that stand in the letter: those with an amount."""
    return [line for line in grant.lines.all() if line.amount_nok]


def cut_lines(grant: Grant) -> list[GrantLine]:
    """The lines that get less than was asked for, or nothing."""
    return [
        line
        for line in grant.lines.all()
        if line.requested_nok is not None and line.amount_nok < line.requested_nok
    ]


def is_refusal(grant: Grant) -> bool:
    """Whether the letter says that nothing is granted."""
    return grant.amount_nok == 0


def title_of(grant: Grant, round: Round) -> str:
    """The letter's title, in the active language."""
    facts = {"year": round.grant_year, "name": name_of(grant)}
    if is_refusal(grant):
        return _("Refusal of a grant for competence development in kindergartens %(year)s: %(name)s") % facts
    return _("Grant for competence development in kindergartens %(year)s: %(name)s") % facts
