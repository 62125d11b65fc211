"""The sums between a key's first answer and the amounts: what is shared after requests and amounts set by hand.

`by_key` × `left_nok` / `by_key_left` is what each of those who share gets before rounding, so that one division and
one multiplication on a pocket calculator give every amount.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from grants.allocation import breakdowns
from grants.models import Decision
from grants.recipients import network_in


@dataclass(frozen=True, kw_only=True)
class KeySum:
    """One network's sums, in kroner. `shared` is what it gets before rounding, after the others' requests, and
    `computed_nok` what that is in whole units; `amount_nok` is another where it was set by hand.

    `gets_request`: it gets all that it asked for. `is_sharing`: it shares with the others what is left then.
    """

    network: int
    by_key: Fraction
    shared: Fraction
    requested_nok: int
    gets_request: bool
    is_sharing: bool
    computed_nok: int
    amount_nok: int
    unit: int

    @property
    def rounded_nok(self) -> int:
        """Its share rounded down to whole units."""
        return int(self.shared // self.unit) * self.unit

    @property
    def remainder(self) -> Fraction:
        """What it lost by the rounding."""
        return self.shared - self.rounded_nok

    @property
    def extra_nok(self) -> int:
        """What it was given of what the rounding left."""
        return self.computed_nok - self.rounded_nok if self.is_sharing else 0


@dataclass(frozen=True, kw_only=True)
class KeySums:
    """All networks' sums, by network. `total_nok` is what they share; `by_hand_nok` is what amounts
    set by hand take first, 0 where the others keep what the key gives them beside those.
    """

    total_nok: int
    by_hand_nok: int
    unit: int
    rows: Mapping[int, KeySum]

    @property
    def at_request(self) -> list[KeySum]:
        """Those who get all that they asked for."""
        return [row for row in self.rows.values() if row.gets_request]

    @property
    def sharing(self) -> list[KeySum]:
        """Those who share what is left."""
        return [row for row in self.rows.values() if row.is_sharing]

    @property
    def left_nok(self) -> int:
        """What is left when amounts set by hand and requests are taken out."""
        return self.total_nok - self.by_hand_nok - sum(row.requested_nok for row in self.at_request)

    @property
    def by_key_left(self) -> Fraction:
        """What the key gives those who share, all together."""
        return sum((row.by_key for row in self.sharing), Fraction(0))

    @property
    def not_given_nok(self) -> int:
        """What nobody gets, since all have what they asked for, or since it is less than a unit."""
        return self.total_nok - sum(row.amount_nok for row in self.rows.values())


def sums_of(decision: Decision) -> KeySums:
    """The sums of a decision's run."""
    run = decision.run
    return sums_of_run(run.input, run.output["collective"]["total"])


def sums_of_run(data: Mapping[str, Any], total: int) -> KeySums:
    """The sums of a run's input; `total` is what the networks share."""
    collective = data["collective"]
    asked = {row["id"]: int(row["requested"]) for row in collective["networks"]}
    by_hand = {row["network"] for row in collective.get("overrides", ())}
    is_anew = bool(by_hand) and bool(collective.get("recompute_rest", True))
    is_capped, unit = bool(collective["cap_at_requested"]), int(collective["round_to"])
    rows = {}
    for name, steps in sorted(breakdowns(data, total).items()):
        shared = steps.by_key + steps.beside + steps.cap
        is_first = is_anew and name in by_hand
        is_at_request = is_capped and shared == asked[name] and not is_first
        network = network_in(name) or 0
        rows[network] = KeySum(
            network=network,
            by_key=steps.by_key,
            shared=shared,
            requested_nok=asked[name],
            gets_request=is_at_request,
            is_sharing=not (is_at_request or is_first),
            computed_nok=steps.amount if steps.computed is None else steps.computed,
            amount_nok=steps.amount,
            unit=unit,
        )
    first = sum(rows[network_in(name) or 0].amount_nok for name in by_hand) if is_anew else 0
    return KeySums(total_nok=total, by_hand_nok=first, unit=unit, rows=rows)
