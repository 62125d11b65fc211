"""The newest allocation run, and whether it was made from the inputs as they stand now."""

from typing import Any

from grants.allocation_input import fingerprint
from grants.models import AllocationRun
from grants.queries.allocation import present_input
from grants.queries.budget import posts_of
from grants.queries.scenario import live_facts, overrides_in, scenario_input
from networks.models import Round


def newest_run(round: Round) -> AllocationRun | None:
    """The newest run with all its figures, its budget and its scenario as they stand now, or None: one query."""
    found = AllocationRun.objects.filter(round=round).select_related("run_by", "budget", "scenario")
    run: Any = found.annotate(**posts_of("budget"), override_rows=overrides_in("scenario")).first()
    if run is None:
        return None
    run.budget.fixed_rows, run.budget.committed_rows = run.fixed_rows, run.committed_rows
    if run.scenario is not None:
        run.scenario.override_rows = run.override_rows
    return run  # type: ignore[no-any-return]  # -- the rows are annotations


def current_run(round: Round) -> AllocationRun | None:
    """The newest run when it was made from the present inputs, else None."""
    run = newest_run(round)
    return run if run is not None and is_current(run, round) else None


def is_current(run: AllocationRun, round: Round) -> bool:
    """Whether the run was made from the present inputs. `run` is one of `newest_run`.

    A scenario's run stands on the scenario as it is saved now, with the frame that is recorded.
    """
    scenario = run.scenario
    if scenario is None:
        return run.input_sha256 == fingerprint(present_input(run.budget, round))
    data = scenario_input(scenario, round, live_facts(round, run.budget))
    return scenario.frame_nok == run.budget.frame_nok and run.input_sha256 == fingerprint(data)
