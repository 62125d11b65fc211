"""Pictures of the needs that nothing came of."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from common.pictures import Picture, stacked
from reporting.queries.dashboard import Unanswered


def unanswered_pictures(
    rows: Sequence[Unanswered], *, is_decided: bool, address_of: Callable[[str, int], str]
) -> tuple[Picture, Picture]:
    """By theme and by network: needs in a measure with money, in one without, and in none.

    Before the letters are issued nobody knows of money, and the first two are one. `address_of` gives the list of
    the unanswered ones about a theme or in a network ("theme" or "network", and its key).
    """
    themes: dict[tuple[int | None, str], list[int]] = {}
    networks: dict[tuple[int | None, str], list[int]] = {}
    for row in rows:
        parts = _parts(row, is_decided)
        _add(themes, (row.theme, row.theme_name or _("Without a theme")), parts)
        _add(networks, (row.network or None, row.network_name), parts)
    return (
        _picture(themes, "theme", _("Needs by theme"), _("Theme"), is_decided, address_of),
        _picture(networks, "network", _("Needs by network"), _("Network"), is_decided, address_of),
    )


def _parts(row: Unanswered, is_decided: bool) -> list[int]:
    if is_decided:
        return [row.funded, row.without_money, row.without_measure]
    return [row.in_measure, row.without_measure]


def _add(
    found: dict[tuple[int | None, str], list[int]], key: tuple[int | None, str], parts: list[int]
) -> None:
    before = found.get(key) or [0] * len(parts)
    found[key] = [one + other for one, other in zip(before, parts, strict=True)]


def _picture(
    sums: dict[tuple[int | None, str], list[int]],
    kind: str,
    title: str,
    header: str,
    is_decided: bool,
    address_of: Callable[[str, int], str],
) -> Picture:
    ordered = sorted(sums.items(), key=lambda item: (-item[1][-1], -sum(item[1])))
    total, left = sum(sum(parts) for parts in sums.values()), sum(parts[-1] for parts in sums.values())
    without = sum(parts[1] for parts in sums.values()) if is_decided else 0
    headers = (
        (_("The measure got money"), _("The measure got no money"), _("No measure"))
        if is_decided
        else (_("In a measure"), _("No measure"))
    )
    return stacked(
        [(name, parts) for (_key, name), parts in ordered],
        key=f"needs-{kind}",
        title=title,
        text=_text(total, left, without, is_decided),
        label_header=header,
        part_headers=headers,
        total_header=_("In all"),
        addresses=[address_of(kind, key) if key else "" for (key, _name), _parts in ordered],
    )


def _text(total: int, left: int, without: int, is_decided: bool) -> str:
    if not total:
        return _("There is nothing to show yet.")
    said = _("%(left)s of %(total)s needs are in no measure.") % {"left": left, "total": total}
    if is_decided:
        said += " " + _("%(number)s are in measures that got no money.") % {"number": without}
    return said
