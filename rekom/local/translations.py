"""Is every text that the portal shows there in bokmål, and those of some letters in nynorsk?

Run: `python -m rekom.local.translations`. The texts are collected from the code as it stands, in a
copy, so the check changes no file.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from rekom.local import nynorsk

BASE = Path(__file__).resolve().parent.parent.parent
SOURCES = ("common", "networks", "needs", "grants", "reporting", "rekom", "templates")
KINDS = {".py", ".html", ".txt"}
BOKMÅL = Path("locale") / "nb" / "LC_MESSAGES" / "django.po"

Key = tuple[str, str, str]  # context, msgid, plural


def main() -> int:
    """Name each text that bokmål, or nynorsk where it is wanted, lacks, has only half, or calls uncertain.

    Returns 0 when there is none.
    """
    try:
        wanted = collected(BASE)
        problems = find_problems(wanted, polib.pofile(str(BASE / BOKMÅL)))
        problems += nynorsk.find_problems(wanted, polib.pofile(str(BASE / nynorsk.NYNORSK)), BASE)
    except (OSError, RuntimeError) as error:
        print(error)
        return 1
    for problem in problems:
        print(problem)
    return 1 if problems else 0


def collected(base: Path) -> polib.POFile:
    """All texts in the code under `base`. Raises RuntimeError with makemessages' own words when it fails."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in SOURCES:
            if (base / name).is_dir():
                shutil.copytree(base / name, copy / name, ignore=_only_sources)
        (copy / "locale").mkdir()
        environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
        done = subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "-l", "nb", "-e", "py,html,txt"],
            cwd=copy,
            env=environment,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            raise RuntimeError(done.stdout + done.stderr)
        return polib.pofile(str(copy / BOKMÅL))


def find_problems(wanted: polib.POFile, bokmål: polib.POFile) -> list[str]:
    """One line for each text that is missing, fuzzy or untranslated, in the order of the code."""
    there = {_key(entry): entry for entry in bokmål if not entry.obsolete}
    problems = []
    for entry in wanted:
        found = there.get(_key(entry))
        place = f"{entry.occurrences[0][0]}:{entry.occurrences[0][1]}" if entry.occurrences else "?"
        if found is None:
            problems.append(f"{place}: missing in bokmål: {entry.msgid!r}")
        elif found.fuzzy:
            problems.append(f"{place}: fuzzy in bokmål: {entry.msgid!r}")
        elif not found.translated():
            problems.append(f"{place}: not translated to bokmål: {entry.msgid!r}")
    return problems


def _key(entry: polib.POEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def _only_sources(folder: str, names: list[str]) -> list[str]:
    return [
        name
        for name in names
        if not (Path(folder) / name).is_dir() and Path(name).suffix not in KINDS or name == "__pycache__"
    ]


if __name__ == "__main__":
    sys.exit(main())
