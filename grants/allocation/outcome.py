"""The answer of an allocation, field by field; amounts in whole kroner, lists sorted by id."""

from typing import NotRequired, TypedDict


class Amount(TypedDict):
    """A sum for one body."""

    id: str
    amount: int


class Granted(TypedDict):
    """A request granted whole."""

    id: str
    recipient: str
    amount: int


class Declined(TypedDict):
    """A request declined: the first that did not fit was stopped by `cap` or `frame`."""

    id: str
    reason: str


class IndividualOutcome(TypedDict):
    """`total` is committed and granted together.

    Only where the input says what becomes of it: `left` is the money under the cap that no request took. Only where
    it goes to the networks' local use: `local`, what each network gets of it.
    """

    cap: int
    committed: int
    total: int
    granted: list[Granted]
    declined: list[Declined]
    left: NotRequired[int]
    local: NotRequired[list[Amount]]


class Reason(TypedDict):
    """Why a network got its amount, as plain data for a sentence.

    `code` is `nothing_left` (no money for collective measures), `not_requested` (cut to 0, for it asked for
    nothing), `capped` (cut to what it asked for), `alone` (the only network), `key` (its share by the key),
    `key_and_rest` (also a part of what capped networks left), `overridden` (set by hand; `computed` is what the key
    alone gives) or `beside_overridden` (its share of `shared`, what amounts set by hand leave). `total` is the
    collective total; `entitlement` the network's share of it by the key before any cap, rounded down;
    `flat_percent` a decimal text; `figures` those that the key weighs.
    """

    code: str
    amount: int
    requested: int
    entitlement: int
    total: int
    networks: int
    flat_percent: str
    figures: list[str]
    computed: NotRequired[int]
    shared: NotRequired[int]


class NetworkOutcome(TypedDict):
    """`amount` includes the universities' parts; `capped` is true only where its request cut it.

    Only where the amount is set by hand: `overridden` is true, and `computed` is what the key alone gives.
    """

    id: str
    amount: int
    network_amount: int
    universities: list[Amount]
    capped: bool
    reason: Reason
    overridden: NotRequired[bool]
    computed: NotRequired[int]


class CollectiveOutcome(TypedDict):
    """What was there for the networks, what each got, and what could not be placed."""

    total: int
    networks: list[NetworkOutcome]
    unallocated: int


class Outcome(TypedDict):
    """Recipients, held and unallocated add up to the frame, always."""

    fixed_total: int
    held: int
    individual: IndividualOutcome
    collective: CollectiveOutcome
    recipients: list[Amount]
    unallocated: int
