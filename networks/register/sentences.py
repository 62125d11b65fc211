"""What the page says about what was wrong in a file, what was left out of it, and why a row is proposed."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from common.numbers import org_number_text

FAULTS = {
    "no_unit": gettext_lazy("This is no unit of the register. It is left out."),
    "missing": gettext_lazy("%(value)s is missing. The unit is left out."),
    "wrong_type": gettext_lazy("The value is of the wrong kind (%(value)s). The unit is left out."),
    "org_number": gettext_lazy("%(value)s is not an organisation number. The unit is left out."),
    "owner_number": gettext_lazy(
        "The owner's number %(value)s is not an organisation number. The unit is left out."
    ),
    "too_long": gettext_lazy("The name is too long (%(value)s …). The unit is left out."),
    "area_number": gettext_lazy("The number of the place is wrong (%(value)s). The unit is left out."),
    "both_kinds": gettext_lazy("The unit is said to be both public and private. It is left out."),
    "children": gettext_lazy("%(value)s children cannot be right. The unit is left out."),
    "twice": gettext_lazy("%(value)s stands more than once. The first one counts."),
    "unreadable": gettext_lazy("This file cannot be read. It is left out."),
    "unknown_place": gettext_lazy(
        "%(value)s: the county had no such municipality then. The unit is left out."
    ),
    "owner_not_named": gettext_lazy(
        "%(value)s: the register says another kind of owner than the portal, but the file does not name the owner."
    ),
}
"""Codes of `Fault` → sentence, with `value`."""

LEFT_OUT = {
    "family": ngettext_lazy("%(n)s family kindergarten", "%(n)s family kindergartens", "n"),
    "open": ngettext_lazy("%(n)s open kindergarten", "%(n)s open kindergartens", "n"),
    "excluded": ngettext_lazy(
        "%(n)s unit that the directorate has excluded", "%(n)s units that the directorate has excluded", "n"
    ),
    "idle": ngettext_lazy(
        "%(n)s unit that does not report figures to the state (inactive in BASIL)",
        "%(n)s units that do not report figures to the state (inactive in BASIL)",
        "n",
    ),
    "inactive": ngettext_lazy(
        "%(n)s unit that is no longer active", "%(n)s units that are no longer active", "n"
    ),
    "no_kindergarten": ngettext_lazy(
        "%(n)s unit that is not a kindergarten", "%(n)s units that are not kindergartens", "n"
    ),
    "taken": ngettext_lazy(
        "%(n)s kindergarten that stands in another county in the portal",
        "%(n)s kindergartens that stand in another county in the portal",
        "n",
    ),
    "without_number": ngettext_lazy(
        "%(n)s kindergarten in the portal without an organisation number, not found by name",
        "%(n)s kindergartens in the portal without an organisation number, not found by name",
        "n",
    ),
    "not_in_file": ngettext_lazy(
        "%(n)s kindergarten in the portal that the file says nothing about; it stays as it is",
        "%(n)s kindergartens in the portal that the file says nothing about; they stay as they are",
        "n",
    ),
}
"""Reasons why units or kindergartens are left out → words, with `n`."""

REASONS = {
    "inactive": gettext_lazy("The register says that it is no longer active."),
    "no_kindergarten": gettext_lazy("The register says that it is no longer a kindergarten."),
    "moved_out": gettext_lazy("The register has it in another county."),
    "missing": gettext_lazy("It is not in the file, which has the others of its municipality."),
    "open_again": gettext_lazy("It is closed in the portal, but open in the register."),
}
"""Why a kindergarten is proposed closed, or opened again."""

FIELDS = {
    "name": gettext_lazy("Name"),
    "org_number": gettext_lazy("Organisation number"),
    "owner": gettext_lazy("Owner"),
    "place": gettext_lazy("Municipality"),
    "children": gettext_lazy("Children"),
}
"""What can differ, in the order in which it is shown."""


def fault_sentence(fault: Mapping[str, Any]) -> str:
    """Where it is, and what is wrong: "side1.json, number 14: …"."""
    said = str(FAULTS[fault["code"]]) % {"value": fault["value"]}
    if not fault["number"]:
        return f"{fault['file']}: {said}" if fault["file"] else said
    where = _("number %(number)s in the list") % {"number": fault["number"]}
    return f"{fault['file']}, {where}: {said}" if fault["file"] else f"{where}: {said}"


def left_out_words(code: str, n: int) -> str:
    """How many were left out, and why."""
    return str(LEFT_OUT[code] % {"n": n})


def value_words(field: str, values: Mapping[str, Any]) -> str:
    """One value as the page shows it: an owner with its number, children with their year."""
    value, number = values.get(field), org_number_text(values.get("owner_number") or "")
    if value in (None, ""):
        return number or "–" if field == "owner" else "–"
    more = {
        "owner": number,
        "children": values.get("year"),
        "place": values.get("municipality"),
    }
    return f"{value} ({more[field]})" if more.get(field) else str(value)
