"""What is in a decision basis, as plain data: what an approval is given to, and what is kept when it is sent."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.kept import Content, KeptRow, KeptSection, Words, kept, read_sections, row, section
from common.money import kroner
from needs.models import DecisionBasis, Measure
from needs.models.decision_basis import Contributor
from needs.models.terms import term_label
from networks.schemes import SCHEMES

SHORT = 80
"""Characters of a text that is quoted whole when it changes; a longer one is only named."""

ONE_OF = ("start", "years")
"""Fields with one code at most."""

NAMES = {
    "network": gettext_lazy("The network as a whole"),
    "measure": gettext_lazy("Measure"),
    "unanswered": gettext_lazy("Needs that no measure answers"),
    "overview": gettext_lazy("Overview of the needs"),
    "sami_perspectives": gettext_lazy("Sami perspectives"),
    "ppt_involvement": gettext_lazy("PPT and the competence boost"),
    "theme": gettext_lazy("Theme"),
    "needs": gettext_lazy("Needs it answers"),
    "goal": gettext_lazy("Goal"),
    "way_of_working": gettext_lazy("Way of working"),
    "participants": gettext_lazy("Participants"),
    "kindergartens": gettext_lazy("Start this year"),
    "start": gettext_lazy("Starts"),
    "years": gettext_lazy("Lasts"),
    "meeting_points": gettext_lazy("Meeting points"),
    "plan_goals": gettext_lazy("Goals in the plan"),
    "plan_goal": gettext_lazy("Link to the long-term plan"),
    "contributors": gettext_lazy("Contributors"),
    "other_institution": gettext_lazy("Other institution"),
    "network_amount": gettext_lazy("Amount for the network"),
}


def basis_content(basis: DecisionBasis) -> Content:
    """All that the basis says, read with its measures and free needs (`queries.basis_or_new`)."""
    measures = list(basis.measures.all())
    universities = {str(part["university"]): part["name"] for item in measures for part in item.parts}
    texts = ("overview", "sami_perspectives", "ppt_involvement")
    unanswered = [
        row(f"need:{need['pk']}", text=need["reason"], label=f"{need['owner_name']}: {need['theme'] or '–'}")
        for need in basis.free_needs
    ]
    return kept(
        {
            "network": basis.network.name,
            "year": basis.round.grant_year,
            "scheme": basis.round.scheme_key,
            "universities": universities,
        },
        section("network", [row(name, text=getattr(basis, name)) for name in texts]),
        *(_measure(measure) for measure in measures),
        *([section("unanswered", unanswered)] if unanswered else []),
    )


def _measure(measure: Measure) -> Content:
    texts = {item["key"]: item["text"] for item in measure.criterion_rows}
    start = [measure.start_on.isoformat()] if measure.start_on else []
    needs = [f"{need['owner_name']}: {need['theme'] or '–'}" for need in measure.need_rows]
    return section(
        f"measure:{measure.pk}",
        [
            row("theme", text=str(measure.theme or "")),
            row("needs", names=needs),
            row("goal", text=measure.goal),
            row("way_of_working", text=measure.way_of_working),
            row("participants", text=measure.participants),
            row("kindergartens", names=[item["name"] for item in measure.kindergarten_rows]),
            row("start", codes=start),
            row("years", codes=[str(measure.years)] if measure.years else []),
            row("meeting_points", text=measure.meeting_points),
            row("contributors", codes=measure.contributors),
            row("other_institution", text=measure.other_institution),
            row("plan_goals", names=[item["title"] for item in measure.goal_rows]),
            row("plan_goal", text=measure.plan_goal),
            row("network_amount", text=kroner(measure.network_amount_nok)),
            *(part for university in measure.parts for part in _university(university)),
            *(row(f"criterion:{key}", text=text) for key, text in texts.items()),
        ],
        kind="measure",
        title=measure.title,
    )


def _university(part: dict[str, Any]) -> Iterable[Content]:
    key = part["university"]
    yield row(f"amount:{key}", text=kroner(part["amount"]))
    yield row(f"days:{key}", text="" if part["days"] is None else str(part["days"]))
    yield row(f"faculty:{key}", text=part["faculty"])


def words_of(content: Content) -> Words:
    """What the fields of this content are called, in the language of now."""
    facts = content["facts"]
    names: dict[str, Any] = dict(NAMES)
    for key, name in facts["universities"].items():
        named = {"university": name}
        names[f"amount:{key}"] = _("Amount for %(university)s") % named
        names[f"days:{key}"] = _("Days from %(university)s") % named
        names[f"faculty:{key}"] = _("Academic staff from %(university)s") % named
    for criterion in SCHEMES[facts["scheme"]].criteria:
        names[f"criterion:{criterion.key}"] = criterion.label
    return Words(names, {"contributors": _contributor, "start": _start, "years": _years})


def words_of_all(contents: Iterable[Content]) -> Words:
    """The words of several contents together, so that their versions can be compared."""
    names: dict[str, Any] = dict(NAMES)
    codes: dict[str, Any] = {}
    for content in contents:
        found = words_of(content)
        names |= found.names
        codes |= found.codes
    return Words(names, codes)


def _contributor(code: str) -> Any:
    return Contributor(code).label


def _start(code: str) -> str:
    return term_label(date.fromisoformat(code))


def _years(code: str) -> str:
    return ngettext("%(n)s year", "%(n)s years", int(code)) % {"n": code}


def sections_of(content: Content) -> list[KeptSection]:
    """The content to read, in the language of now."""
    return read_sections(content, words_of(content))


def short_changes(before: Content, after: Content) -> list[str]:
    """What has changed, one sentence for each field: "Measure 2, amount for the network: 100 000 kr → 120 000 kr".

    Empty when both say the same.
    """
    old = {item.key: item for item in sections_of(before)}
    new = {item.key: item for item in sections_of(after)}
    found: list[str] = []
    for key, item in new.items():
        found += _changes_in(old[key], item) if key in old else [_came(item)]
    return found + [_went(item) for key, item in old.items() if key not in new]


def _came(item: KeptSection) -> str:
    if item.key == "unanswered":
        return _("%(what)s: new") % {"what": item.title}
    return _("New: %(what)s") % {"what": item.title}


def _went(item: KeptSection) -> str:
    return _("Removed: %(what)s") % {"what": item.title}


def _changes_in(old: KeptSection, new: KeptSection) -> list[str]:
    where = new.title.partition(":")[0] if new.number else new.title
    found = []
    if old.number != new.number:
        places = {"what": new.title.partition(": ")[2], "old": old.number, "new": new.number}
        found.append(_("“%(what)s” is moved from place %(old)s to place %(new)s") % places)
    before, after = old.title.partition(": ")[2], new.title.partition(": ")[2]
    if before != after:
        found.append(_line(where, _("title"), before, after))
    rows = {item.key: item for item in old.rows}
    for item in new.rows:
        earlier = rows.pop(item.key, None) or KeptRow(item.key, item.label)
        found += _row_change(where, earlier, item)
    return found + [_line(where, item.label, item.words, "") for item in rows.values() if item.words]


def _row_change(where: str, old: KeptRow, new: KeptRow) -> Sequence[str]:
    if old.words == new.words:
        return ()
    if new.names is not None and new.key not in ONE_OF:
        return [_list_change(where, new.label, old.names or (), new.names)]
    return [_line(where, new.label, old.words, new.words)]


def _list_change(where: str, label: str, old: Sequence[str], new: Sequence[str]) -> str:
    came = [name for name in new if name not in old]
    went = [name for name in old if name not in new]
    parts = [_("added %(names)s") % {"names": ", ".join(came)}] if came else []
    parts += [_("removed %(names)s") % {"names": ", ".join(went)}] if went else []
    return f"{where}, {_small(label)}: {'; '.join(parts)}"


def _line(where: str, label: str, before: str, after: str) -> str:
    if max(len(before), len(after)) > SHORT or "\n" in before + after:
        return _("%(where)s, %(field)s: rewritten") % {"where": where, "field": _small(label)}
    return f"{where}, {_small(label)}: {before or '–'} → {after or '–'}"


def _small(label: str) -> str:
    """A field's name within a sentence; names that begin with two capitals (PPT) stay as they are."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
