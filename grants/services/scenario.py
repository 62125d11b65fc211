"""What can be done to a scenario: make, copy, save, name, refresh its figures, share, lock, delete."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.dates import oslo_date
from common.moves import move
from common.refusals import NotNow
from common.versions import check_version
from grants.allocation import AllocationError
from grants.allocation_texts import refusal
from grants.models import Scenario, ScenarioOverride
from grants.queries import scenario as queries
from grants.queries.budget import budget_of
from grants.queries.posts import budget_before
from grants.rules import scenario as rules
from grants.states import SCENARIO_MOVES, Leftover
from networks.models import Round, User


@dataclass(frozen=True, kw_only=True)
class ScenarioValues:
    """The numbers and choices of a scenario. Percents run from 0 to 100; `frame_nok` and `round_to` are kroner."""

    frame_nok: int
    individual_cap_percent: Decimal
    flat_percent: Decimal = Decimal(0)
    weight_children: Decimal = Decimal(1)
    weight_staff: Decimal = Decimal(0)
    weight_kindergartens: Decimal = Decimal(0)
    round_to: int = 1
    cap_at_requested: bool = False
    leftover: str = Leftover.COLLECTIVE
    recomputes_rest: bool = True


VALUES = tuple(ScenarioValues.__dataclass_fields__)
"""The columns of a scenario that are its numbers and choices."""


@transaction.atomic
def create_scenario(*, round: Round, name: str, by: User, now: datetime) -> Scenario:
    """Make a scenario on the recorded key, else on the newest scenario's, else on last year's; figures as of now."""
    rules.check_may_create_scenario(by, round, now=now)
    return _stored(
        Scenario(
            round=round,
            name=name.strip(),
            created_by=by,
            created_at=now,
            **vars(first_values(round)),
            **_figures(round, now),
        ),
        by=by,
        now=now,
    )


@transaction.atomic
def copy_scenario(*, scenario: Scenario, name: str, by: User, now: datetime) -> Scenario:
    """Make a draft with the same numbers, figures and amounts set by hand; it is not shared."""
    rules.check_may_create_scenario(by, scenario.round, now=now)
    found = queries.locked_scenario(scenario.pk)
    fields = (*VALUES, "round", "note", "figures", "figures_on", "figures_source")
    values = {name: getattr(found, name) for name in fields}
    copy = _stored(
        Scenario(name=name.strip(), copied_from=found, created_by=by, created_at=now, **values),
        by=by,
        now=now,
    )
    ScenarioOverride.objects.bulk_create(
        ScenarioOverride(
            scenario=copy,
            network_id=row.network_id,
            amount_nok=row.amount_nok,
            reason=row.reason,
            set_by_id=row.set_by_id,
            set_at=row.set_at,
        )
        for row in ScenarioOverride.objects.filter(scenario=found)
    )
    return copy


@transaction.atomic
def save_scenario(
    *, scenario: Scenario, values: ScenarioValues, version: int, by: User, now: datetime
) -> Scenario:
    """Save the numbers and choices. `version` is the one the page showed.

    Raises NotAllowed; NotNow when it is locked, when somebody else has saved since, or when the money cannot be
    shared out so.
    """
    found = locked_draft(scenario, version, by=by, now=now)
    for name, value in vars(values).items():
        setattr(found, name, value)
    return saved(found, VALUES, by=by, now=now)


@transaction.atomic
def rename_scenario(
    *, scenario: Scenario, name: str, note: str, version: int, by: User, now: datetime
) -> Scenario:
    """Give a scenario another name or note."""
    found = locked_draft(scenario, version, by=by, now=now)
    found.name, found.note = name.strip(), note.strip()
    _check_name_is_free(found)
    return saved(found, ("name", "note"), by=by, now=now)


@transaction.atomic
def refresh_figures(*, scenario: Scenario, version: int, by: User, now: datetime) -> Scenario:
    """Weigh the kindergartens' figures as they stand now, and keep the day."""
    found = locked_draft(scenario, version, by=by, now=now)
    for name, value in _figures(found.round, now).items():
        setattr(found, name, value)
    return saved(found, ("figures", "figures_on", "figures_source"), by=by, now=now)


@transaction.atomic
def share_scenario(*, scenario: Scenario, by: User, now: datetime) -> Scenario:
    """Show a scenario to the forum, which can read it but not change it."""
    found = queries.locked_scenario(scenario.pk)
    rules.check_may_share_scenario(by, found, now=now)
    found.shared_at, found.shared_by = now, by
    found.save(update_fields=["shared_at", "shared_by"])
    return found


@transaction.atomic
def unshare_scenario(*, scenario: Scenario, by: User, now: datetime) -> Scenario:
    """Take a scenario back from the forum."""
    found = queries.locked_scenario(scenario.pk)
    rules.check_may_unshare_scenario(by, found, is_adopted=is_adopted(found), now=now)
    found.shared_at = found.shared_by = None
    found.save(update_fields=["shared_at", "shared_by"])
    return found


@transaction.atomic
def lock_scenario(*, scenario: Scenario, by: User, now: datetime) -> Scenario:
    """Lock a scenario: after this it cannot change."""
    found = queries.locked_scenario(scenario.pk)
    rules.check_may_lock_scenario(by, found, now=now)
    move(found, "lock", by=by, moves=SCENARIO_MOVES, now=now)
    return found


@transaction.atomic
def unlock_scenario(*, scenario: Scenario, by: User, now: datetime) -> Scenario:
    """Let a locked scenario change again."""
    found = queries.locked_scenario(scenario.pk)
    rules.check_may_unlock_scenario(by, found, is_adopted=is_adopted(found), now=now)
    move(found, "unlock", by=by, moves=SCENARIO_MOVES, now=now)
    return found


@transaction.atomic
def delete_scenario(*, scenario: Scenario, by: User, now: datetime) -> None:
    """Delete a draft that was never shared nor run; its copies stay."""
    found = queries.locked_scenario(scenario.pk)
    has_runs = bool(getattr(found, "has_runs", False))
    rules.check_may_delete_scenario(by, found, is_adopted=is_adopted(found), has_runs=has_runs, now=now)
    Scenario.objects.filter(copied_from=found).update(copied_from=None)
    found.delete()


def first_values(round: Round) -> ScenarioValues:
    """The numbers that a new scenario begins with."""
    budget, newest = budget_of(round), queries.newest_scenario(round)
    source = budget or newest or budget_before(round)
    if source is None:
        cap = Decimal(round.scheme.individual_cap_percent)
        return ScenarioValues(frame_nok=0, individual_cap_percent=cap)
    return ScenarioValues(**{name: getattr(source, name) for name in VALUES if hasattr(source, name)})


def is_adopted(scenario: Scenario) -> bool:
    """Whether an adopted recommendation stands on a scenario of `scenarios_of`."""
    return bool(getattr(scenario, "is_adopted", False))


def locked_draft(scenario: Scenario, version: int, *, by: User, now: datetime) -> Scenario:
    """The scenario locked in the database, when the person may change it and `version` is the newest.

    Raises NotAllowed and NotNow.
    """
    found = queries.locked_scenario(scenario.pk)
    rules.check_may_save_scenario(by, found, is_adopted=is_adopted(found), now=now)
    check_version(found.version, version)
    return found


def saved(scenario: Scenario, fields: tuple[str, ...], *, by: User, now: datetime) -> Scenario:
    """Store some columns with who and when, when the money can be shared out so. Raises NotNow with the reason."""
    try:
        queries.outcome_of(scenario, scenario.round)
    except AllocationError as error:
        raise NotNow(refusal(error)) from None
    scenario.version, scenario.saved_by, scenario.saved_at = scenario.version + 1, by, now
    scenario.save(update_fields=[*fields, "version", "saved_by", "saved_at"])
    return scenario


def _stored(scenario: Scenario, *, by: User, now: datetime) -> Scenario:
    _check_name_is_free(scenario)
    scenario.saved_by, scenario.saved_at = by, now
    try:
        with transaction.atomic():
            scenario.save(force_insert=True)
    except IntegrityError:
        raise NotNow(_taken(scenario.name)) from None
    return scenario


def _check_name_is_free(scenario: Scenario) -> None:
    same = Scenario.objects.filter(round=scenario.round, name=scenario.name).exclude(pk=scenario.pk)
    if same.exists():
        raise NotNow(_taken(scenario.name))


def _taken(name: str) -> str:
    return _("There is already a scenario called “%(name)s” in this round.") % {"name": name}


def _figures(round: Round, now: datetime) -> dict[str, object]:
    return {
        "figures": queries.snapshot_figures(round),
        "figures_on": oslo_date(now),
        "figures_source": _("the kindergartens' latest figures in Rekom"),
    }
