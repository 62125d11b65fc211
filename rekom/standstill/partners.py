"""What waits for owners, networks and universities before a date."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from common.sorting import norwegian
from needs.models import BasisApproval
from needs.queries.progress import networks_in_round
from needs.states import BASIS_FINAL
from networks import deadlines
from networks.models import County, Network, Partnership, Round
from networks.models.periods import valid_on
from networks.states import Duty
from rekom.standstill.row import Still

BEFORE = timedelta(days=21)
"""So long before a date it is time to look at what does not move."""
AFTER = timedelta(days=45)


def _near(duty: Duty, rounds: Iterable[Round], now: datetime) -> Round | None:
    """The round in which the date of the duty is near, or has just passed."""
    for round in rounds:
        if any(row.duty == duty for row in round.deadlines.all()):
            answer = deadlines.answer(duty, round, now=now)
            if answer.has_opened and answer.due_at - BEFORE <= now <= answer.due_at + AFTER:
                return round
    return None


def needs_reports(county: County, rounds: list[Round], now: datetime) -> Iterable[Still]:
    """The networks in which owners have not reported: how many, and how many kindergartens have not shared."""
    round = _near(Duty.NEEDS_REPORT, rounds, now)
    if round is None:
        return
    rows: Iterable[Any] = networks_in_round(round)
    for network in rows:
        left = network.pairs - network.met
        if left > 0:
            why = _(
                "%(left)s of %(total)s owners have not reported. %(shared)s of %(all)s assessments are shared."
            ) % {
                "left": left,
                "total": network.pairs,
                "shared": network.shared,
                "all": network.kindergartens,
            }
            yield Still(who=str(network), why=why, url=_workbench(network, round))


def bases(county: County, rounds: list[Round], now: datetime) -> Iterable[Still]:
    """The networks whose basis is not sent: not begun, or whose approval is lacking."""
    round = _near(Duty.DECISION_BASIS, rounds, now)
    if round is None:
        return
    rows: Iterable[Any] = networks_in_round(round)
    waiting = [network for network in rows if network.basis_state not in BASIS_FINAL]
    lacking = _sides_lacking(waiting, round)
    for network in waiting:
        if not network.basis_state:
            why = _("The decision basis is not begun.")
        elif lacking[network.pk]:
            why = _("Waits for approval from: %(sides)s") % {"sides": ", ".join(lacking[network.pk])}
        else:
            why = _("All sides have approved, but it is not sent.")
        url = f"{reverse('needs:decision_basis_list')}?aar={round.grant_year}"
        yield Still(who=str(network), why=why, url=url)


def _sides_lacking(networks: Iterable[Network], round: Round) -> dict[int, list[str]]:
    """By the network's key: the sides that have not approved, the network's leader first. Two statements."""
    keys = [network.pk for network in networks]
    standing = BasisApproval.objects.filter(basis__round=round, withdrawn_at__isnull=True)
    led = set(
        standing.filter(university__isnull=True, basis__network__in=keys).values_list(
            "basis__network", flat=True
        )
    )
    given = standing.filter(university=OuterRef("university"), basis__network=OuterRef("network")).order_by()
    rows = Partnership.objects.filter(valid_on(round.reference_on), ~Exists(given), network__in=keys)
    found: dict[int, list[str]] = defaultdict(list)
    for key in keys:
        if key not in led:
            found[key].append(_("the network's leader"))
    for key, name in rows.order_by(norwegian("university__name")).values_list("network", "university__name"):
        if name not in found[key]:
            found[key].append(name)
    return found


def _workbench(network: Network, round: Round) -> str:
    return reverse("needs:workbench", kwargs={"network": network.pk, "year": round.grant_year})
