"""The input of an allocation, checked: after this every rule may trust what it reads."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TypeVar

from grants.allocation.values import (
    ROOT,
    AllocationError,
    decimal,
    fields,
    flag,
    identifier,
    items,
    percent,
    shown,
    text,
    whole,
    within,
)

FIGURES = ("children", "staff", "kindergartens")
LEFTOVERS = ("collective", "local", "held")


@dataclass(frozen=True, slots=True)
class Post:
    """A sum decided beforehand; with no recipient the governor holds it."""

    id: str
    recipient: str | None
    amount: int


@dataclass(frozen=True, slots=True)
class Request:
    """An individual measure that is granted whole or declined; rank 1 comes first."""

    id: str
    recipient: str
    amount: int
    rank: int


@dataclass(frozen=True, slots=True)
class University:
    """A university's part of what its network asks for, in kroner."""

    id: str
    requested: int


@dataclass(frozen=True, slots=True)
class Network:
    """What a network asks for, its universities' parts included, and the figures the key may read."""

    id: str
    requested: int
    universities: tuple[University, ...]
    figures: Mapping[str, Fraction]


@dataclass(frozen=True, slots=True)
class Individual:
    """The individual measures: the cap in per cent of the frame, posts already promised, and requests.

    `leftover` says where the money under the cap goes that no request took; None where the input does not say.
    """

    cap_percent: Fraction
    committed: tuple[Post, ...]
    requests: tuple[Request, ...]
    leftover: str | None = None


@dataclass(frozen=True, slots=True)
class Collective:
    """The networks and the key that shares among them, and the amounts that are set by hand (by id, in kroner).

    `recomputes_rest` says whether the others share what the overrides leave, or keep what the key alone gives.
    """

    flat_percent: Fraction
    weights: Mapping[str, Fraction]
    round_to: int
    cap_at_requested: bool
    networks: tuple[Network, ...]
    overrides: Mapping[str, int] = field(default_factory=dict)
    recomputes_rest: bool = True


Row = TypeVar("Row", Post, Request, University, Network)


@dataclass(frozen=True, slots=True)
class Problem:
    """A whole allocation before it is solved; lists are sorted by id, sums fit inside the frame."""

    frame: int
    fixed: tuple[Post, ...]
    individual: Individual
    collective: Collective

    @property
    def fixed_total(self) -> int:
        """All fixed posts, held ones too, in kroner."""
        return sum(post.amount for post in self.fixed)

    @property
    def committed_total(self) -> int:
        """What is promised to individual measures before any request, in kroner."""
        return sum(post.amount for post in self.individual.committed)

    @property
    def cap(self) -> int:
        """The most that may go to individual measures, in whole kroner."""
        return int(self.frame * self.individual.cap_percent / 100)


def read_problem(data: object) -> Problem:
    """Check every field of the input. Raises AllocationError naming the first field that is wrong."""
    top = fields(data, ROOT, required=("frame", "fixed", "individual", "collective"))
    problem = Problem(
        frame=whole(top["frame"], "frame"),
        fixed=_rows(top["fixed"], "fixed", _fixed_post),
        individual=_individual(top["individual"], "individual"),
        collective=_collective(top["collective"], "collective"),
    )
    _check_sums(problem)
    return problem


def _check_sums(problem: Problem) -> None:
    needed = problem.fixed_total + problem.committed_total
    if needed > problem.frame:
        reason = f"{problem.frame} is less than the fixed and committed posts, {needed}"
        raise AllocationError("frame", reason, code="frame_too_small")
    if problem.committed_total > problem.cap:
        reason = f"{problem.committed_total} together is above the cap for individual measures, {problem.cap}"
        raise AllocationError("individual.committed", reason, code="committed_above_cap")


def _individual(value: object, path: str) -> Individual:
    row = fields(value, path, required=("cap_percent", "committed", "requests"), optional=("leftover",))
    return Individual(
        cap_percent=percent(row["cap_percent"], within(path, "cap_percent")),
        committed=_rows(row["committed"], within(path, "committed"), _committed_post),
        requests=_rows(row["requests"], within(path, "requests"), _request),
        leftover=_leftover(row["leftover"], within(path, "leftover")) if "leftover" in row else None,
    )


def _leftover(value: object, path: str) -> str:
    found = text(value, path)
    if found not in LEFTOVERS:
        raise AllocationError(path, f"must be one of {', '.join(LEFTOVERS)}")
    return found


def _collective(value: object, path: str) -> Collective:
    required = ("flat_percent", "weights", "round_to", "cap_at_requested", "networks")
    row = fields(value, path, required=required, optional=("overrides", "recompute_rest"))
    flat = percent(row["flat_percent"], within(path, "flat_percent"))
    weights = _weights(row["weights"], within(path, "weights"), flat=flat)

    def read_network(network: object, network_path: str) -> Network:
        return _network(network, network_path, weighted=tuple(weights))

    collective = Collective(
        flat_percent=flat,
        weights=weights,
        round_to=whole(row["round_to"], within(path, "round_to"), least=1),
        cap_at_requested=flag(row["cap_at_requested"], within(path, "cap_at_requested")),
        networks=_rows(row["networks"], within(path, "networks"), read_network),
        overrides=_overrides(row.get("overrides", ()), within(path, "overrides")),
        recomputes_rest=flag(row.get("recompute_rest", True), within(path, "recompute_rest")),
    )
    _check_overrides_have_networks(collective, within(path, "overrides"))
    _check_weights_have_figures(collective, within(path, "weights"))
    return collective


def _overrides(value: object, path: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for row_path, item in items(value, path):
        row = fields(item, row_path, required=("network", "amount"))
        network = identifier(row["network"], within(row_path, "network"))
        if network in found:
            raise AllocationError(within(row_path, "network"), f"{shown(network)} is used twice")
        found[network] = whole(row["amount"], within(row_path, "amount"))
    return found


def _check_overrides_have_networks(collective: Collective, path: str) -> None:
    known = {network.id for network in collective.networks}
    for network in collective.overrides:
        if network not in known:
            reason = f"{shown(network)} is no network here"
            raise AllocationError(path, reason, code="override_without_network")


def _weights(value: object, path: str, *, flat: Fraction) -> dict[str, Fraction]:
    row = fields(value, path, required=(), optional=FIGURES)
    weights = {name: decimal(row[name], within(path, name)) for name in FIGURES if name in row}
    if not any(weights.values()) and flat < 100:
        reason = "must hold a weight above 0 unless flat_percent is 100"
        raise AllocationError(path, reason, code="no_weights")
    return weights


def _check_weights_have_figures(collective: Collective, path: str) -> None:
    """A weight needs something to weigh: its figure may not be 0 in every network."""
    for name in collective.weights:
        if collective.networks and not any(network.figures[name] for network in collective.networks):
            reason = "the networks' figures for it sum to 0"
            raise AllocationError(within(path, name), reason, code="empty_weight")


def _fixed_post(value: object, path: str) -> Post:
    row = fields(value, path, required=("id", "recipient", "label", "amount"))
    is_held = row["recipient"] is None
    return Post(
        id=identifier(row["id"], within(path, "id")),
        recipient=None if is_held else identifier(row["recipient"], within(path, "recipient")),
        amount=_labelled_amount(row, path),
    )


def _committed_post(value: object, path: str) -> Post:
    row = fields(value, path, required=("id", "recipient", "label", "amount"))
    return Post(
        id=identifier(row["id"], within(path, "id")),
        recipient=identifier(row["recipient"], within(path, "recipient")),
        amount=_labelled_amount(row, path),
    )


def _labelled_amount(row: Mapping[str, object], path: str) -> int:
    text(row["label"], within(path, "label"))
    return whole(row["amount"], within(path, "amount"))


def _request(value: object, path: str) -> Request:
    row = fields(value, path, required=("id", "recipient", "amount", "rank"))
    return Request(
        id=identifier(row["id"], within(path, "id")),
        recipient=identifier(row["recipient"], within(path, "recipient")),
        amount=whole(row["amount"], within(path, "amount")),
        rank=whole(row["rank"], within(path, "rank")),
    )


def _network(value: object, path: str, *, weighted: Sequence[str]) -> Network:
    row = fields(value, path, required=("id", *weighted, "requested", "universities"), optional=FIGURES)
    network = Network(
        id=identifier(row["id"], within(path, "id")),
        figures={name: decimal(row[name], within(path, name)) for name in FIGURES if name in row},
        requested=whole(row["requested"], within(path, "requested")),
        universities=_rows(row["universities"], within(path, "universities"), _university),
    )
    asked = sum(university.requested for university in network.universities)
    if asked > network.requested:
        reason = f"{asked} together is more than the network's requested, {network.requested}"
        raise AllocationError(within(path, "universities"), reason, code="universities_above_network")
    return network


def _university(value: object, path: str) -> University:
    row = fields(value, path, required=("id", "requested"))
    return University(
        id=identifier(row["id"], within(path, "id")),
        requested=whole(row["requested"], within(path, "requested")),
    )


def _rows(value: object, path: str, read: Callable[[object, str], Row]) -> tuple[Row, ...]:
    """Each row of a list, read and sorted by id; an id is used once."""
    rows: dict[str, Row] = {}
    for row_path, item in items(value, path):
        row = read(item, row_path)
        if row.id in rows:
            raise AllocationError(within(row_path, "id"), f"{shown(row.id)} is used twice")
        rows[row.id] = row
    return tuple(rows[name] for name in sorted(rows))
