"""Says in words what storing a workbook would do: which things, which fields, from what to what."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from needs.excel import layout, words
from needs.excel.merging import Clash, Outcome, split
from needs.excel.reading import Typed
from needs.excel.values import short
from needs.queries.workbook import Stand

LENGTH = 160
"""So much of a text stands in the list of what changes."""
THINGS = 60
"""So many kindergartens and needs stand in the list; the rest are counted."""


@dataclass(frozen=True)
class Change:
    """One field: what it is called, what stands, what would stand."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class Thing:
    """One need, one assessment, or the owner's own answers, and what changes in it."""

    title: str
    changes: list[Change] = field(default_factory=list)


@dataclass(frozen=True)
class Preview:
    """What would change, in the order in which it is shown."""

    report: list[Change]
    new: list[Thing]
    changed: list[Thing]
    removed: list[str]
    order: list[str]
    assessments: list[Thing]

    @property
    def texts(self) -> int:
        """How many fields of assessments change."""
        return sum(len(thing.changes) for thing in self.assessments)

    @property
    def unlisted(self) -> int:
        """How many assessments are counted only."""
        return max(0, len(self.assessments) - THINGS)

    @property
    def listed(self) -> list[Thing]:
        """The assessments that are listed."""
        return self.assessments[:THINGS]


@dataclass(frozen=True)
class Choose:
    """A field that two have changed, with both texts in full."""

    name: str
    label: str
    mine: str
    theirs: str
    seen: str


class Telling:
    """Knows what things and fields are called, in the reader's language."""

    def __init__(self, stand: Stand) -> None:
        self.stand = stand
        self.stored = stand.values
        self.needs = {need.pk: need for need in stand.needs}
        places = [*stand.kindergartens, *stand.others]
        self.kindergartens = {kindergarten.pk: kindergarten.name for kindergarten in places}
        themes = [*stand.themes_for_needs, *stand.used_themes.values()]
        self.themes = {theme.pk: theme.name for theme in themes}
        self.lists: dict[str, Mapping[Any, str]] = {
            "theme": self.themes,
            "start_on": dict(words.starts(stand)),
            "years": dict(words.durations()),
            "ppt_part": dict(words.ppt_parts()),
        }

    def preview(self, outcome: Outcome) -> Preview:
        """What would change."""
        changed = outcome.changed
        return Preview(
            report=self._changes(layout.REPORT, changed.get(layout.REPORT, {})),
            new=[Thing(self._title(typed), self._written(typed)) for typed in outcome.new.values()],
            changed=self._things(changed, "need:"),
            removed=[self.title(layout.need_key(pk)) for pk in outcome.removed],
            order=self._order(outcome),
            assessments=self._things(changed, "assessment:"),
        )

    def choose(self, clash: Clash) -> Choose:
        """Both texts of a field that two have changed."""
        key, conflict = clash.key, clash.conflict
        if conflict.key == layout.REMOVED:
            theirs = "\n".join(filter(None, [self.title(key), conflict.theirs]))
            mine = _("You have emptied the row: the need is removed.")
        else:
            mine, theirs = (self.value(conflict.key, value) for value in (conflict.mine, conflict.theirs))
        label = f"{self.title(key)}: {self.label(conflict.key)}"
        return Choose(clash.name, label, mine, theirs, conflict.print)

    def where(self, fields: list[tuple[str, str]]) -> list[str]:
        """'Lekestua: Språk, lek og miljø' for each field."""
        return [f"{self.title(key)}: {self.label(name)}" for key, name in fields]

    def title(self, key: str) -> str:
        """What an object is called."""
        if key == layout.REPORT:
            return _("The owner's answers")
        number = layout.number_in(key)
        if key.startswith("assessment:"):
            return self.kindergartens.get(number, _("A kindergarten that is no longer yours"))
        place = self.stand.order.index(number) + 1 if number in self.needs else 0
        return _("Need %(number)s: %(title)s") % {"number": place, "title": self._need(number)}

    def label(self, name: str) -> str:
        """What a field is called."""
        if name.startswith("theme_") and name != "theme_other":
            return self.themes.get(int(name.removeprefix("theme_")), "")
        return str(words.LABELS.get(name, name))

    def value(self, name: str, value: Any) -> str:
        """A field's value as people read it."""
        if name == layout.ORDER:
            titles = [self._need(pk) for pk in split(value) if pk in self.needs]
            return "\n".join(f"{number}. {title}" for number, title in enumerate(titles, start=1))
        if name == layout.GROUPS:
            names = dict(words.groups())
            return ", ".join(names[group] for group in value)
        if name == "kindergartens":
            return ", ".join(sorted(self.kindergartens.get(pk, "") for pk in value))
        if name in self.lists:
            return self.lists[name].get(value, "")
        return str(value)

    def _things(self, changed: Typed, kind: str) -> list[Thing]:
        keys = [key for key in changed if key.startswith(kind)]
        return [Thing(self.title(key), self._changes(key, changed[key])) for key in keys]

    def _changes(self, key: str, values: Mapping[str, Any]) -> list[Change]:
        stored = self.stored.get(key, {})
        return [
            Change(
                self.label(name),
                short(self.value(name, stored.get(name, "")), LENGTH),
                short(self.value(name, value), LENGTH),
            )
            for name, value in values.items()
        ]

    def _written(self, typed: Mapping[str, Any]) -> list[Change]:
        shown = ((name, self.value(name, value)) for name, value in typed.items() if value)
        return [Change(self.label(name), "", short(text, LENGTH)) for name, text in shown]

    def _title(self, typed: Mapping[str, Any]) -> str:
        """A new need's title: its own words, else its theme, else how its text begins."""
        own = str(typed.get("theme_other", "")) or self.themes.get(typed.get("theme") or 0, "")
        return own or _beginning(typed.get("why") or typed.get("goal"))

    def _need(self, pk: int) -> str:
        """A stored need's title."""
        need = self.needs.get(pk)
        return (need.title or _beginning(need.why or need.goal)) if need else ""

    def _order(self, outcome: Outcome) -> list[str]:
        """The titles in their new order; nothing when the new ones only come last."""
        keys = outcome.order or []
        stay = [layout.need_key(pk) for pk in self.stand.order if pk not in outcome.removed]
        became = {key: layout.need_key(pk) for key, pk in outcome.became.items()}
        if [became.get(key, key) for key in keys] == [*stay, *outcome.new]:
            return []
        return [
            self._title(outcome.new[key])
            if key in outcome.new
            else self._need(outcome.became.get(key) or layout.number_in(key))
            for key in keys
        ]


def _beginning(text: Any) -> str:
    return short(str(text), 60) if text else _("without a theme")
