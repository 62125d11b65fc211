"""Pictures of money: by purpose, network, theme and year."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _

from common.money import kroner
from common.pictures import Picture, lines, stacked
from grants.models import LineKind
from reporting.queries.money import MoneyRow

K = TypeVar("K")


@dataclass
class Sum:
    """Whole kroner: given, and what the reports say of it."""

    granted: int = 0
    used: int = 0
    unspent: int = 0
    has_report: bool = False

    def add(self, row: MoneyRow) -> None:
        """One row more."""
        self.granted += row.granted_nok
        self.used += row.used_nok or 0
        self.unspent += row.unspent_nok or 0
        self.has_report |= row.used_nok is not None

    @property
    def parts(self) -> tuple[int, int, int]:
        """Used, unspent, and what no report tells of yet."""
        return self.used, self.unspent, max(self.granted - self.used - self.unspent, 0)


def sums_by(rows: Iterable[MoneyRow], of: Callable[[MoneyRow], K]) -> dict[K, Sum]:
    """The rows added up by what `of` says of them, in the order in which they come."""
    found: defaultdict[K, Sum] = defaultdict(Sum)
    for row in rows:
        found[of(row)].add(row)
    return dict(found)


def by_purpose(rows: Sequence[MoneyRow], years: str) -> Picture:
    """What the money was given for."""
    labels = dict(LineKind.choices)
    sums = sums_by(rows, lambda row: str(labels[row.purpose]))
    return _parted(
        sums, key="purpose", title=_("Money by purpose, %(years)s") % {"years": years}, header=_("Purpose")
    )


def by_network(rows: Sequence[MoneyRow], years: str) -> Picture:
    """Where the money works: in a network, or in a university's own posts."""
    sums = sums_by(rows, lambda row: row.network_name or row.recipient)
    return _parted(
        sums, key="network", title=_("Money by network, %(years)s") % {"years": years}, header=_("Network")
    )


def by_theme(rows: Sequence[MoneyRow], years: str) -> Picture:
    """What the collective measures are about."""
    collective = [row for row in rows if row.purpose == LineKind.COLLECTIVE]
    sums = sums_by(collective, lambda row: row.theme_name or _("Without a theme"))
    title = _("Money for collective measures by theme, %(years)s") % {"years": years}
    return _parted(sums, key="theme", title=title, header=_("Theme"))


def by_year(rows: Sequence[MoneyRow], title: str) -> Picture:
    """Given, used and unspent, year by year; nothing is known of use before a report is in."""
    sums = dict(sorted(sums_by(rows, lambda row: row.year).items()))
    series: list[tuple[str, list[int | None]]] = [
        (_("Granted"), [found.granted for found in sums.values()]),
        (_("Used"), [found.used if found.has_report else None for found in sums.values()]),
        (_("Unspent"), [found.unspent if found.has_report else None for found in sums.values()]),
    ]
    return lines(
        [str(year) for year in sums],
        series,
        key="years",
        title=title,
        text=_years_text(sums),
        point_header=_("Year"),
    )


def _years_text(sums: dict[int, Sum]) -> str:
    if not sums:
        return _("There is nothing to show yet.")
    first, last = min(sums), max(sums)
    if first == last:
        return _("%(amount)s was granted in %(year)s.") % {
            "amount": kroner(sums[first].granted),
            "year": first,
        }
    return _("From %(first)s in %(first_year)s to %(last)s in %(last_year)s; %(sum)s in all.") % {
        "first": kroner(sums[first].granted),
        "first_year": first,
        "last": kroner(sums[last].granted),
        "last_year": last,
        "sum": kroner(sum(found.granted for found in sums.values())),
    }


def _parted(sums: dict[str, Sum], *, key: str, title: str, header: str) -> Picture:
    ordered = sorted(sums.items(), key=lambda item: -item[1].granted)
    return stacked(
        [(label, found.parts) for label, found in ordered],
        key=key,
        title=title,
        text=_parted_text(ordered),
        label_header=header,
        part_headers=(_("Used"), _("Unspent"), _("Not reported yet")),
        total_header=_("In all, kr"),
    )


def _parted_text(ordered: list[tuple[str, Sum]]) -> str:
    if not ordered:
        return _("There is nothing to show yet.")
    whole = sum(found.granted for _label, found in ordered)
    return _("%(sum)s in all. Most went to %(most)s: %(amount)s. %(used)s is reported as used.") % {
        "sum": kroner(whole),
        "most": ordered[0][0],
        "amount": kroner(ordered[0][1].granted),
        "used": kroner(sum(found.used for _label, found in ordered)),
    }
