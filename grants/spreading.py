"""From an allocation run to the lines of each letter. Plain figures in, plain figures out; no database.

The collective amount is spread over the network's measures in the basis' priority order: each gets what it asked for
until the money is spent. What is left over is one line that the partners share out themselves. Whatever asked has a
line, also where it gets nothing: so that it can be decided, and refused with a ground.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Ask:
    """A measure of a basis and what it asks for, in kroner: `network_nok`, and a part for each university by id."""

    measure: int
    title: str
    network_nok: int
    universities: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LineDraft:
    """A line before it is stored. `network` is the id of the network whose collective money it is.

    `requested_nok` is None where nobody asked: posts, and what is left for the partners to share.
    """

    kind: str
    label: str
    amount_nok: int
    requested_nok: int | None = None
    measure: int | None = None
    request: str | None = None
    network: str | None = None


@dataclass(frozen=True, slots=True)
class Words:
    """What lines are called where neither a post nor a measure gives the words."""

    rest: str
    requests: Mapping[str, str]
    local: str = ""


def spread(amount: int, asked: Sequence[int]) -> tuple[list[int], int]:
    """Give each what it asked for, in order, until `amount` kroner are spent; returns the parts and what is left."""
    parts, left = [], amount
    for wanted in asked:
        part = min(wanted, left)
        parts.append(part)
        left -= part
    return parts, left


def lines_of_run(
    run_input: Mapping[str, Any],
    run_output: Mapping[str, Any],
    asks: Mapping[str, Sequence[Ask]],
    words: Words,
) -> dict[str, list[LineDraft]]:
    """The lines of each recipient's letter, by its id in the run; they add up to the run's `recipients`.

    `asks` holds each network's measures in priority order. Order of the lines: fixed posts, posts promised
    beforehand, individual measures, money for individual measures locally, collective measures. Raises KeyError
    when a request has no words.
    """
    lines: dict[str, list[LineDraft]] = {}
    for recipient, draft in (*_posts(run_input), *_individual(run_input, run_output, words)):
        lines.setdefault(recipient, []).append(draft)
    shared = {network["id"]: network for network in run_output["collective"]["networks"]}
    nothing = {"network_amount": 0, "universities": []}
    for name in (*shared, *(key for key in asks if key not in shared)):
        for recipient, collective in _collective(name, shared.get(name, nothing), asks.get(name, ()), words):
            lines.setdefault(recipient, []).extend(collective)
    return lines


def _posts(run_input: Mapping[str, Any]) -> Iterator[tuple[str, LineDraft]]:
    for kind, posts in (("fixed", run_input["fixed"]), ("committed", run_input["individual"]["committed"])):
        for post in posts:
            if post["recipient"] is not None:
                yield post["recipient"], LineDraft(kind, post["label"], post["amount"])


def _individual(
    run_input: Mapping[str, Any], run_output: Mapping[str, Any], words: Words
) -> Iterator[tuple[str, LineDraft]]:
    granted = {row["id"]: row["amount"] for row in run_output["individual"]["granted"]}
    for request in run_input["individual"]["requests"]:
        key = request["id"]
        yield (
            request["recipient"],
            LineDraft("individual", words.requests[key], granted.get(key, 0), request["amount"], request=key),
        )
    for row in run_output["individual"].get("local", ()):
        if row["amount"]:
            yield row["id"], LineDraft("committed", words.local, row["amount"])


def _collective(
    name: str, network: Mapping[str, Any], asks: Sequence[Ask], words: Words
) -> Iterator[tuple[str, list[LineDraft]]]:
    own = [(ask, ask.network_nok) for ask in asks]
    yield name, _spread_lines(name, network["network_amount"], own, words)
    amounts = {university["id"]: university["amount"] for university in network["universities"]}
    for key in dict.fromkeys((*amounts, *(key for ask in asks for key in ask.universities))):
        parts = [(ask, ask.universities[key]) for ask in asks if key in ask.universities]
        yield key, _spread_lines(name, amounts.get(key, 0), parts, words)


def _spread_lines(
    network: str, amount: int, asked: Sequence[tuple[Ask, int]], words: Words
) -> list[LineDraft]:
    parts, left = spread(amount, [wanted for _ask, wanted in asked])
    lines = [
        LineDraft("collective", ask.title, part, wanted, measure=ask.measure, network=network)
        for (ask, wanted), part in zip(asked, parts, strict=True)
    ]
    if left:
        lines.append(LineDraft("collective", words.rest, left, network=network))
    return lines
