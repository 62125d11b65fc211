"""Why a planned payment cannot be put in a basis, in a sentence that says what to do."""

from django.utils.translation import gettext as _
from stdnum.no import kontonr, orgnr

from grants.letters import name_of, recipient_of
from grants.models import Instalment
from grants.queries.payment import holds_on, is_held


def problem_with(row: Instalment) -> str:
    """What stands in the way of the payment, or "". Its recipient's holds are loaded already."""
    payee, name = recipient_of(row.grant), name_of(row.grant)
    if payee is None:
        return _("%(name)s has no organisation that receives its money.") % {"name": name}
    facts = {"name": payee.name, "reference": row.reference}
    if not _is_right(orgnr, payee.org_number):
        return _("%(name)s has no organisation number that can be right.") % facts
    if not _is_right(kontonr, payee.account_number):
        return _("%(name)s has no account number that can be right.") % facts
    if is_held(row):
        years = ", ".join(str(hold.round.grant_year) for hold in holds_on(row.grant))
        return _("The payment to %(name)s is held: the report for %(years)s is overdue.") % {
            "name": name,
            "years": years,
        }
    return ""


def _is_right(kind: object, number: str | None) -> bool:
    """Whether the control digit is right (mod 11)."""
    return bool(number) and bool(kind.is_valid(number))  # type: ignore[attr-defined]  # -- a module of stdnum
