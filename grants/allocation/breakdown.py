"""How an amount comes about, step by step: enough to recompute it by hand. Exact kroner, as fractions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from grants.allocation.overriding import Sharing, share_with_overrides
from grants.allocation.problem import Collective, Problem, read_problem
from grants.allocation.shares import key_parts
from grants.allocation.solving import grant_requests, set_leftover_apart


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an amount: what it adds to those before it (below 0: takes away), in exact kroner.

    `code` is `flat` (an equal part of `total` among `networks`), `figure` (by `figure`: `own` of `all`, for the part
    `percent` of `total`), `cap` (cut to what it asked for), `surplus` (of what capped networks left), `rounding` or
    `override` (set by hand).
    """

    code: str
    amount: Fraction
    facts: dict[str, Fraction | int | str] = field(default_factory=dict)


def breakdowns(data: object) -> dict[str, list[Step]]:
    """The steps of each network's collective amount, by its id; they add up to the amount, exactly.

    Raises AllocationError as `allocate` does.
    """
    problem = read_problem(data)
    collective = problem.collective
    if not collective.networks:
        return {}
    parts = key_parts(collective)
    sharing = share_with_overrides(_collective_total(problem), parts, collective)
    return {
        network.id: list(_steps(index, collective, sharing, parts))
        for index, network in enumerate(collective.networks)
    }


def _collective_total(problem: Problem) -> int:
    """What there is for collective measures, in kroner."""
    granted, _declined = grant_requests(problem)
    spent = problem.committed_total + sum(request.amount for request in granted)
    left = problem.frame - problem.fixed_total - spent
    note = {"cap": 0, "committed": 0, "total": spent, "granted": [], "declined": []}
    return left - set_leftover_apart(problem, note, left)  # type: ignore[arg-type]  # -- the same keys


def _steps(index: int, collective: Collective, sharing: Sharing, parts: Sequence[int]) -> Iterator[Step]:
    network = collective.networks[index]
    amount = sharing.shares.amounts[index]
    if network.id in collective.overrides:
        computed = sharing.computed[index]
        yield Step("key", Fraction(computed), {"total": sharing.total + sharing.set_apart})
        yield Step("override", Fraction(amount - computed), {"amount": amount})
        return
    key = list(_by_key(index, collective, sharing))
    yield from key
    reached = sum((step.amount for step in key), Fraction(0))
    if index in sharing.shares.capped:
        yield Step("cap", network.requested - reached, {"requested": network.requested})
        return
    surplus = _share_of_the_rest(index, collective, sharing) - reached
    if surplus:
        yield Step("surplus", surplus)
    rounding = amount - reached - surplus
    if rounding:
        yield Step("rounding", rounding, {"round_to": collective.round_to})


def _by_key(index: int, collective: Collective, sharing: Sharing) -> Iterator[Step]:
    """The equal part, and the part by each figure, of what the key shares."""
    members = [place for place, part in enumerate(sharing.parts) if _shares(place, collective, sharing)]
    if not sum(sharing.parts):
        return
    whole = _scale(collective, members)
    flat = collective.flat_percent / 100
    if flat:
        part = sharing.total * flat / len(collective.networks) / whole
        yield Step("flat", part, {"total": sharing.total, "networks": len(members), "percent": flat * 100})
    weights = sum(collective.weights.values())
    for name, weight in collective.weights.items():
        share = (1 - flat) * weight / weights if weights else Fraction(0)
        if share:
            own = collective.networks[index].figures[name]
            everybody = sum((network.figures[name] for network in collective.networks), Fraction(0))
            facts: dict[str, Fraction | int | str] = {
                "figure": name,
                "own": own,
                "all": everybody,
                "percent": share * 100,
                "total": sharing.total,
            }
            yield Step("figure", sharing.total * share * own / everybody / whole, facts)


def _shares(place: int, collective: Collective, sharing: Sharing) -> bool:
    """Whether the network takes part in what the key shares: not when it is set by hand before that."""
    return not sharing.set_apart or collective.networks[place].id not in collective.overrides


def _scale(collective: Collective, members: Sequence[int]) -> Fraction:
    """How much of the whole key those that share it have together: 1 unless some are set by hand before."""
    flat, weights = collective.flat_percent / 100, sum(collective.weights.values())
    count = len(collective.networks)
    scale = flat * len(members) / count
    for name, weight in collective.weights.items():
        if weight and flat < 1:
            everybody = sum((network.figures[name] for network in collective.networks), Fraction(0))
            own = sum((collective.networks[place].figures[name] for place in members), Fraction(0))
            scale += (1 - flat) * weight / weights * own / everybody
    return scale


def _share_of_the_rest(index: int, collective: Collective, sharing: Sharing) -> Fraction:
    """The network's exact share of what is left when the capped networks have got what they asked for."""
    capped = sharing.shares.capped
    rest = sharing.total - sum(collective.networks[place].requested for place in capped)
    parts = sum(part for place, part in enumerate(sharing.parts) if place not in capped)
    return Fraction(rest * sharing.parts[index], parts) if parts else Fraction(0)
