"""Both names on a page: what a body or a place is called now, and what it was called before."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from networks.models import Kindergarten, Municipality, Organisation
from networks.queries.history import Former, former_names

Named = Kindergarten | Municipality | Organisation


def with_former(name: str, former: Sequence[Former]) -> str:
    """'Orkland (until 2019: Orkdal, Meldal)': the name now, and those before it, the last year first.

    The same name, as of a municipality that got a new number, is not said twice.
    """
    years: dict[int, list[str]] = {}
    for one in former:
        if one.name != name.split(" – ")[0]:
            years.setdefault(one.until, []).append(one.name)
    if not years:
        return name
    before = "; ".join(
        _("until %(year)s: %(names)s") % {"year": year, "names": ", ".join(dict.fromkeys(names))}
        for year, names in years.items()
    )
    return f"{name} ({before})"


def both_names(thing: Named) -> str:
    """What the thing is called now, and what it was called before. One statement."""
    return names_of([thing])[thing.pk]


def names_of(things: Iterable[Any]) -> dict[int, str]:
    """The same for many of one kind, by key, in one statement."""
    rows = list(things)
    if not rows:
        return {}
    former: Mapping[int, list[Former]] = former_names(type(rows[0]), (row.pk for row in rows))
    return {row.pk: with_former(str(row), former.get(row.pk, ())) for row in rows}
