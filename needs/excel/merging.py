"""Compares what a workbook says with what stands in the portal, field by field, and says what would change.

What was not changed in the workbook is left as it stands; what two have changed is for a person to choose.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from common.drafts import Conflict, Shown, fingerprint, merge
from needs.excel import layout
from needs.excel.faults import Fault, need_fault, room_fault
from needs.excel.reading import Reading, Typed, is_empty
from needs.excel.state import State, carried_values
from needs.queries.workbook import Stand

BLANK = fingerprint(None)


@dataclass(frozen=True)
class Memory:
    """What a person's workbook held when it was last stored, and what stood then.

    `prints`: by object and field the fingerprints of (what the workbook said, what stood after); `new_needs`: which
    need an empty row became.
    """

    prints: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict)
    new_needs: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Choice:
    """What somebody has chosen for a field in conflict: their own, or the other's with this fingerprint."""

    is_mine: bool
    seen: str


@dataclass(frozen=True)
class Clash:
    """A field that two have changed, and what it belongs to."""

    key: str
    conflict: Conflict

    @property
    def name(self) -> str:
        """The field's name in the form in which one chooses."""
        return f"{self.key}.{self.conflict.key}"


@dataclass
class Outcome:
    """What storing a workbook would do.

    `changed` by object and field; `new` by the row's key; `removed`: keys of needs; `order`: keys of all needs that
    the workbook has, stored and new, when their order is the workbook's; `clashes`: what must be chosen first;
    `left_out`: changed cells that cannot be stored now, as (object, field); `kept`: fields that others have changed
    and the workbook has not.
    """

    changed: Typed = field(default_factory=dict)
    new: Typed = field(default_factory=dict)
    removed: list[int] = field(default_factory=list)
    order: list[str] | None = None
    clashes: list[Clash] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    became: dict[str, int] = field(default_factory=dict)
    """Which stored need a row for a new one turned out to be."""

    @property
    def is_nothing(self) -> bool:
        """Whether the portal already has all that the workbook says."""
        return not (self.changed or self.new or self.removed or self.order or self.clashes)


def compare(
    reading: Reading,
    state: State,
    stand: Stand,
    memory: Memory,
    choices: Mapping[str, Choice] | None = None,
) -> Outcome:
    """What storing the workbook would do now, after these choices."""
    return _Comparing(reading, state, stand, memory, choices or {}).outcome()


class _Comparing:
    def __init__(
        self,
        reading: Reading,
        state: State,
        stand: Stand,
        memory: Memory,
        choices: Mapping[str, Choice],
    ) -> None:
        self.reading, self.state, self.stand = reading, state, stand
        self.memory, self.choices = memory, choices
        self.stored = carried_values(stand)
        self.writable = {layout.assessment_key(pk) for pk in stand.writable}
        self.found = Outcome()

    def outcome(self) -> Outcome:
        for key, typed in self.reading.typed.items():
            if key.startswith("new:"):
                self._compare_new(key, typed)
            elif key.startswith("need:"):
                self._compare_need(key, typed)
            else:
                self._compare_fields(key, typed)
        self._compare_order()
        self._check_room()
        return self.found

    # --- fields --------------------------------------------------------------------------------------------

    def _shown(self, key: str, name: str) -> str:
        """What the workbook showed in a field when it was downloaded."""
        shown = self.state.shown.get(key)
        return shown.prints.get(name, BLANK) if shown else BLANK

    def _is_touched(self, key: str, name: str, value: Any, *, shown_as: str = "") -> bool:
        """Whether the field has been changed in the workbook, since the download and since it was last stored."""
        mine = fingerprint(value)
        stored_with = self.memory.prints.get(key, {}).get(name, [""])[0]
        return mine not in (self._shown(shown_as or key, name), stored_with)

    def _before(self, key: str, name: str, *, shown_as: str = "") -> str:
        """What the person last knew of a field: as it stood when they stored, or when they downloaded."""
        remembered = self.memory.prints.get(key, {}).get(name)
        return remembered[1] if remembered else self._shown(shown_as or key, name)

    def _compare_fields(self, key: str, typed: Mapping[str, Any], *, shown_as: str = "") -> None:
        stored = self.stored.get(key, {})
        touched = {n: v for n, v in typed.items() if self._is_touched(key, n, v, shown_as=shown_as)}
        if not self._is_open(key):
            self.found.left_out += [
                (key, n) for n, v in touched.items() if fingerprint(v) != fingerprint(stored.get(n))
            ]
            return
        same = {name for name in typed.keys() - touched.keys() if name in stored}
        self.found.kept += [
            (key, n) for n in sorted(same) if self._is_changed_by_others(key, n, stored[n], shown_as)
        ]
        gone = touched.keys() - stored.keys()
        self.found.left_out += [(key, name) for name in sorted(gone)]
        before = Shown(0, {name: self._before(key, name, shown_as=shown_as) for name in touched})
        self._merge(key, touched, stored, before)

    def _is_changed_by_others(self, key: str, name: str, stored: Any, shown_as: str) -> bool:
        return fingerprint(stored) not in (self._shown(shown_as or key, name), self._before(key, name))

    def _is_open(self, key: str) -> bool:
        return key in self.writable if key.startswith("assessment:") else self.stand.is_open

    def _merge(self, key: str, touched: Mapping[str, Any], stored: Mapping[str, Any], before: Shown) -> None:
        chosen = {name: choice for name in touched if (choice := self.choices.get(f"{key}.{name}"))}
        accepted = {name: choice.seen for name, choice in chosen.items() if choice.is_mine}
        left = {name for name, choice in chosen.items() if not choice.is_mine}
        typed = {name: value for name, value in touched.items() if name not in left}
        merged = merge(shown=before.accepting(accepted), typed=typed, stored=stored)
        if merged.changed:
            self.found.changed.setdefault(key, {}).update(merged.changed)
        self.found.clashes += [Clash(key, conflict) for conflict in merged.conflicts]

    # --- needs ---------------------------------------------------------------------------------------------

    def _compare_need(self, key: str, typed: dict[str, Any]) -> None:
        fields = {name: value for name, value in typed.items() if name != layout.ORDER}
        if key not in self.stored:
            if any(self._is_touched(key, name, value) for name, value in fields.items()):
                self._need_fault(key, gone=True)
        elif self._is_emptied(key, fields):
            self._remove(key)
        else:
            self._compare_fields(key, fields)

    def _is_emptied(self, key: str, fields: Mapping[str, Any]) -> bool:
        """Whether a row that had content is empty now; a row with a column missing is not."""
        written = {name for name in layout.NEED_COLUMNS if name != layout.ORDER}
        if not written <= fields.keys() or not is_empty(fields):
            return False
        return any(self._shown(key, name) != BLANK for name in written) and not is_empty(self.stored[key])

    def _remove(self, key: str) -> None:
        pk, stored = layout.number_in(key), self.stored[key]
        if pk in self.stand.measured:
            self._need_fault(key, gone=False)
            return
        is_as_shown = all(fingerprint(value) == self._before(key, name) for name, value in stored.items())
        theirs = "\n".join(str(stored[name]) for name in ("theme_other", "why", "goal") if stored[name])
        conflict = Conflict(layout.REMOVED, "", theirs)
        choice = self.choices.get(f"{key}.{layout.REMOVED}")
        if is_as_shown or (choice and choice.is_mine and choice.seen == conflict.print):
            self.found.removed.append(pk)
        elif not choice or choice.is_mine:
            self.found.clashes.append(Clash(key, conflict))

    def _need_fault(self, key: str, *, gone: bool) -> None:
        self.found.faults.append(need_fault(self.reading.places.get(key, ("", 0, 0)), gone=gone))

    def _compare_new(self, key: str, typed: dict[str, Any]) -> None:
        known = self.memory.new_needs.get(key)
        if known is not None and self._is_same_need(layout.need_key(known), typed):
            self._compare_known_new(key, layout.need_key(known), typed)
            return
        same = next(
            (k for k, v in self.stored.items() if k.startswith("need:") and _is_equal(typed, v)), None
        )
        if same is not None:
            self.found.became[key] = layout.number_in(same)
        elif self.stand.is_open:
            self.found.new[key] = typed

    def _compare_known_new(self, key: str, need: str, typed: dict[str, Any]) -> None:
        """A row that has been stored as a need before: the same file is uploaded again."""
        if need in self.stored:
            self.found.became[key] = layout.number_in(need)
            self._compare_fields(need, typed, shown_as=key)
        elif any(self._is_touched(need, name, value, shown_as=key) for name, value in typed.items()):
            self.found.new[key] = typed

    def _is_same_need(self, need: str, typed: Mapping[str, Any]) -> bool:
        """Whether a row is still about the need it became: one of its texts is as it was stored."""
        prints = self.memory.prints.get(need, {})
        texts = [name for name in layout.NEED_TEXTS if typed.get(name)]
        return any(fingerprint(typed[name]) == prints.get(name, [""])[0] for name in texts)

    # --- order ---------------------------------------------------------------------------------------------

    def _compare_order(self) -> None:
        """The workbook's order counts where it has been changed there, and where it has rows that are new."""
        keys = self._wanted_order()
        if not keys or not self.stand.is_open or not self._has_all_rows():
            return
        typed = [pk for key in keys if (pk := self._pk(key)) is not None]
        stored = self.stand.order
        last_typed, last_stored = self._order_known()
        is_touched = _among(typed, last_typed) != _among(last_typed, typed)
        is_others = _among(stored, last_stored) != _among(last_stored, stored)
        is_same = typed == _among(stored, typed)
        if is_same or (is_touched and (not is_others or self._has_chosen_order(typed, stored))):
            self.found.order = keys if self.found.new or not is_same else None

    def _has_chosen_order(self, typed: list[int], stored: list[int]) -> bool:
        """Whether the workbook's order is chosen; without a choice it must be made first."""
        conflict = Conflict(layout.ORDER, joined(typed), joined(stored))
        choice = self.choices.get(f"{layout.REPORT}.{layout.ORDER}")
        if choice is None or (choice.is_mine and choice.seen != conflict.print):
            self.found.clashes.append(Clash(layout.REPORT, conflict))
        return bool(choice and choice.is_mine and choice.seen == conflict.print)

    def _order_known(self) -> tuple[list[int], list[int]]:
        """The order that the workbook said, and the one that stood, when the person last knew of it."""
        remembered = self.memory.prints.get(layout.REPORT, {}).get(layout.ORDER)
        if remembered:
            return split(remembered[0]), split(remembered[1])
        shown = {key: int(name) for key, name in self.state.names.items() if key.startswith("need:")}
        order = [layout.number_in(key) for key in sorted(shown, key=lambda key: shown[key])]
        return order, order

    def _has_all_rows(self) -> bool:
        """Whether no row of a need has been deleted: then the rows that are left say nothing about the order."""
        shown = {key for key in self.state.names if key.startswith("need:") and key in self.stored}
        return shown <= self.reading.numbers.keys()

    def _pk(self, key: str) -> int | None:
        if key.startswith("need:"):
            return layout.number_in(key) if key in self.stored else None
        return self.found.became.get(key)

    def _wanted_order(self) -> list[str]:
        """The rows of needs that stay or come, by priority; among equals the new ones first, then as they stand."""
        removed = {layout.need_key(pk) for pk in self.found.removed}
        rows = [
            (number if number is not None else 1000, not key.startswith("new:"), place, key)
            for place, (key, number) in enumerate(self.reading.numbers.items())
            if key not in removed and (self._pk(key) is not None or key in self.found.new)
        ]
        return [key for _number, _is_old, _place, key in sorted(rows)]

    def _check_room(self) -> None:
        count = len(self.stand.needs) - len(self.found.removed) + len(self.found.new)
        if count > layout.MOST_NEEDS and self.found.new:
            last = list(self.found.new)[-1]
            self.found.faults.append(room_fault(self.reading.places.get(last, ("", 0, 0)), count))


def _is_equal(typed: Mapping[str, Any], stored: Mapping[str, Any]) -> bool:
    """Whether a row says exactly what a stored need does."""
    return all(fingerprint(value) == fingerprint(stored.get(name)) for name, value in typed.items())


def joined(order: Iterable[int]) -> str:
    """An order of needs as one text."""
    return ",".join(str(pk) for pk in order)


def split(order: str) -> list[int]:
    """The order that a text says."""
    return [int(pk) for pk in order.split(",") if pk]


def _among(order: list[int], others: list[int]) -> list[int]:
    return [pk for pk in order if pk in others]
