"""The key of a round in words: the numbers it shares by, and what comes before it."""

from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.money import grouped, kroner
from grants.queries.public_key import FIGURES, KeyNetwork, PublicKey
from reporting.queries.open_grants import OpenYear

NBSP = "\u00a0"


def figure_names() -> dict[str, str]:
    """What the figures of the key are called."""
    return {
        "children": _("Children"),
        "staff": _("Full-time positions"),
        "kindergartens": _("Kindergartens"),
    }


def figures_read(key: PublicKey) -> list[str]:
    """The figures that the key weighs."""
    return [name for name in FIGURES if key.weights[name]]


def before_the_key(key: PublicKey, year: OpenYear | None) -> list[tuple[str, str]]:
    """From the frame to what the networks share: (what, amount in words).

    Individual measures stand by themselves only where the round shows their sum, and it is the calculation's own;
    else they are part of one sum, so that nobody can work out a small number.
    """
    rest = key.frame_nok - key.fixed_nok - key.individual_nok - key.collective_nok
    is_split = year is not None and year.individual_nok == key.individual_nok and not rest
    rows = [(_("The county's frame"), kroner(key.frame_nok))]
    if is_split:
        rows += [
            (_("Fixed posts, and what the County Governor holds"), kroner(-key.fixed_nok)),
            (_("Individual measures"), kroner(-key.individual_nok)),
        ]
    else:
        before = key.frame_nok - key.collective_nok
        rows.append(
            (_("Fixed posts, individual measures and what the County Governor holds"), kroner(-before))
        )
    return [*rows, (_("Left for collective measures, which the networks share"), kroner(key.collective_nok))]


def rules_of(key: PublicKey) -> list[str]:
    """The key as sentences, in the order in which it is calculated."""
    names, read = figure_names(), figures_read(key)
    weights = ", ".join(f"{names[name].lower()} ({plain(key.weights[name])})" for name in read)
    rules = []
    if key.flat_percent:
        facts = {"percent": f"{plain(key.flat_percent)}{NBSP}%", "networks": len(key.networks)}
        rules.append(_("%(percent)s is shared equally among the %(networks)s networks.") % facts)
    if read and key.flat_percent < 100:
        rules.append(
            _(
                "The rest is parted by weight: %(weights)s. Each part is shared by the figure: a network's figure "
                "divided by the figure of all networks."
            )
            % {"weights": weights}
        )
    if key.cap_at_requested:
        rules.append(
            _(
                "No network gets more than it asked for. What is left by that is shared among the others in the same "
                "way, until nobody gets more than they asked for."
            )
        )
    if key.has_overrides and key.shares_rest_anew:
        rules.append(_("Amounts set by hand are taken out first. The others share the rest in the same way."))
    elif key.has_overrides:
        rules.append(_("Amounts set by hand replace the key's own. The others keep what the key gives them."))
    unit = {"unit": kroner(key.round_to)}
    rules.append(
        _(
            "Each share is rounded down to a whole multiple of %(unit)s. What is then left goes, %(unit)s at a time, "
            "to those who lost most by the rounding; among equals to the one that comes first in the order."
        )
        % unit
    )
    return rules


def network_rows(key: PublicKey) -> list[dict[str, Any]]:
    """One row for each network: its figures, what it asked for, and what it got, in words."""
    return [_network_row(key, row) for row in key.networks]


def _network_row(key: PublicKey, row: KeyNetwork) -> dict[str, Any]:
    names = figure_names()
    return {
        "pk": row.pk,
        "order": row.order,
        "name": row.name,
        "figures": [{"name": names[name], "shown": plain(getattr(row, name))} for name in figures_read(key)],
        "requested": kroner(row.requested_nok),
        "by_hand": "" if row.set_by_hand_nok is None else kroner(row.set_by_hand_nok),
        "key_nok": kroner(row.key_nok),
        "letters_nok": kroner(row.letters_nok),
        "is_changed": row.key_nok != row.letters_nok,
    }


def plain(value: Any) -> str:
    """A number without decimals that say nothing; grouped by thousands."""
    if value is None:
        return ""
    return grouped(int(value)) if value == int(value) else number_format(value.normalize(), use_l10n=True)
