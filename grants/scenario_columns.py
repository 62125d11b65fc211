"""A scenario as a column beside others: its inputs in words, its sums, and what each network gets."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.dates import day
from grants.comparing import Side
from grants.key_words import key_rows
from grants.models import Scenario

LAST_YEAR = "i-fjor"
"""How an address names last year's amounts as the baseline."""


@dataclass(frozen=True)
class Column:
    """A scenario, what went into it and what came out."""

    scenario: Scenario
    data: Mapping[str, Any]
    outcome: Mapping[str, Any]

    @property
    def key(self) -> str:
        """How an address names the scenario."""
        return str(self.scenario.pk)

    @property
    def side(self) -> Side:
        """What each network gets for collective measures, the universities' parts included."""
        rows = self.outcome["collective"]["networks"]
        return Side(
            key=self.key,
            name=self.scenario.name,
            amounts={row["id"]: row["amount"] for row in rows},
            overridden=frozenset(row["id"] for row in rows if row.get("overridden")),
        )

    @property
    def inputs(self) -> list[tuple[str, str]]:
        """The inputs in words, the same rows for every scenario."""
        overrides = self.data["collective"].get("overrides", [])
        number = ngettext("%(count)s amount", "%(count)s amounts", len(overrides)) % {"count": len(overrides)}
        recomputes = self.data["collective"].get("recompute_rest", True)
        rest = _("The others share the rest") if recomputes else _("The others keep their amounts")
        figures = _("%(source)s, %(day)s") % {
            "source": self.scenario.figures_source,
            "day": day(self.scenario.figures_on),
        }
        return [
            *key_rows(self.data),
            (_("Set by hand"), number if overrides else _("None")),
            (_("When amounts are set by hand"), rest),
            (_("Figures"), figures),
        ]

    @property
    def sums(self) -> list[tuple[str, int]]:
        """Where the frame goes, in kroner, the same rows for every scenario; they add up to the frame."""
        output, individual = self.outcome, self.outcome["individual"]
        local = sum(row["amount"] for row in individual.get("local", []))
        networks = sum(row["amount"] for row in output["collective"]["networks"])
        return [
            (_("Collective measures"), networks),
            (_("Individual measures"), individual["total"]),
            (_("To the networks, for individual measures locally"), local),
            (_("Fixed posts to recipients"), output["fixed_total"] - self._held_posts),
            (_("Held by the County Governor"), output["held"]),
            (_("Not distributed"), output["unallocated"]),
        ]

    @property
    def _held_posts(self) -> int:
        return sum(row["amount"] for row in self.data["fixed"] if row["recipient"] is None)


def last_year_side(amounts: Mapping[str, int], year: int) -> Side:
    """Last year's collective amounts (by the networks' ids in a run) as a column."""
    return Side(key=LAST_YEAR, name=_("Last year (%(year)s)") % {"year": year}, amounts=amounts)


def names_in(columns: Sequence[Column]) -> dict[str, str]:
    """What the networks are called, in the order of the first scenario's figures."""
    found: dict[str, str] = {}
    for column in columns:
        for row in column.scenario.figures:
            found.setdefault(row["network"], row["name"])
    return found
