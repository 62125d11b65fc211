"""The figures that a scenario weighs, as a snapshot: plain rows, and how two snapshots differ."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from grants.allocation_input import NetworkFacts, number
from grants.recipients import network_in, network_key

FIGURES = ("children", "staff", "kindergartens")

Snapshot = list[dict[str, Any]]


@dataclass(frozen=True)
class FigureChange:
    """One figure of a network, before and now; None where the network is not in the snapshot."""

    name: str
    figure: str
    before: Decimal | None
    now: Decimal | None


def snapshot_of(networks: Iterable[NetworkFacts]) -> Snapshot:
    """A row for each network, in the same order: {"network", "name", "children", "staff", "kindergartens"}."""
    return [
        {
            "network": network_key(facts.pk),
            "name": facts.name,
            "children": facts.children,
            "staff": str(number(facts.staff)),
            "kindergartens": facts.kindergartens,
        }
        for facts in networks
    ]


def facts_of(figures: Iterable[Mapping[str, Any]]) -> list[NetworkFacts]:
    """The networks of a snapshot, in its order; they ask for nothing yet."""
    return [
        NetworkFacts(
            pk=network_in(row["network"]) or 0,
            name=row["name"],
            children=row["children"],
            staff=Decimal(row["staff"]),
            kindergartens=row["kindergartens"],
        )
        for row in figures
    ]


def changes(before: Iterable[Mapping[str, Any]], now: Iterable[Mapping[str, Any]]) -> list[FigureChange]:
    """Every figure that differs, in the order of the newer snapshot; networks that are gone come last."""
    old, new = {row["network"]: row for row in before}, {row["network"]: row for row in now}
    found = []
    for key in [*new, *(key for key in old if key not in new)]:
        for figure in FIGURES:
            one, other = _figure(old.get(key), figure), _figure(new.get(key), figure)
            if one != other:
                found.append(FigureChange((new.get(key) or old[key])["name"], figure, one, other))
    return found


def _figure(row: Mapping[str, Any] | None, figure: str) -> Decimal | None:
    return None if row is None else Decimal(row[figure])
