"""From what is recorded to the input of `grants.allocation`: plain data in, plain data out; no database."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from grants.recipients import network_key, nomination_key, university_key


@dataclass(frozen=True, kw_only=True)
class PostFacts:
    """A fixed or committed post. Neither network nor university: the governor holds it."""

    id: str
    label: str
    amount_nok: int
    network: int | None = None
    university: int | None = None

    @property
    def recipient(self) -> str | None:
        """The recipient's id in a run."""
        if self.network:
            return network_key(self.network)
        return university_key(self.university) if self.university else None


@dataclass(frozen=True, kw_only=True)
class KeyFacts:
    """The frame and the key. Percents run from 0 to 100; a weight of 0 leaves its figure out."""

    frame_nok: int
    individual_cap_percent: Decimal
    flat_percent: Decimal
    weights: dict[str, Decimal]
    round_to: int
    cap_at_requested: bool
    fixed: tuple[PostFacts, ...]
    committed: tuple[PostFacts, ...]


@dataclass(kw_only=True)
class NetworkFacts:
    """A network: its figures, and what its submitted basis asks for in kroner (universities by primary key)."""

    pk: int
    name: str
    children: int = 0
    staff: Decimal = Decimal(0)
    kindergartens: int = 0
    network_nok: int = 0
    universities: dict[int, int] = field(default_factory=dict)

    @property
    def requested_nok(self) -> int:
        """What the network and its universities ask for together."""
        return self.network_nok + sum(self.universities.values())


@dataclass(frozen=True, kw_only=True)
class RequestFacts:
    """An individual measure in a network's submitted list, without the student's name."""

    pk: int
    network: int
    amount_nok: int
    label: str
    rank: int


def input_of(
    key: KeyFacts, networks: Iterable[NetworkFacts], requests: Iterable[RequestFacts]
) -> dict[str, Any]:
    """The input of a run, as the issue and `grants.allocation` describe it."""
    return {
        "frame": key.frame_nok,
        "fixed": [_post(post) for post in key.fixed],
        "individual": {
            "cap_percent": number(key.individual_cap_percent),
            "committed": [_post(post) for post in key.committed],
            "requests": [
                {
                    "id": nomination_key(request.pk),
                    "recipient": network_key(request.network),
                    "amount": request.amount_nok,
                    "rank": request.rank,
                }
                for request in requests
            ],
        },
        "collective": {
            "flat_percent": number(key.flat_percent),
            "weights": {name: number(weight) for name, weight in key.weights.items() if weight},
            "round_to": key.round_to,
            "cap_at_requested": key.cap_at_requested,
            "networks": [_network(network) for network in networks],
        },
    }


def tried_input(
    data: dict[str, Any], *, leftover: str, overrides: Mapping[int, int], recomputes_rest: bool
) -> dict[str, Any]:
    """The input of a scenario: that of a run, and what a scenario chooses besides the key.

    `leftover` says where money under the cap for individual measures goes; `overrides` are amounts set by hand, in
    kroner by the network's primary key.
    """
    rows = [{"network": network_key(pk), "amount": amount} for pk, amount in sorted(overrides.items())]
    collective = {**data["collective"], "overrides": rows, "recompute_rest": recomputes_rest}
    return {**data, "individual": {**data["individual"], "leftover": leftover}, "collective": collective}


def without_requests(data: dict[str, Any]) -> dict[str, Any]:
    """The same input for what can be expected before the bases are sent: nobody's share is cut to a request."""
    networks = [{**row, "requested": 0, "universities": []} for row in data["collective"]["networks"]]
    return {**data, "collective": {**data["collective"], "cap_at_requested": False, "networks": networks}}


def fingerprint(data: dict[str, Any]) -> str:
    """The SHA-256 of an input; the order of its rows does not count."""
    text = json.dumps(_sorted(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def number(value: Decimal | int) -> int | str:
    """A whole number as it is, any other as decimal text: no float on the way."""
    exact = Decimal(value)
    return int(exact) if exact == exact.to_integral_value() else f"{exact.normalize():f}"


def ranked(choices: Sequence[tuple[int | None, int | None, Any]]) -> list[Any]:
    """The order of individual measures, from (county rank, network rank, item) in order of submission.

    Those the forum has ranked come first, in its order. The rest follow by the networks' own proposals, interleaved:
    every network's first choice, then every second choice, and so on; among equals the one submitted first.
    """
    last = float("inf")
    places = [
        (last if county is None else county, last if own is None else own, position)
        for position, (county, own, _item) in enumerate(choices)
    ]
    return [choices[place[2]][2] for place in sorted(places)]


def _post(post: PostFacts) -> dict[str, Any]:
    return {"id": post.id, "recipient": post.recipient, "label": post.label, "amount": post.amount_nok}


def _network(network: NetworkFacts) -> dict[str, Any]:
    return {
        "id": network_key(network.pk),
        "children": network.children,
        "staff": number(network.staff),
        "kindergartens": network.kindergartens,
        "requested": network.requested_nok,
        "universities": [
            {"id": university_key(pk), "requested": amount}
            for pk, amount in sorted(network.universities.items())
        ],
    }


def _sorted(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _sorted(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return sorted((_sorted(inner) for inner in value), key=lambda row: json.dumps(row, sort_keys=True))
    return value
