"""From an uploaded file to units: JSON, one unit per line, or a zip of such files. Nothing in it is trusted.

Sizes, numbers and expansion are bounded; a place that is wrong is named and skipped; a file that is no register is
refused with a sentence.
"""

import io
import json
import lzma
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from networks.register.units import Fault, Unit, UnitFault, plain, unit_from

ZIP = b"PK\x03\x04"
END_OF_ZIP = b"PK\x05\x06"
LARGEST_MEMBER = 10 * 1024 * 1024
"""Bytes of one file inside a zip, unpacked."""
LARGEST_WHOLE = 60 * 1024 * 1024
"""Bytes of all files of a zip together, unpacked. The whole register with details is about 20 MB."""
LARGEST_DIRECTORY = 4 * 1024 * 1024
MOST_FILES = 20_000
MOST_UNITS = 40_000
"""The whole register has about 16,000 units."""
MOST_FAULTS = 200
"""So many are named; the others are counted."""
LONGEST_FILE_NAME = 80


class RegisterFileError(Exception):
    """The file as a whole cannot be used. `str()` is a sentence to the user."""


class Page(NamedTuple):
    """What a page says of itself: its number, how many pages there are, and how many units in all."""

    number: int
    pages: int
    units: int


@dataclass
class Register:
    """What a file holds: the units by number, what is wrong in it, and whether its pages are all there."""

    units: dict[str, Unit] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    fault_count: int = 0
    read: int = 0
    named: set[str] = field(default_factory=set)
    """The numbers of units that were skipped: they stand in the file, so nobody may think they are gone."""
    pages: list[Page] = field(default_factory=list)
    on_pages: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether every page that the pages speak of is there, with every unit."""
        counts = {(page.pages, page.units) for page in self.pages}
        if len(counts) != 1:
            return False
        pages, units = counts.pop()
        return {page.number for page in self.pages} == set(range(1, pages + 1)) and self.on_pages == units

    def add_fault(self, fault: Fault) -> None:
        """Name what is wrong, or count it when there is too much."""
        self.fault_count += 1
        if len(self.faults) < MOST_FAULTS:
            self.faults.append(fault)

    def add(self, raw: Any, file: str, number: int) -> None:
        """Take one unit, or name what is wrong with it. Raises RegisterFileError when there are too many."""
        self.read += 1
        if self.read > MOST_UNITS:
            raise RegisterFileError(_too_many())
        try:
            unit = unit_from(raw)
        except UnitFault as fault:
            self.add_fault(Fault(fault.code, file, number, fault.value))
            self._remember(raw)
            return
        known = self.units.get(unit.org_number)
        if known and known.is_detailed == unit.is_detailed:
            self.add_fault(Fault("twice", file, number, unit.org_number))
            return
        self.units[unit.org_number] = known.completed_by(unit) if known else unit

    def _remember(self, raw: Any) -> None:
        if isinstance(raw, Mapping):
            found = [value for key, value in raw.items() if str(key).lower() == "organisasjonsnummer"]
            self.named.update(value for value in found if isinstance(value, str))


def read_register(name: str, content: bytes) -> Register:
    """The units of a file of at most 10 MB. Raises RegisterFileError with a sentence when it is no register."""
    if not content:
        raise RegisterFileError(_("The file is empty."))
    found = Register()
    if content.startswith(ZIP):
        for member, inner in _members(content):
            _read_member(found, member, inner)
    else:
        file = plain(name)[:LONGEST_FILE_NAME]
        for number, value in _values(content):
            _take(found, value, file, number)
    if not found.units:
        raise RegisterFileError(_no_register(found))
    return found


def _read_member(found: Register, name: str, content: bytes) -> None:
    """A file of a zip; one that cannot be read is named, the others count."""
    try:
        for number, value in _values(content):
            _take(found, value, name, number)
    except _Unreadable:
        found.add_fault(Fault("unreadable", name))


def _no_register(found: Register) -> str:
    if found.read:
        return _(
            "No unit in the file can be read. It must be a file from the national kindergarten register."
        )
    return _("The file has no units. It must be a file from the national kindergarten register.")


def _too_many() -> str:
    return _(
        "The file has more units than the national kindergarten register has. It cannot be that register."
    )


# --- What is in one file ------------------------------------------------------------------------------------


class _Unreadable(RegisterFileError):
    """The text is not JSON."""


def _values(content: bytes) -> Iterator[tuple[int, Any]]:
    """The file's values with their line: one, or one on each line."""
    text = _text(content)
    try:
        yield 0, _parse(text)
    except _Unreadable:
        lines = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
        if len(lines) < 2 or _line(lines[0][1]) is None:
            raise
        for number, line in lines:
            yield number, _line(line)


def _text(content: bytes) -> str:
    try:
        return content.decode(json.detect_encoding(content), errors="strict")
    except (UnicodeDecodeError, LookupError) as error:
        raise _Unreadable(_not_json()) from error


def _parse(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _Unreadable(_not_json()) from error


def _line(line: str) -> Any:
    """The value on one line; None where there is none."""
    try:
        return _parse(line)
    except _Unreadable:
        return None


def _not_json() -> str:
    return _("The file must be JSON from the national kindergarten register, or a zip of such files.")


def _take(found: Register, value: Any, file: str, number: int) -> None:
    """A page, a unit, or a list of either. `number` is the line, 0 when the value is the whole file."""
    if isinstance(value, list):
        for place, one in enumerate(value, 1):
            _take_one(found, one, file, place)
    else:
        _take_one(found, value, file, number or 1)


def _take_one(found: Register, value: Any, file: str, number: int) -> None:
    listed = _of(value, "enhetliste")
    if listed is None:
        found.add(value, file, number)
        return
    if not isinstance(listed, list):
        found.add_fault(Fault("wrong_type", file, number, "EnhetListe"))
        return
    page = Page(*(_count(_of(value, key)) for key in ("sidenummer", "antallsider", "totaltantallenheter")))
    found.pages.append(page)
    found.on_pages += len(listed)
    before = f"{file}, " if file else ""
    name = f"{before}{_('page %(number)s') % {'number': page.number}}" if page.number else file
    for place, one in enumerate(listed, 1):
        found.add(one, name, place)


def _of(value: Any, key: str) -> Any:
    if not isinstance(value, Mapping):
        return None
    return next((inner for name, inner in value.items() if str(name).lower() == key), None)


def _count(value: Any) -> int:
    """A whole number of a sensible size; 0 for anything else."""
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return value if is_number and 0 <= value <= 1_000_000 else 0


# --- Zip ----------------------------------------------------------------------------------------------------


def _members(content: bytes) -> Iterator[tuple[str, bytes]]:
    """The JSON files of a zip, one at a time. Raises RegisterFileError for one that is broken or too large."""
    end = content.rfind(END_OF_ZIP)
    directory = int.from_bytes(content[end + 12 : end + 16], "little") if end >= 0 else 0
    if end < 0 or directory > LARGEST_DIRECTORY:
        raise RegisterFileError(_broken())
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            yield from _unpacked(packed)
    except (
        zipfile.BadZipFile,
        zlib.error,
        lzma.LZMAError,
        ValueError,
        OverflowError,
        EOFError,
        OSError,
    ) as error:
        raise RegisterFileError(_broken()) from error
    except (NotImplementedError, RuntimeError) as error:  # packed in a strange way, or with a password
        raise RegisterFileError(
            _("The zip file cannot be opened. Pack it anew, without a password.")
        ) from error


def _unpacked(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    members = [one for one in packed.infolist() if not one.is_dir() and _is_ours(one.filename)]
    if len(members) > MOST_FILES:
        raise RegisterFileError(_too_large())
    left = LARGEST_WHOLE
    for one in members:
        limit = min(LARGEST_MEMBER, left)
        with packed.open(one) as file:
            inner = file.read(limit + 1)  # what the zip says of its sizes is not believed
        if len(inner) > limit:
            raise RegisterFileError(_too_large())
        left -= len(inner)
        yield plain(one.filename)[-LONGEST_FILE_NAME:], inner


def _is_ours(name: str) -> bool:
    """Files that are made to be read; not what machines add beside them ("__MACOSX/._side1.json")."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return last.lower().endswith((".json", ".jsonl", ".ndjson", ".txt")) and not last.startswith(".")


def _broken() -> str:
    return _("The zip file is broken. Pack it anew, and try again.")


def _too_large() -> str:
    return _("The zip file holds too much. Pack the files from the national kindergarten register alone.")
