"""How a krone is followed along its chain: whole kroner are parted so that the parts add up to the krone (ADR 39).

Pure Python. Where nothing says more, an amount is parted equally; what does not go up is given by largest remainder,
the first in order first.
"""

from collections.abc import Collection, Hashable, Mapping
from typing import TypeVar

K = TypeVar("K", bound=Hashable)


def equally(amount: int, keys: Collection[K]) -> dict[K, int]:
    """`amount` kroner parted equally among the keys, in their order; nothing where there are no keys.

    Raises ValueError for an amount below 0.
    """
    return by_weight(amount, dict.fromkeys(keys, 1))


def by_weight(amount: int, weights: Mapping[K, int]) -> dict[K, int]:
    """`amount` kroner parted by weights of 0 or more; equally where all weights are 0.

    Raises ValueError for an amount or a weight below 0.
    """
    if amount < 0 or any(weight < 0 for weight in weights.values()):
        raise ValueError("amounts and weights are 0 or more")
    if not weights:
        return {}
    if not any(weights.values()):
        weights = dict.fromkeys(weights, 1)
    whole = sum(weights.values())
    parts = {key: amount * weight // whole for key, weight in weights.items()}
    left = amount - sum(parts.values())
    by_remainder = sorted(weights, key=lambda key: -(amount * weights[key] % whole))
    luckier = set(by_remainder[:left])
    return {key: part + (key in luckier) for key, part in parts.items()}
