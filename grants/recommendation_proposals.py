"""What the secretary can begin with: texts of a recommendation, collected from the networks' sent bases and the run.

Plain rows in, plain texts out, in the language that the recommendation is written in.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.money import kroner
from grants.key_words import key_rows
from needs.models import LONG_TEXT

LEFT_OUT = "…"


@dataclass(frozen=True, kw_only=True)
class MeasureFacts:
    """A measure of a sent basis: who takes part, for how long, and which criteria it says something about."""

    network: str
    title: str
    theme: str = ""
    kindergartens: int = 0
    owners: Sequence[str] = ()
    universities: Sequence[str] = ()
    start: str = ""
    years: int | None = None
    criteria: frozenset[str] = field(default_factory=frozenset)


def proposed_texts(
    measures: Sequence[MeasureFacts], criteria: Iterable[tuple[str, Any]], run: Any, *, dissent: str
) -> dict[str, str]:
    """A proposal for each text of the recommendation; empty where there is nothing to collect.

    `criteria` are the scheme's as (key, label), `run` the allocation run or None, `dissent` what the minutes say.
    """
    found = {
        "priorities": _priorities(measures),
        "criteria_met": _criteria(measures, criteria),
        "cooperation": _cooperation(measures),
        "split": _split(run) if run is not None else "",
        "dissent": dissent,
    }
    return {name: clipped(text) for name, text in found.items()}


def clipped(text: str, most: int = LONG_TEXT) -> str:
    """The text, cut at a whole line where it is too long, with a mark that says so."""
    if len(text) <= most:
        return text
    kept = text[: most - len(LEFT_OUT) - 1].rpartition("\n")[0]
    return f"{kept}\n{LEFT_OUT}"


def _priorities(measures: Sequence[MeasureFacts]) -> str:
    """Each network's measures in its own order: who takes part, with whom, from when and how long."""
    parts = []
    for network, rows in _by_network(measures).items():
        lines = [f"{place}. {_described(row)}" for place, row in enumerate(rows, start=1)]
        parts.append("\n".join([network, *lines]))
    return "\n\n".join(parts)


def _described(row: MeasureFacts) -> str:
    facts = [
        ngettext("%(count)s kindergarten", "%(count)s kindergartens", row.kindergartens)
        % {"count": row.kindergartens}
    ]
    if row.universities:
        facts.append(_("with %(partners)s") % {"partners": ", ".join(row.universities)})
    if row.start:
        facts.append(_("start %(term)s") % {"term": row.start})
    if row.years:
        facts.append(ngettext("%(count)s year", "%(count)s years", row.years) % {"count": row.years})
    return f"{row.title}: {', '.join(facts)}."


def _criteria(measures: Sequence[MeasureFacts], criteria: Iterable[tuple[str, Any]]) -> str:
    """For each criterion how many measures say how they meet it, and which do not."""
    return "\n".join(_criterion(measures, key, str(label)) for key, label in criteria) if measures else ""


def _criterion(measures: Sequence[MeasureFacts], key: str, label: str) -> str:
    silent = [f"{row.title} ({row.network})" for row in measures if key not in row.criteria]
    facts = {"label": label, "number": len(measures) - len(silent), "total": len(measures)}
    if not silent:
        return _("%(label)s: all %(total)s measures say how.") % facts
    said = _("%(label)s: %(number)s of %(total)s measures say how.") % facts
    return said + " " + _("Not said: %(measures)s.") % {"measures": ", ".join(silent)}


def _cooperation(measures: Sequence[MeasureFacts]) -> str:
    """For each network the owners whose kindergartens take part, and the universities."""
    parts = []
    for network, rows in _by_network(measures).items():
        owners = _once(name for row in rows for name in row.owners)
        universities = _once(name for row in rows for name in row.universities)
        lines = [network]
        lines += [_("Owners: %(names)s.") % {"names": ", ".join(owners)}] if owners else []
        lines += [_("Universities: %(names)s.") % {"names": ", ".join(universities)}] if universities else []
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _split(run: Any) -> str:
    """The sums of the run: what comes before the key, what is shared by it, and how it is parted."""
    output: Mapping[str, Any] = run.output
    networks = output["collective"]["networks"]
    own = sum(row["network_amount"] for row in networks)
    lines = [
        (_("Fixed posts"), output["fixed_total"]),
        (_("Individual measures"), output["individual"]["total"]),
        (_("Collective measures"), output["collective"]["total"]),
        (_("of it to the networks"), own),
        (_("of it to the universities"), sum(row["amount"] for row in networks) - own),
        (_("Not distributed"), output["unallocated"]),
    ]
    texts = [f"{label}: {kroner(amount)}" for label, amount in lines if amount]
    return "\n".join([*texts, "", *(f"{label}: {value}" for label, value in key_rows(run.input))])


def _by_network(measures: Iterable[MeasureFacts]) -> dict[str, list[MeasureFacts]]:
    found: dict[str, list[MeasureFacts]] = {}
    for row in measures:
        found.setdefault(row.network, []).append(row)
    return found


def _once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
