"""The form on which one body does one duty: where a letter's link leads."""

from django.urls import reverse

from networks.models import Round
from rekom.planning.debts import Debt


def assessment(debt: Debt, round: Round) -> str:
    """The kindergarten's assessment."""
    place = {"kindergarten": debt.body_key[2], "year": round.grant_year}
    return reverse("needs:assessment_edit", kwargs=place)


def needs_report(debt: Debt, round: Round) -> str:
    """The owner's report to one network."""
    return reverse("needs:needs_report_edit", kwargs=_owner_and_network(debt, round))


def no_needs(debt: Debt, round: Round) -> str:
    """Where the owner says that there are no new needs this year."""
    return reverse("needs:needs_report_declare_no_needs", kwargs=_owner_and_network(debt, round))


def decision_basis(debt: Debt, round: Round) -> str:
    """The network's decision basis."""
    return reverse("needs:decision_basis_detail", kwargs=_network(debt, round))


def nomination_list(debt: Debt, round: Round) -> str:
    """The network's list of students."""
    return reverse("needs:nomination_list_detail", kwargs=_network(debt, round))


def payouts(debt: Debt, round: Round) -> str:
    """The network's payouts to those who study."""
    return reverse("grants:payout_list", kwargs=_network(debt, round))


def plan(debt: Debt, round: Round) -> str:
    """The network's long-term plan, which is adopted anew, or found to hold."""
    return reverse("networks:plan_detail", kwargs={"network": debt.body_key[1]})


def _owner_and_network(debt: Debt, round: Round) -> dict[str, int | None]:
    owner, network, _kindergarten = debt.body_key
    return {"owner": owner, "network": network, "year": round.grant_year}


def _network(debt: Debt, round: Round) -> dict[str, int | None]:
    return {"network": debt.body_key[1], "year": round.grant_year}
