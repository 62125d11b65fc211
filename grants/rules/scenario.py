"""Who may make, change, share and lock scenarios of the allocation, and when."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.money import kroner
from common.refusals import MovedOn, NotAllowed, NotNow
from grants.models import Budget, Recommendation, Scenario
from grants.rules.allocation import check_may_run_allocation
from grants.states import ScenarioState
from networks.models import Round, User
from networks.roles import Role, holds


def check_may_create_scenario(user: User, round: Round, *, now: datetime) -> None:
    """A case officer makes and copies scenarios, at any time of the year."""
    if not holds(user, Role.CASE_OFFICER, round.county, now=now):
        raise NotAllowed(_("Only a case officer can make and change scenarios."))


def check_may_save_scenario(user: User, scenario: Scenario, *, is_adopted: bool, now: datetime) -> None:
    """A case officer changes a scenario while it is a draft that no adopted recommendation stands on.

    The same holds for its amounts set by hand, its figures and its name.
    """
    check_may_create_scenario(user, scenario.round, now=now)
    if is_adopted:
        raise NotNow(
            _(
                "The forum's adopted recommendation stands on this scenario. Make a copy to try something else."
            )
        )
    if scenario.state == ScenarioState.LOCKED:
        raise NotNow(_("The scenario is locked. Unlock it, or make a copy to try something else."))


def check_may_share_scenario(user: User, scenario: Scenario, *, now: datetime) -> None:
    """A case officer shows a scenario to the forum, once."""
    check_may_create_scenario(user, scenario.round, now=now)
    if scenario.shared_at is not None:
        raise MovedOn


def check_may_unshare_scenario(user: User, scenario: Scenario, *, is_adopted: bool, now: datetime) -> None:
    """A case officer takes a scenario back from the forum, unless its adopted recommendation stands on it."""
    check_may_create_scenario(user, scenario.round, now=now)
    if scenario.shared_at is None:
        raise MovedOn
    if is_adopted:
        raise NotNow(
            _("The forum's adopted recommendation stands on this scenario, so the forum must see it.")
        )


def check_may_lock_scenario(user: User, scenario: Scenario, *, now: datetime) -> None:
    """A case officer locks a draft."""
    check_may_create_scenario(user, scenario.round, now=now)
    if scenario.state != ScenarioState.DRAFT:
        raise MovedOn


def check_may_unlock_scenario(user: User, scenario: Scenario, *, is_adopted: bool, now: datetime) -> None:
    """A case officer unlocks a locked scenario, unless an adopted recommendation stands on it."""
    check_may_create_scenario(user, scenario.round, now=now)
    if scenario.state != ScenarioState.LOCKED:
        raise MovedOn
    if is_adopted:
        raise NotNow(
            _(
                "The forum's adopted recommendation stands on this scenario. Make a copy to try something else."
            )
        )


def check_may_delete_scenario(
    user: User, scenario: Scenario, *, is_adopted: bool, has_runs: bool, now: datetime
) -> None:
    """A case officer deletes a draft that nobody else has seen and that the allocation was never run on."""
    check_may_save_scenario(user, scenario, is_adopted=is_adopted, now=now)
    if scenario.shared_at is not None:
        raise NotNow(_("The scenario is shared with the forum, and cannot be deleted."))
    if has_runs:
        raise NotNow(_("The allocation has been run on this scenario, and every run is kept."))


def check_may_run_scenario(
    user: User,
    scenario: Scenario,
    budget: Budget | None,
    recommendation: Recommendation | None,
    *,
    now: datetime,
) -> None:
    """The allocation is run on a scenario whose frame is the one that is recorded."""
    check_may_run_allocation(user, scenario.round, budget, recommendation, now=now)
    if budget is not None and budget.frame_nok != scenario.frame_nok:
        facts = {"tried": kroner(scenario.frame_nok), "recorded": kroner(budget.frame_nok)}
        raise NotNow(
            _(
                "The scenario has a frame of %(tried)s, but %(recorded)s is recorded. Make them the same before the "
                "allocation is run."
            )
            % facts
        )
