"""How a network's amount came about, step by step, so that anybody can calculate it again by hand."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from grants.allocation.problem import Collective, read_problem
from grants.allocation.shares import Shares, key_parts, share_beside, share_out


@dataclass(frozen=True, slots=True)
class FigurePart:
    """The part of a network that follows one figure: `total` kroner × `own` / `everybody`.

    `total` is what of the collective money is shared by this figure, exactly.
    """

    name: str
    total: Fraction
    own: Fraction
    everybody: Fraction

    @property
    def amount(self) -> Fraction:
        """The network's part in kroner, exactly."""
        return self.total * self.own / self.everybody


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """A network's collective amount in steps: flat, figures, beside, cap, rounding and by_hand add up to `amount`.

    In kroner, exactly. `flat` is its equal part of `flat_total`; `beside` what amounts set by hand for others give or
    take; `cap` what is cut to its request (below 0), or what capped networks leave to it; `by_hand` what is set by
    hand above or below `computed`, the key's own answer (None where nothing is set by hand).
    """

    id: str
    total: Fraction
    networks: int
    flat_total: Fraction
    figures: tuple[FigurePart, ...]
    beside: Fraction
    cap: Fraction
    rounding: Fraction
    computed: int | None
    amount: int

    @property
    def flat(self) -> Fraction:
        """The equal part, in kroner."""
        return self.flat_total / self.networks

    @property
    def by_key(self) -> Fraction:
        """What the key gives before anything else, in kroner."""
        return self.flat + sum((part.amount for part in self.figures), Fraction(0))

    @property
    def by_hand(self) -> int:
        """What the amount set by hand adds to the key's answer, in kroner."""
        return 0 if self.computed is None else self.amount - self.computed


def breakdowns(data: object, total: int) -> dict[str, Breakdown]:
    """The steps of every network, by id. `data` is an input, `total` its outcome's collective total.

    Raises AllocationError as `allocate` does.
    """
    collective = read_problem(data).collective
    if not collective.networks:
        return {}
    parts = key_parts(collective)
    alone = share_out(total, parts, collective)
    both = share_beside(total, parts, collective, alone)
    everybody = range(len(parts))
    others = [index for index in everybody if collective.networks[index].id not in collective.overrides]
    is_shared_anew = collective.recomputes_rest and bool(collective.overrides)
    rest = total - sum(collective.overrides.values())
    by_key = _Steps.of(total, parts, collective, alone, list(everybody))
    beside = _Steps.of(rest, parts, collective, both, others) if is_shared_anew else by_key
    totals = _totals(total, collective)
    found = {}
    for index, network in enumerate(collective.networks):
        is_by_hand = network.id in collective.overrides
        steps = by_key if is_by_hand else beside
        computed = alone.amounts[index] if is_by_hand else None
        before_hand = both.amounts[index] if computed is None else computed
        found[network.id] = Breakdown(
            id=network.id,
            total=Fraction(total),
            networks=len(parts),
            flat_total=total * collective.flat_percent / 100,
            figures=_figures(network.figures, totals),
            beside=steps.shares[index] - by_key.shares[index],
            cap=steps.capped[index] - steps.shares[index],
            rounding=before_hand - steps.capped[index],
            computed=computed,
            amount=both.amounts[index],
        )
    return found


@dataclass(frozen=True, slots=True)
class _Steps:
    """The exact shares of those who share (by index), before and after the caps."""

    shares: Mapping[int, Fraction]
    capped: Mapping[int, Fraction]

    @classmethod
    def of(
        cls, total: int, parts: list[int], collective: Collective, found: Shares, among: list[int]
    ) -> "_Steps":
        """The shares of `total` kroner among some; `found` knows who of them is capped."""
        free = [index for index in among if index not in found.capped]
        asked = {
            index: Fraction(collective.networks[index].requested) for index in among if index in found.capped
        }
        left = total - sum(asked.values(), Fraction(0))
        return cls(_exact(Fraction(total), parts, among), asked | _exact(left, parts, free))


def _exact(total: Fraction, parts: list[int], among: list[int]) -> dict[int, Fraction]:
    all_parts = sum(parts[index] for index in among)
    return {index: total * parts[index] / all_parts if all_parts else Fraction(0) for index in among}


def _totals(total: int, collective: Collective) -> dict[str, tuple[Fraction, Fraction]]:
    """For each figure that counts: the money shared by it, and the sum of the figure."""
    weights = {name: weight for name, weight in collective.weights.items() if weight}
    by_figures = total * (1 - collective.flat_percent / 100)
    all_weights = sum(weights.values(), Fraction(0))
    return {
        name: (
            by_figures * weight / all_weights,
            sum((network.figures[name] for network in collective.networks), Fraction(0)),
        )
        for name, weight in weights.items()
        if by_figures
    }


def _figures(
    own: Mapping[str, Fraction], totals: Mapping[str, tuple[Fraction, Fraction]]
) -> tuple[FigurePart, ...]:
    return tuple(FigurePart(name, total, own[name], every) for name, (total, every) in totals.items())
