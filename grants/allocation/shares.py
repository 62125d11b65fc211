"""The key: how a collective total is shared among networks, exactly, then to whole units.

Fractions with a thousand different denominators are slow to add, so a network's part of the key is an integer
over one common denominator: `parts[i] / sum(parts)` is its exact part.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm

from grants.allocation.problem import Collective
from grants.allocation.values import AllocationError


@dataclass(frozen=True, slots=True)
class Shares:
    """What each network gets, in kroner, and which of them were cut to what they asked for (indexes)."""

    amounts: tuple[int, ...]
    capped: frozenset[int]


def key_parts(collective: Collective) -> list[int]:
    """Each network's part of the key, as integers that all stand over their sum.

    A flat share for every network, and one by each figure: weight / all weights × own figure / all figures.
    """
    networks = collective.networks
    flat = collective.flat_percent / 100
    columns = [(flat, [1] * len(networks))]
    all_weights = sum(collective.weights.values())
    for name, weight in collective.weights.items():
        if weight and flat < 1:
            figures = _as_integers([network.figures[name] for network in networks])
            columns.append(((1 - flat) * weight / all_weights, figures))
    shares = [share / sum(figures) for share, figures in columns]
    whole = lcm(*(share.denominator for share in shares))
    parts = [0] * len(networks)
    for share, (_, figures) in zip(shares, columns, strict=True):
        factor = share.numerator * (whole // share.denominator)
        parts = [part + factor * figure for part, figure in zip(parts, figures, strict=True)]
    return parts


def share_out(
    total: int,
    parts: Sequence[int],
    collective: Collective,
    *,
    among: Sequence[int] | None = None,
    caps: bool = True,
) -> Shares:
    """Share `total` kroner by the parts, cap at what is requested where the key says so, round the others.

    `among` are the networks (indexes) that share, all unless given; the amounts stand in its order. `caps` False
    looks at no request.
    """
    if among is not None:
        rows = tuple(collective.networks[index] for index in among)
        shares = share_out(
            total, [parts[index] for index in among], replace(collective, networks=rows), caps=caps
        )
        return Shares(amounts=shares.amounts, capped=frozenset(among[index] for index in shares.capped))
    is_capping = caps and collective.cap_at_requested
    requested = [network.requested for network in collective.networks]
    capped = networks_at_cap(total, parts, requested) if is_capping else frozenset()
    others = [index for index in range(len(parts)) if index not in capped]
    rest = total - sum(requested[index] for index in capped)
    rounded = rounded_shares(rest, [parts[index] for index in others], collective.round_to)
    room = [requested[index] if is_capping else total for index in others]
    units = place_left_over_units(rounded, room, collective.round_to)
    amounts = {index: requested[index] for index in capped}
    amounts |= {index: unit * collective.round_to for index, unit in zip(others, units, strict=True)}
    return Shares(amounts=tuple(amounts[index] for index in range(len(parts))), capped=capped)


def share_beside(total: int, parts: Sequence[int], collective: Collective, alone: Shares) -> Shares:
    """The amounts set by hand, and beside them the others' shares by the key.

    `alone` is what the key gives when nothing is set by hand. The others share what the overrides leave, by the same
    parts, or keep what the key alone gives. Raises AllocationError when there is not enough money for it.
    """
    overrides, networks = collective.overrides, collective.networks
    if not overrides:
        return alone
    by_hand = sum(overrides.values())
    path = "collective.overrides"
    if by_hand > total:
        reason = f"{by_hand} together is more than the collective total, {total}"
        raise AllocationError(path, reason, code="overrides_above_total")
    others = [index for index, network in enumerate(networks) if network.id not in overrides]
    if collective.recomputes_rest:
        rest = share_out(total - by_hand, parts, collective, among=others)
        kept, capped = dict(zip(others, rest.amounts, strict=True)), rest.capped
    else:
        kept = {index: alone.amounts[index] for index in others}
        capped = alone.capped & set(others)
    amounts = tuple(overrides.get(network.id, kept.get(index, 0)) for index, network in enumerate(networks))
    if sum(amounts) > total:
        reason = f"with what the others keep it is {sum(amounts)}, more than the collective total, {total}"
        raise AllocationError(path, reason, code="overrides_do_not_fit")
    return Shares(amounts=amounts, capped=frozenset(capped))


def networks_at_cap(total: int, parts: Sequence[int], requested: Sequence[int]) -> frozenset[int]:
    """The networks whose share exceeds what they ask for, also after the others have left them their surplus.

    What a capped network leaves only makes the others' shares grow, so going through the networks by
    requested / part finds in one pass what repeating the rule until nobody exceeds would find.
    """
    rest, rest_parts = total, sum(parts)
    capped: set[int] = set()
    with_a_part = [index for index, part in enumerate(parts) if part]
    for index in sorted(with_a_part, key=lambda index: Fraction(requested[index], parts[index])):
        if rest * parts[index] <= requested[index] * rest_parts:
            break
        capped.add(index)
        rest -= requested[index]
        rest_parts -= parts[index]
    return frozenset(capped)


@dataclass(frozen=True, slots=True)
class Rounded:
    """Shares rounded down to units, what each lost by it (one denominator for all), units left over."""

    units: list[int]
    remainders: list[int]
    left_over: int


def rounded_shares(total: int, parts: Sequence[int], round_to: int) -> Rounded:
    """Share `total` by the parts, each rounded down to whole units of `round_to` kroner."""
    denominator = sum(parts) * round_to
    if not denominator:
        return Rounded(units=[0] * len(parts), remainders=[0] * len(parts), left_over=0)
    divided = [divmod(total * part, denominator) for part in parts]
    units = [unit for unit, _ in divided]
    return Rounded(
        units=units,
        remainders=[remainder for _, remainder in divided],
        left_over=total // round_to - sum(units),
    )


def place_left_over_units(rounded: Rounded, room: Sequence[int], round_to: int) -> list[int]:
    """Units left over go one each by largest remainder, then by order, past anyone without `room` for it."""
    units = list(rounded.units)
    left = rounded.left_over
    for index in sorted(range(len(units)), key=lambda index: -rounded.remainders[index]):
        if not left:
            break
        if (units[index] + 1) * round_to <= room[index]:
            units[index] += 1
            left -= 1
    return units


def _as_integers(figures: Sequence[Fraction]) -> list[int]:
    """The same proportions in integers."""
    scale = lcm(*(figure.denominator for figure in figures))
    return [figure.numerator * (scale // figure.denominator) for figure in figures]
