"""What can be done to the amounts set by hand in a scenario: set one, remove it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.refusals import NotNow
from grants.models import Scenario, ScenarioOverride
from grants.queries.scenario import locked_scenario
from grants.recipients import network_key
from grants.services.scenario import locked_draft, saved
from networks.models import User


@transaction.atomic
def set_override(
    *,
    scenario: Scenario,
    network: int,
    amount_nok: int,
    reason: str,
    recomputes_rest: bool,
    version: int,
    by: User,
    now: datetime,
) -> Scenario:
    """Set what a network gets for collective measures by hand, its universities' parts included, and say why.

    `recomputes_rest`: the other networks share what is left, else they keep theirs. `version` is the one the page
    showed. Raises NotAllowed; NotNow when the scenario is locked, when somebody else has saved since, or when the
    amount does not fit.
    """
    found = locked_draft(scenario, version, by=by, now=now)
    _check_network_is_weighed(found, network)
    if not reason.strip():
        raise NotNow(_("Write why the amount is set by hand."))
    ScenarioOverride.objects.filter(scenario=found, network=network).delete()
    ScenarioOverride.objects.create(
        scenario=found,
        network_id=network,
        amount_nok=amount_nok,
        reason=reason.strip(),
        set_by=by,
        set_at=now,
    )
    return _saved(found, recomputes_rest, by=by, now=now)


@transaction.atomic
def remove_override(*, scenario: Scenario, network: int, version: int, by: User, now: datetime) -> Scenario:
    """Let the key decide again what a network gets."""
    found = locked_draft(scenario, version, by=by, now=now)
    gone, _rows = ScenarioOverride.objects.filter(scenario=found, network=network).delete()
    if not gone:
        raise NotNow(_("The amount is not set by hand any more."))
    return _saved(found, found.recomputes_rest, by=by, now=now)


def _saved(scenario: Scenario, recomputes_rest: bool, *, by: User, now: datetime) -> Scenario:
    found = locked_scenario(scenario.pk)  # with its overrides as they are now
    found.recomputes_rest = recomputes_rest
    return saved(found, ("recomputes_rest",), by=by, now=now)


def _check_network_is_weighed(scenario: Scenario, network: int) -> None:
    if network_key(network) not in {row["network"] for row in scenario.figures}:
        raise NotNow(_("The network is not part of the scenario's figures."))
