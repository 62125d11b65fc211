"""A draft that several write at once: what a page showed, what was typed, what stands, and what comes of it.

Each save is compared field by field. What only one side has changed is taken; a field that both have changed is
left as it stands, and both texts are given back so that a person can choose.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

LONGEST = 40_000
"""Characters in what a page says that it showed, at most."""
NOT_SAVED_YET = 0


def plain(value: Any) -> Any:
    """A field's value as it is compared: line breaks once, nothing as '', several as a sorted list of texts."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").strip()
    if isinstance(value, bool | int):
        return str(int(value))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Iterable):
        return sorted(str(getattr(item, "pk", item)) for item in value) or ""
    return str(getattr(value, "pk", value))


def fingerprint(value: Any) -> str:
    """Twelve signs that are equal for equal values."""
    text = json.dumps(plain(value), ensure_ascii=False)
    return sha256(text.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class Shown:
    """What a page or a workbook showed when the writing began: the version, and a fingerprint of each field."""

    version: int
    prints: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, values: Mapping[str, Any], version: int) -> "Shown":
        """What is shown to somebody who gets these values."""
        return cls(version, {key: fingerprint(value) for key, value in values.items()})

    @classmethod
    def read(cls, text: str) -> "Shown":
        """What a form or a workbook sends back. Anything else than what `text` wrote counts as nothing shown."""
        try:
            found = json.loads(text) if len(text) <= LONGEST else None
        except ValueError:
            found = None
        if not isinstance(found, dict) or not isinstance(found.get("fields"), dict):
            return cls(NOT_SAVED_YET)
        version = found.get("version")
        prints = {str(key): str(value) for key, value in found["fields"].items()}
        return cls(version if isinstance(version, int) else NOT_SAVED_YET, prints)

    @property
    def text(self) -> str:
        """As it stands in a hidden field."""
        return json.dumps({"version": self.version, "fields": dict(self.prints)}, separators=(",", ":"))

    def of_field(self, key: str) -> str:
        """The fingerprint of what was shown in a field; of nothing for a field that was not shown."""
        return self.prints.get(key, fingerprint(None))

    def accepting(self, prints: Mapping[str, str]) -> "Shown":
        """The same, after the writer has seen these newer values and chosen."""
        return Shown(self.version, {**self.prints, **prints})


@dataclass(frozen=True)
class Conflict:
    """A field that two have changed: what is typed, and what somebody else has saved."""

    key: str
    mine: Any
    theirs: Any

    @property
    def print(self) -> str:
        """The fingerprint of the other's value: who chooses has seen this one."""
        return fingerprint(self.theirs)


@dataclass(frozen=True)
class Merged:
    """What comes of a save: the values to store, and the fields that somebody must choose for."""

    changed: dict[str, Any]
    conflicts: list[Conflict]


def merge(*, shown: Shown, typed: Mapping[str, Any], stored: Mapping[str, Any]) -> Merged:
    """Compare what is typed with what stands, for each typed field that is among the stored ones.

    A field whose fingerprint the page does not give was not shown: it is taken only where nothing else stands.
    """
    changed: dict[str, Any] = {}
    conflicts = []
    for key, mine in typed.items():
        if key not in stored or plain(mine) == plain(stored[key]):
            continue
        before = shown.of_field(key)
        if fingerprint(mine) == before:
            continue
        if fingerprint(stored[key]) == before:
            changed[key] = mine
        else:
            conflicts.append(Conflict(key, mine, stored[key]))
    return Merged(changed, conflicts)


@dataclass(frozen=True)
class Saved:
    """How a draft stands after a save: its version, the fields' values, and what must be chosen."""

    version: int
    values: Mapping[str, Any]
    conflicts: list[Conflict] = field(default_factory=list)

    def shown(self, before: Shown, typed: Mapping[str, Any]) -> Shown:
        """What the page shows after this save of what was `typed` on it.

        A field that the writer has not touched keeps what it showed, also where somebody else has changed it: the
        page still shows the old text. So does a field in conflict, until somebody chooses.
        """
        open_keys = {conflict.key for conflict in self.conflicts}
        stands = {
            key: fingerprint(self.values[key])
            for key, mine in typed.items()
            if key in self.values and key not in open_keys and fingerprint(mine) != before.of_field(key)
        }
        return Shown(self.version, {**before.prints, **stands})
