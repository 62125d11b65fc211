"""What the pages show of an allocation run: key figures, a row for each network, a picture. No queries."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from common.money import kroner
from common.pictures import Picture, bars
from grants.allocation_texts import explanation
from grants.models import AllocationRun
from grants.recipients import nomination_in


@dataclass(frozen=True)
class NetworkRow:
    """What a network gets for collective measures, and why."""

    name: str
    requested: int
    amount: int
    network_amount: int
    universities: list[tuple[str, int]]
    is_capped: bool
    why: str
    is_overridden: bool = False


@dataclass(frozen=True)
class RequestRow:
    """An individual measure by number and study."""

    number: int
    study: str
    network: str
    rank: int
    amount: int
    is_granted: bool
    reason: str


def kpis(run: AllocationRun) -> list[dict[str, Any]]:
    """The key figures on top."""
    output = run.output
    individual, collective = output["individual"], output["collective"]
    held, left = kroner(output["held"]), output["unallocated"]
    rows = [
        {"label": _("Frame"), "value": kroner(run.input["frame"]), "note": ""},
        {
            "label": _("Fixed posts"),
            "value": kroner(output["fixed_total"]),
            "note": _("%(amount)s of it is held by the County Governor") % {"amount": held},
        },
        {
            "label": _("Individual measures"),
            "value": kroner(individual["total"]),
            "note": _("at most %(amount)s") % {"amount": kroner(individual["cap"])},
        },
        {"label": _("Collective measures"), "value": kroner(collective["total"]), "note": ""},
    ]
    local = sum(row["amount"] for row in individual.get("local", ()))
    if local:
        rows.append({"label": _("For individual measures locally"), "value": kroner(local), "note": ""})
    if left:
        rows.append({"label": _("Not distributed"), "value": kroner(left), "note": ""})
    return rows


def network_rows(run: AllocationRun) -> list[NetworkRow]:
    """The networks in the order of their names."""
    asked = {row["id"]: row["requested"] for row in run.input["collective"]["networks"]}
    rows = [
        NetworkRow(
            name=name_in(run, row["id"]),
            requested=asked[row["id"]],
            amount=row["amount"],
            network_amount=row["network_amount"],
            universities=[(name_in(run, part["id"]), part["amount"]) for part in row["universities"]],
            is_capped=row["capped"],
            why=explanation(row["reason"]) if "reason" in row else row.get("explanation", ""),
            is_overridden=row.get("overridden", False),
        )
        for row in run.output["collective"]["networks"]
    ]
    return _as_in_names(run, rows)


def _as_in_names(run: AllocationRun, rows: list[NetworkRow]) -> list[NetworkRow]:
    places = {name_in(run, row["id"]): place for place, row in enumerate(run.input["collective"]["networks"])}
    return sorted(rows, key=lambda row: places[row.name])


def request_rows(run: AllocationRun) -> list[RequestRow]:
    """The individual measures in rank order."""
    declined = {row["id"]: row["reason"] for row in run.output["individual"]["declined"]}
    reasons = {
        "cap": _("Above the cap for individual measures"),
        "frame": _("No money left in the frame"),
    }
    return [
        RequestRow(
            number=nomination_in(row["id"]),
            study=name_in(run, row["id"]),
            network=name_in(run, row["recipient"]),
            rank=row["rank"],
            amount=row["amount"],
            is_granted=row["id"] not in declined,
            reason=reasons.get(declined.get(row["id"], ""), ""),
        )
        for row in sorted(run.input["individual"]["requests"], key=lambda row: (row["rank"], row["id"]))
    ]


def chart(run: AllocationRun) -> Picture:
    """What each recipient gets in all, the largest first."""
    rows = sorted(run.output["recipients"], key=lambda row: (-row["amount"], row["id"]))
    return bars(
        [(name_in(run, row["id"]), row["amount"]) for row in rows],
        key="recipients",
        title=_("What each recipient gets in all"),
        text=_(
            "One bar for each network and university: fixed posts, individual and collective measures together."
        ),
        label_header=_("Recipient"),
        value_header=_("Amount"),
    )


def name_in(run: AllocationRun, key: str) -> str:
    """What an id was called when the run was made."""
    return str(run.names.get(key, key))
