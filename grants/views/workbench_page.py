"""What the workbench shows of a scenario: key figures, a row for each network, a picture. No queries."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import grouped, kroner
from common.pictures import Picture, bars
from grants.allocation import Outcome
from grants.allocation_texts import explanation
from grants.comparing import percent_of
from grants.key_words import plain, signed_percent
from grants.queries.scenario import LastYear
from grants.recipients import network_in
from grants.states import Leftover

MOST_BARS = 20


@dataclass(frozen=True)
class WorkRow:
    """What a network asks for and gets in a scenario, and how it differs from last year (None: no letter then)."""

    pk: int
    name: str
    facts: str
    requested: int
    amount: int
    last_year: int | None
    difference: int | None
    percent: str
    is_overridden: bool
    computed: int
    reason: str
    why: str


@dataclass(frozen=True)
class Sums:
    """The bottom row of the table."""

    requested: int
    amount: int
    last_year: int
    difference: int
    percent: str


def work_rows(
    figures: list[dict[str, Any]],
    data: Mapping[str, Any],
    outcome: Outcome,
    overrides: Mapping[int, str],
    last: LastYear,
) -> list[WorkRow]:
    """The networks in the order of the figures; those without figures come last. `overrides` are reasons by key."""
    asked = {row["id"]: row for row in data["collective"]["networks"]}
    got = {row["id"]: row for row in outcome["collective"]["networks"]}
    names = {row["network"]: row["name"] for row in figures}
    rows = []
    for key in [*(key for key in names if key in got), *(key for key in got if key not in names)]:
        row, pk = got[key], network_in(key) or 0
        before = last.amounts.get(key)
        difference = None if before is None else row["amount"] - before
        rows.append(
            WorkRow(
                pk=pk,
                name=names.get(key) or last.names.get(key, key),
                facts=_facts(asked[key]),
                requested=asked[key]["requested"],
                amount=row["amount"],
                last_year=before,
                difference=difference,
                percent=signed_percent(percent_of(difference, before))
                if before and difference is not None
                else "",
                is_overridden=row.get("overridden", False),
                computed=row.get("computed", row["amount"]),
                reason=overrides.get(pk, ""),
                why=explanation(row["reason"]),
            )
        )
    return rows


def _facts(row: Mapping[str, Any]) -> str:
    """The figures of a network in a line."""
    number = row["kindergartens"]
    parts = [
        ngettext("%(number)s kindergarten", "%(number)s kindergartens", number) % {"number": grouped(number)},
        _("%(number)s children") % {"number": grouped(row["children"])},
        _("%(number)s full-time positions") % {"number": plain(row["staff"])},
    ]
    return " · ".join(parts)


def sums(rows: list[WorkRow]) -> Sums:
    """The networks together, against last year's together."""
    amount, before = sum(row.amount for row in rows), sum(row.last_year or 0 for row in rows)
    difference = amount - before
    return Sums(
        requested=sum(row.requested for row in rows),
        amount=amount,
        last_year=before,
        difference=difference,
        percent=signed_percent(percent_of(difference, before)),
    )


def kpis(data: Mapping[str, Any], outcome: Outcome) -> list[dict[str, Any]]:
    """The key figures on top: where the frame goes."""
    individual, left = outcome["individual"], outcome["individual"].get("left", 0)
    local = sum(row["amount"] for row in individual.get("local", ()))
    held_posts = sum(row["amount"] for row in data["fixed"] if row["recipient"] is None)
    goes = Leftover(data["individual"]["leftover"])
    rows = [
        {"label": _("Frame"), "value": kroner(data["frame"])},
        {
            "label": _("Fixed posts"),
            "value": kroner(outcome["fixed_total"]),
            "note": _("%(amount)s of it is held by the County Governor") % {"amount": kroner(held_posts)},
        },
        {
            "label": _("Individual measures"),
            "value": kroner(individual["total"]),
            "note": _("at most %(amount)s") % {"amount": kroner(individual["cap"])},
        },
    ]
    if left:
        rows.append({"label": _("Left under the cap"), "value": kroner(left), "note": str(goes.label)})
    if local and local != left:
        rows.append({"label": _("For individual measures locally"), "value": kroner(local)})
    networks = sum(row["amount"] for row in outcome["collective"]["networks"])
    rows.append({"label": _("Collective measures"), "value": kroner(networks)})
    rows.append({"label": _("Not distributed"), "value": kroner(outcome["unallocated"])})
    return rows


def individual_line(outcome: Outcome) -> str:
    """The individual measures in short."""
    individual = outcome["individual"]
    granted, declined = len(individual["granted"]), len(individual["declined"])
    if not granted + declined:
        return _("No network has sent its list of individual measures yet.")
    facts = {"granted": granted, "all": granted + declined, "committed": kroner(individual["committed"])}
    if not individual["committed"]:
        return _("%(granted)s of %(all)s individual measures are funded.") % facts
    return (
        _("%(granted)s of %(all)s individual measures are funded. %(committed)s is promised beforehand.")
        % facts
    )


def chart(rows: list[WorkRow]) -> Picture:
    """What the networks get for collective measures, the largest first; of many the twenty largest."""
    largest = sorted(rows, key=lambda row: (-row.amount, row.name))[:MOST_BARS]
    title = _("What each network gets for collective measures")
    if len(rows) > MOST_BARS:
        title = _("The %(number)s networks that get most for collective measures") % {"number": MOST_BARS}
    return bars(
        [(row.name, row.amount) for row in largest],
        key="networks",
        title=title,
        text=_("One bar for each network, the universities' parts included."),
        label_header=_("Network"),
        value_header=_("Amount"),
    )
