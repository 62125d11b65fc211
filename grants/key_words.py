"""The inputs of an allocation in words: each number with what it is called."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.money import kroner
from grants.allocation_input import number
from grants.allocation_texts import FIGURES
from grants.states import Leftover


def key_rows(data: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The frame and the key of an allocation's input, as (label, value) in the language of now."""
    individual, collective = data["individual"], data["collective"]
    weights = collective["weights"]
    leftover = Leftover(individual.get("leftover", Leftover.COLLECTIVE))
    return [
        (_("Frame"), kroner(data["frame"])),
        (_("Most that may go to individual measures"), percent(individual["cap_percent"])),
        (_("What individual measures leave under the cap"), str(leftover.label)),
        (_("Part that is shared equally among the networks"), percent(collective["flat_percent"])),
        (_("Weight of children"), plain(weights.get("children", 0))),
        (_("Weight of full-time positions"), plain(weights.get("staff", 0))),
        (_("Weight of kindergartens"), plain(weights.get("kindergartens", 0))),
        (_("Rounded to"), kroner(collective["round_to"])),
        (_("No network gets more than it asks for"), _("Yes") if collective["cap_at_requested"] else _("No")),
    ]


def percent(value: int | str | Decimal) -> str:
    """37.5 -> '37,5 %'."""
    return f"{plain(value)}\u00a0%"


def signed_percent(value: Decimal | None) -> str:
    """12.5 -> '+12,5 %' with a real minus sign below nothing; an empty text for None."""
    if value is None:
        return ""
    sign = "+" if value > 0 else "\u2212" if value < 0 else ""
    return f"{sign}{number_format(abs(value), 1, use_l10n=True)}\u00a0%"


def exact(value: int | str | Decimal) -> int | Decimal:
    """A number of an allocation's input, whole where it is whole."""
    number = Decimal(value)
    whole = number.to_integral_value()
    return int(whole) if number == whole else number.normalize()


def plain(value: int | str | Decimal) -> str:
    """A number without decimals that say nothing."""
    return number_format(exact(value), use_l10n=True)


def decimal_words(value: int | Decimal) -> str:
    """A recorded decimal as people write it in Norway: '37,5'. What is kept reads the same in every language."""
    return str(number(value)).replace(".", ",")


def weights_in_words(key: Any) -> str:
    """The figures that a key (a budget or a scenario) weighs: 'children (1), kindergartens (0,5)'; '' for none."""
    weights = ((name, getattr(key, f"weight_{figure}")) for figure, name in FIGURES.items())
    return ", ".join(f"{name} ({decimal_words(weight)})" for name, weight in weights if weight)
