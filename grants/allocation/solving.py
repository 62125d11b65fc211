"""The five rules in order: posts and individual measures, shares, caps, rounding, the universities' parts."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from grants.allocation.outcome import (
    Amount,
    CollectiveOutcome,
    Declined,
    Granted,
    IndividualOutcome,
    NetworkOutcome,
    Outcome,
    Reason,
)
from grants.allocation.problem import Collective, Network, Problem, Request, read_problem
from grants.allocation.shares import Shares, key_parts, share_beside, share_out

CAPPED = ("capped", "not_requested")


def allocate(data: object) -> Outcome:
    """Allocate a frame to the krone; the order of the input's rows changes nothing.

    `data` is the input file's content, with decimals as `Decimal` or text, never as float. The result has a
    `reason` in each network; `allocation_texts.with_explanations` turns it into the output's sentence.
    Raises AllocationError naming the first field that is wrong.
    """
    problem = read_problem(data)
    granted, declined = grant_requests(problem)
    kept = share_leftover(problem, granted)
    individual: IndividualOutcome = {
        "cap": problem.cap,
        "committed": problem.committed_total,
        "total": problem.committed_total + sum(request.amount for request in granted),
        "granted": [_granted(request) for request in sorted(granted, key=lambda request: request.id)],
        "declined": sorted(declined, key=lambda row: row["id"]),
    }
    if kept.left is not None:
        individual["left"] = kept.left
    if kept.local is not None:
        individual["local"] = kept.local
    total = problem.frame - problem.fixed_total - individual["total"] - kept.held - kept.local_total
    collective = share_collective(total, problem.collective)
    return {
        "fixed_total": problem.fixed_total,
        "held": kept.held + sum(post.amount for post in problem.fixed if post.recipient is None),
        "individual": individual,
        "collective": collective,
        "recipients": _recipients(problem, granted, collective["networks"], kept.local or ()),
        "unallocated": collective["unallocated"],
    }


def grant_requests(problem: Problem) -> tuple[list[Request], list[Declined]]:
    """Grant requests whole, by rank then id, until the first that does not fit; all from there are declined.

    All are declined with that first one's reason: the cap, asked first, or what is left of the frame.
    """
    room_in_cap = problem.cap - problem.committed_total
    room_in_frame = problem.frame - problem.fixed_total - problem.committed_total
    granted: list[Request] = []
    declined: list[Declined] = []
    reason = ""
    for request in sorted(problem.individual.requests, key=lambda request: (request.rank, request.id)):
        if not reason:
            reason = _obstacle(request.amount, room_in_cap, room_in_frame)
        if reason:
            declined.append({"id": request.id, "reason": reason})
            continue
        granted.append(request)
        room_in_cap -= request.amount
        room_in_frame -= request.amount
    return granted, declined


def _obstacle(amount: int, room_in_cap: int, room_in_frame: int) -> str:
    if amount > room_in_cap:
        return "cap"
    return "frame" if amount > room_in_frame else ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What individual measures leave under the cap (None: the input does not ask), and where it goes."""

    left: int | None = None
    held: int = 0
    local: list[Amount] | None = None

    @property
    def local_total(self) -> int:
        """What all the networks get for local use, in kroner."""
        return sum(row["amount"] for row in self.local or ())


def share_leftover(problem: Problem, granted: Sequence[Request]) -> Kept:
    """Hold what no request took under the cap, share it by the key for local use, or leave it to the collective.

    It is never more than the frame has. Shares are whole units and look at no request; what does not fill a unit,
    or has no network to go to, is left to the collective.
    """
    leftover, collective = problem.individual.leftover, problem.collective
    if leftover is None:
        return Kept()
    spent = problem.committed_total + sum(request.amount for request in granted)
    left = min(problem.cap - spent, problem.frame - problem.fixed_total - spent)
    if leftover == "held":
        return Kept(left, held=left)
    if leftover == "collective":
        return Kept(left)
    parts = key_parts(collective) if collective.networks else []
    amounts = share_out(left, parts, collective, caps=False).amounts if parts else ()
    rows: list[Amount] = [
        {"id": network.id, "amount": amount}
        for network, amount in zip(collective.networks, amounts, strict=True)
    ]
    return Kept(left, local=rows)


def _granted(request: Request) -> Granted:
    return {"id": request.id, "recipient": request.recipient, "amount": request.amount}


def share_collective(total: int, collective: Collective) -> CollectiveOutcome:
    """Share `total` kroner among the networks; with no networks all of it is unallocated."""
    rows = [
        _network_outcome(network, reason, collective.round_to)
        for network, reason in zip(collective.networks, _reasons(total, collective), strict=True)
    ]
    return {"total": total, "networks": rows, "unallocated": total - sum(row["amount"] for row in rows)}


def _reasons(total: int, collective: Collective) -> Iterator[Reason]:
    """What each network gets and why, in the networks' order."""
    if not collective.networks:
        return
    parts = key_parts(collective)
    all_parts = sum(parts)
    alone = share_out(total, parts, collective)
    shares = share_beside(total, parts, collective, alone)
    is_beside = bool(collective.overrides) and collective.recomputes_rest
    for index, network in enumerate(collective.networks):
        is_by_hand = network.id in collective.overrides
        reason: Reason = {
            "code": _code(index, network, total, collective, shares),
            "amount": shares.amounts[index],
            "requested": network.requested,
            "entitlement": total * parts[index] // all_parts,
            "total": total,
            "networks": len(parts),
            "flat_percent": _decimal_text(collective.flat_percent),
            "figures": [name for name, weight in collective.weights.items() if weight],
        }
        if is_by_hand:
            reason["computed"] = alone.amounts[index]
        elif is_beside:
            reason["shared"] = total - sum(collective.overrides.values())
        yield reason


def _code(index: int, network: Network, total: int, collective: Collective, shares: Shares) -> str:
    if network.id in collective.overrides:
        return "overridden"
    if index in shares.capped:
        return _capped_code(network)
    if collective.overrides and collective.recomputes_rest and total:
        return "beside_overridden"
    return _share_code(total, collective, shares)


def _capped_code(network: Network) -> str:
    return "capped" if network.requested else "not_requested"


def _share_code(total: int, collective: Collective, shares: Shares) -> str:
    if not total:
        return "nothing_left"
    if len(collective.networks) == 1:
        return "alone"
    return "key_and_rest" if shares.capped else "key"


def _decimal_text(number: Fraction) -> str:
    """An exact decimal without needless zeros: 37.5, 40."""
    return f"{Decimal(number.numerator) / Decimal(number.denominator):f}"


def _network_outcome(network: Network, reason: Reason, round_to: int) -> NetworkOutcome:
    """Each university gets its part of the amount, rounded down to units; the network keeps the rest."""
    amount = reason["amount"]
    universities: list[Amount] = [
        {"id": row.id, "amount": _university_part(amount, row.requested, network.requested, round_to)}
        for row in network.universities
    ]
    outcome: NetworkOutcome = {
        "id": network.id,
        "amount": amount,
        "network_amount": amount - sum(row["amount"] for row in universities),
        "universities": universities,
        "capped": reason["code"] in CAPPED,
        "reason": reason,
    }
    if "computed" in reason:
        outcome["overridden"], outcome["computed"] = True, reason["computed"]
    return outcome


def _university_part(amount: int, requested: int, all_requested: int, round_to: int) -> int:
    if not all_requested:
        return 0
    return amount * requested // (all_requested * round_to) * round_to


def _recipients(
    problem: Problem, granted: Sequence[Request], networks: Sequence[NetworkOutcome], local: Sequence[Amount]
) -> list[Amount]:
    """All posts added up per recipient, a post of 0 kroner too; what the governor holds is nobody's."""
    sums: Counter[str] = Counter()
    for post in problem.fixed + problem.individual.committed:
        if post.recipient is not None:
            sums[post.recipient] += post.amount
    for request in granted:
        sums[request.recipient] += request.amount
    for row in local:
        sums[row["id"]] += row["amount"]
    for network in networks:
        sums[network["id"]] += network["network_amount"]
        for university in network["universities"]:
            sums[university["id"]] += university["amount"]
    return [{"id": name, "amount": sums[name]} for name in sorted(sums)]
