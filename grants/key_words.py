"""The inputs of an allocation in words: each number with what it is called."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.money import kroner
from grants.states import Leftover


def key_rows(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The frame and the key of an allocation's input, as (label, value) in the language of now."""
    individual, collective = data["individual"], data["collective"]
    weights = collective["weights"]
    leftover = Leftover(individual.get("leftover", Leftover.COLLECTIVE))
    return [
        (_("Frame"), kroner(data["frame"])),
        (_("At most for individual measures"), percent(individual["cap_percent"])),
        (_("What individual measures leave under the cap"), str(leftover.label)),
        (_("Shared equally among the networks"), percent(collective["flat_percent"])),
        (_("Weight on children"), plain(weights.get("children", 0))),
        (_("Weight on full-time equivalents"), plain(weights.get("staff", 0))),
        (_("Weight on kindergartens"), plain(weights.get("kindergartens", 0))),
        (_("Rounded to"), kroner(collective["round_to"])),
        (_("Nobody gets more than they ask for"), _("Yes") if collective["cap_at_requested"] else _("No")),
    ]


def percent(value: int | str | Decimal) -> str:
    """37.5 -> '37,5 %'."""
    return f"{plain(value)}\u00a0%"


def plain(value: int | str | Decimal) -> str:
    """A number without decimals that say nothing."""
    exact = Decimal(value)
    whole = exact.to_integral_value()
    return number_format(whole if exact == whole else exact.normalize(), use_l10n=True)
