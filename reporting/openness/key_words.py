"""The key of a round in words: the numbers it shares by, and what comes before it."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.money import grouped, kroner
from grants.queries.key_sums import KeySum, KeySums
from grants.queries.public_key import FIGURES, KeyNetwork, PublicKey, UniversityPart, exact_kroner
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

    The frame is told only where the round shows the sum of individual measures, and it is the calculation's own: the
    fixed posts are public, so that the frame less them would give that sum away, or what a correction gave one.
    """
    left = (_("Left for collective measures, which the networks share"), kroner(key.collective_nok))
    if year is None or year.individual_nok != key.individual_nok:
        return [left]
    rows = [(_("The county's frame"), kroner(key.frame_nok))]
    if key.frame_nok == key.fixed_nok + key.individual_nok + key.collective_nok:
        rows += [
            (_("Fixed posts, and what the County Governor holds"), kroner(-key.fixed_nok)),
            (_("Individual measures"), kroner(-key.individual_nok)),
        ]
    else:
        before = key.frame_nok - key.collective_nok
        rows.append(
            (_("Fixed posts, individual measures and what the County Governor holds"), kroner(-before))
        )
    return [*rows, left]


def rules_of(key: PublicKey, sums: KeySums) -> list[str]:
    """The key as sentences with the round's own amounts, in the order in which it is calculated by hand."""
    return [*_by_key(key), *_by_hand(key), *_at_request(key, sums), *_rounding(key, sums)]


def _by_key(key: PublicKey) -> list[str]:
    """What each network gets before anything else."""
    flat = Fraction(key.collective_nok) * Fraction(key.flat_percent) / 100
    names, rest = figure_names(), key.collective_nok - flat
    rules = []
    if flat:
        facts = {
            "percent": f"{plain(key.flat_percent)}{NBSP}%",
            "amount": exact_kroner(flat),
            "networks": len(key.networks),
            "each": exact_kroner(flat / len(key.networks)),
        }
        rules.append(
            _(
                "%(percent)s of it, %(amount)s, is shared equally among the %(networks)s networks. That is %(each)s "
                "each."
            )
            % facts
        )
    weights = {name: Fraction(key.weights[name]) for name in figures_read(key)}
    for name, weight in weights.items() if rest else ():
        amount = rest * weight / sum(weights.values())
        facts = {"amount": exact_kroner(amount), "figure": names[name].lower()}
        rules.append(
            _(
                "%(amount)s is shared by the number of %(figure)s. A network's part: %(amount)s × the network's "
                "number / the number of all networks."
            )
            % facts
        )
    return [*rules, _("The sum of these is the network's amount by the key.")]


def _by_hand(key: PublicKey) -> list[str]:
    if not key.has_overrides:
        return []
    if key.shares_rest_anew:
        return [_("Amounts set by hand are taken out first. The others share the rest in the same way.")]
    return [_("Amounts set by hand replace the key's own. The others keep what the key gives them.")]


def _at_request(key: PublicKey, sums: KeySums) -> list[str]:
    """What follows from requests that are smaller than what the key gives, and from amounts set by hand."""
    rules = []
    if key.cap_at_requested:
        rules.append(
            _(
                "No network gets more than it asked for. Those who would get more, get what they asked for. What is "
                "left is shared among the others, until nobody gets more than they asked for."
            )
        )
        if sums.at_request:
            names = {row.pk: row.name for row in key.networks}
            facts = {
                "names": ", ".join(names.get(row.network, "") for row in sums.at_request),
                "amount": kroner(sum(row.requested_nok for row in sums.at_request)),
            }
            rules.append(_("All that they asked for was given to: %(names)s. Together %(amount)s.") % facts)
    if sums.sharing and sums.left_nok != sums.total_nok:
        facts = {"left": kroner(sums.left_nok), "together": exact_kroner(sums.by_key_left)}
        rules.append(
            _(
                "Then %(left)s is left for the others. By the key they have %(together)s together. What each of them "
                "gets: its amount by the key × %(left)s / %(together)s."
            )
            % facts
        )
    return rules


def _rounding(key: PublicKey, sums: KeySums) -> list[str]:
    unit = kroner(key.round_to)
    rules = [
        _(
            "Each share is rounded down to a whole multiple of %(unit)s. What is then left goes, %(unit)s at a time, "
            "to those who lost most by the rounding; among equals to the one that comes first in the order."
        )
        % {"unit": unit}
    ]
    extra = sum(row.extra_nok for row in sums.sharing)
    if extra:
        facts = {"count": extra // key.round_to, "unit": unit}
        rules.append(_("This year that was %(count)s times %(unit)s.") % facts)
    if sums.not_given_nok:
        rules.append(_("%(amount)s is not given to any network.") % {"amount": kroner(sums.not_given_nok)})
    return rules


def steps_said(own: KeySum | None, sums: KeySums) -> dict[str, str]:
    """How one network's later steps are calculated, with its own numbers: by step."""
    if own is None:
        return {}
    if own.gets_request:
        asked = {"asked": kroner(own.requested_nok)}
        return {"cap": _("The network asked for %(asked)s, and gets no more.") % asked}
    facts = {
        "by_key": exact_kroner(own.by_key),
        "left": kroner(sums.left_nok),
        "together": exact_kroner(sums.by_key_left),
        "shared": exact_kroner(own.shared),
        "unit": kroner(own.unit),
        "rounded": kroner(own.rounded_nok),
        "lost": exact_kroner(own.remainder),
    }
    shared = (
        _(
            "%(left)s is left for those who do not get all that they asked for. By the key they have %(together)s "
            "together: %(by_key)s × %(left)s / %(together)s = %(shared)s."
        )
        % facts
    )
    rounding = _("%(shared)s rounded down to whole %(unit)s is %(rounded)s. %(lost)s is lost.") % facts
    if own.extra_nok:
        back = (
            _("The network is among those who lost most, and gets %(unit)s of what the rounding left.")
            % facts
        )
        rounding = f"{rounding} {back}"
    return {"cap": shared, "beside": shared, "rounding": rounding}


def university_rows(row: KeyNetwork, unit: int) -> list[dict[str, str]]:
    """How a network's amount is parted between its universities and itself, each with how it is calculated."""
    found = [_university_row(row, part, unit) for part in row.universities]
    kept = row.key_nok - sum(part.amount_nok for part in row.universities)
    return [*found, {"name": row.name, "how": _("The rest"), "amount": kroner(kept)}]


def _university_row(row: KeyNetwork, part: UniversityPart, unit: int) -> dict[str, str]:
    facts = {
        "amount": kroner(row.key_nok),
        "own": kroner(part.requested_nok),
        "all": kroner(row.requested_nok),
        "unit": kroner(unit),
    }
    how = (
        _("%(amount)s × %(own)s asked for / %(all)s asked for in all, rounded down to whole %(unit)s") % facts
    )
    return {"name": part.name, "how": how, "amount": kroner(part.amount_nok)}


def sum_rows(key: PublicKey, sums: KeySums) -> list[dict[str, str]]:
    """Each network's amount from the key to the end, in words."""
    return [_sum_row(row, sums.rows[row.pk]) for row in key.networks if row.pk in sums.rows]


def _sum_row(row: KeyNetwork, own: KeySum) -> dict[str, str]:
    is_rounded = own.is_sharing
    return {
        "name": row.name,
        "by_key": exact_kroner(own.by_key),
        "shared": exact_kroner(own.shared),
        "rounded": kroner(own.rounded_nok) if is_rounded else "",
        "lost": exact_kroner(own.remainder) if is_rounded else "",
        "amount": kroner(own.amount_nok),
    }


def totals_of(key: PublicKey) -> dict[str, Any]:
    """What all networks have together of each column of numbers."""
    return {
        "figures": [
            plain(sum((getattr(row, name) or Decimal(0) for row in key.networks), Decimal(0)))
            for name in figures_read(key)
        ],
        "requested": kroner(sum(row.requested_nok for row in key.networks)),
        "key_nok": kroner(sum(row.key_nok for row in key.networks)),
        "letters_nok": kroner(sum(row.letters_nok for row in key.networks)),
    }


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
    return (
        grouped(int(value))
        if value == int(value)
        else number_format(value.normalize(), use_l10n=True, force_grouping=True)
    )
