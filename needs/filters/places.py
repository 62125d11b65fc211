"""Choices that come from what the list shows."""

from collections.abc import Sequence
from typing import Any

from networks.models import Round


def municipalities_in(kindergartens: Any) -> list[tuple[str, str]]:
    """The municipalities of the kindergartens in a queryset, as choices in the order of their numbers."""
    rows = (
        kindergartens.order_by("municipality__number")
        .values_list("municipality_id", "municipality__name_nb", "municipality__number")
        .distinct()
    )
    return [(str(key), name) for key, name, _number in rows]


def year_filter(filters: Any, round: Round, rounds: Sequence[Round]) -> None:
    """Let the filter `aar` offer the rounds, with the one that is shown chosen; left out when there is one only."""
    if len(rounds) < 2:
        del filters.filters["aar"]
        return
    filters.filters["aar"].extra["choices"] = [(str(r.grant_year), str(r.grant_year)) for r in rounds]
    filters.filters["aar"].extra["initial"] = str(round.grant_year)
