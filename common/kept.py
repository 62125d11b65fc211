"""What something said when it was sent: kept as plain data in numbered versions that never change.

The data says all that a reader needs without other rows: names as they were, texts as they stood. What the fields are
called is looked up when it is read, so that a version reads well in each language.

    content = kept(
        {"owner": "Lek & læring SA"},
        section("involvement", [row("staff_groups", codes=["heads"]), row("staff_involvement", text="…")]),
        section("need:12", [row("kindergartens", names=["Lekestua"])], kind="need", title="Language"),
    )
"""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Max, QuerySet

from common.models import ContentVersion

Content = dict[str, Any]


# --- Making a version -------------------------------------------------------------------------------------


def row(
    key: str,
    *,
    text: str | None = None,
    names: Iterable[str] | None = None,
    codes: Iterable[str] | None = None,
    label: str = "",
) -> Content:
    """One field: a text, names in their order, or codes that have words in each language.

    `label` only where the field's name is data (a theme, a criterion) and not known to the code.
    """
    found: Content = {"key": key}
    if label:
        found["label"] = label
    if codes is not None:
        return {**found, "codes": [str(code) for code in codes]}
    if names is not None:
        return {**found, "names": [str(name) for name in names]}
    return {**found, "text": (text or "").replace("\r\n", "\n").strip()}


def section(key: str, rows: Sequence[Content], *, title: str = "", kind: str = "") -> Content:
    """Fields that belong together. `key` stays the same from version to version.

    Sections of the same `kind` are numbered in their order ("Need 2: Language").
    """
    return {"key": key, "kind": kind, "title": title, "rows": list(rows)}


def kept(facts: Mapping[str, Any], *sections: Content) -> Content:
    """A whole content: what it is about, as names and numbers, and its sections."""
    return {"facts": dict(facts), "sections": list(sections)}


def keep_version(obj: models.Model, verb: str, content: Content, *, by: Any, now: datetime) -> ContentVersion:
    """Keep what `obj` says now as its next version, in the transaction that has moved or locked it.

    The number is one more than the last. Raises IntegrityError when two keep the same number at once, which the
    lock prevents.
    """
    about = {"content_type": ContentType.objects.get_for_model(obj), "object_id": obj.pk}
    last = ContentVersion.objects.filter(**about).aggregate(last=Max("number"))["last"] or 0
    return ContentVersion.objects.create(
        **about, number=last + 1, verb=verb, content=content, sha256=fingerprint(content), by=by, at=now
    )


def fingerprint(content: Content) -> str:
    """The SHA-256 of the content in its one canonical form: keys in order, no spaces, UTF-8."""
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()


# --- Reading versions -------------------------------------------------------------------------------------


def versions_of(obj: models.Model) -> QuerySet[ContentVersion]:
    """The versions of one object, oldest first, each with the person."""
    about = {"content_type": ContentType.objects.get_for_model(obj), "object_id": obj.pk}
    return ContentVersion.objects.filter(**about).select_related("by")


def last_version(obj: models.Model) -> ContentVersion | None:
    """The newest version, or None when nothing has been kept."""
    return versions_of(obj).last()


def is_intact(version: ContentVersion) -> bool:
    """Whether the content still is what was kept."""
    return fingerprint(version.content) == version.sha256


@dataclass(frozen=True)
class Words:
    """What keys are called, and what codes mean, in the language of now.

    `names` by key of a section, kind of a section, or key of a row; `codes` by key of a row.
    """

    names: Mapping[str, Any]
    codes: Mapping[str, Callable[[str], Any]] = field(default_factory=dict)

    def name(self, key: str) -> str:
        """The name of a key; the key itself where nobody has named it."""
        return str(self.names.get(key, key))


@dataclass(frozen=True)
class KeptRow:
    """A field to read: either `text`, or `names` when it holds several things."""

    key: str
    label: str
    text: str = ""
    names: tuple[str, ...] | None = None

    @property
    def words(self) -> str:
        """The field in one text."""
        return self.text if self.names is None else ", ".join(self.names)


@dataclass(frozen=True)
class KeptSection:
    """Fields to read. `number` is its place among those of its kind, 0 where it has none."""

    key: str
    title: str
    rows: tuple[KeptRow, ...]
    number: int = 0


def read_sections(content: Content, words: Words) -> list[KeptSection]:
    """The sections of a kept content, in its order, with names in the language of now."""
    seen: Counter[str] = Counter()
    found = []
    for kept_section in content.get("sections", []):
        kind = kept_section.get("kind", "")
        seen[kind] += 1
        found.append(
            KeptSection(
                key=kept_section["key"],
                title=_title(kept_section, seen[kind], words),
                rows=tuple(_read_row(kept_row, words) for kept_row in kept_section["rows"]),
                number=seen[kind] if kind else 0,
            )
        )
    return found


def _title(kept_section: Content, number: int, words: Words) -> str:
    kind, title = kept_section.get("kind", ""), kept_section.get("title", "")
    if not kind:
        return title or words.name(kept_section["key"])
    numbered = f"{words.name(kind)} {number}"
    return f"{numbered}: {title}" if title else numbered


def _read_row(kept_row: Content, words: Words) -> KeptRow:
    key = kept_row["key"]
    label = kept_row.get("label") or words.name(key)
    if "codes" in kept_row:
        read = words.codes.get(key, str)
        return KeptRow(key, label, names=tuple(str(read(code)) for code in kept_row["codes"]))
    if "names" in kept_row:
        return KeptRow(key, label, names=tuple(kept_row["names"]))
    return KeptRow(key, label, text=kept_row.get("text", ""))
