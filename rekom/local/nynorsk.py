"""Is every text of the letters that follow a body's written form there in nynorsk? Asked by
`python -m rekom.local.translations`.

Pages are in bokmål or English. Letters about what is owed, and grant letters, follow the written form of the body
that they are about; what nynorsk lacks would come in bokmål, in the middle of a letter.
"""

import ast
import re
from collections.abc import Iterable
from pathlib import Path

import polib

NYNORSK = Path("locale") / "nn" / "LC_MESSAGES" / "django.po"
LETTERS = (
    "templates/emails/base.html",
    "templates/emails/_",
    "templates/emails/rekom/",
    "templates/emails/networks/dispensation_",
    "templates/emails/networks/inquiry_",
    "templates/emails/grants/money_carried_over",
    "rekom/calendar.py",
    "rekom/planning/dues.py",
    "common/dates.py",
    "templates/documents/grant_letter.html",
    "grants/letters.py",
    "grants/letter_content.py",
    "grants/letter_labels.py",
    "templates/documents/correction_letter.html",
    "grants/correction_content.py",
    "templates/documents/payout_letter.html",
    "grants/payout_letters.py",
)
"""The beginnings of the paths whose texts go into the letters."""
LABELS = {"networks/states.py": "Duty", "networks/roles.py": "Role"}
"""Classes whose labels go into the letters."""
SCHEMES = "networks/schemes.py"
IN_GRANT_LETTERS = {"legal_basis", "purpose", "clauses", "grounds", "fixed_posts"}
"""What of a scheme is said in a grant letter."""
ASKED = {"report_questions"}
"""What of a scheme is asked in the written form of who answers."""
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%")


def find_problems(wanted: polib.POFile, nynorsk: polib.POFile, base: Path) -> list[str]:
    """One line for each text of the letters that is missing, fuzzy, half or at odds with its placeholders, and for
    each nynorsk text that no letter says any more. `base` is the folder of the code that `wanted` comes from.
    """
    labels = {place for path, name in LABELS.items() for place in _lines_of(base, path, name)}
    labels |= _lines_of_arguments(base, SCHEMES, IN_GRANT_LETTERS | ASKED)
    said = [entry for entry in wanted if _is_said(entry, labels)]
    there = {_key(entry): entry for entry in nynorsk if not entry.obsolete}
    problems = [f"{problem}: {entry.msgid!r}" for entry in said if (problem := _problem(entry, there))]
    unsaid = there.keys() - {_key(entry) for entry in said}
    return problems + [
        f"no letter says this in nynorsk any more: {msgid!r}" for _c, msgid, _p in sorted(unsaid)
    ]


def _is_said(entry: polib.POEntry, labels: set[tuple[str, str]]) -> bool:
    return any(path.startswith(LETTERS) or (path, line) in labels for path, line in entry.occurrences)


def _problem(entry: polib.POEntry, there: dict[tuple[str, str, str], polib.POEntry]) -> str:
    found = there.get(_key(entry))
    if found is None:
        return "missing in nynorsk"
    if found.fuzzy:
        return "fuzzy in nynorsk"
    if not found.translated():
        return "not translated to nynorsk"
    texts = found.msgstr_plural.values() if found.msgid_plural else [found.msgstr]
    return "" if _agree(entry, texts) else "other placeholders in nynorsk"


def _agree(entry: polib.POEntry, texts: Iterable[str]) -> bool:
    """One and many may leave out the number, as the English texts may."""
    allowed = [_placeholders(text) for text in (entry.msgid, entry.msgid_plural) if text]
    return all(_placeholders(text) in allowed for text in texts)


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))


def _key(entry: polib.POEntry) -> tuple[str, str, str]:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def _lines_of(base: Path, path: str, name: str) -> set[tuple[str, str]]:
    """The lines of a class, as gettext writes places. Raises StopIteration when the class is gone."""
    tree = ast.parse((base / path).read_text(encoding="utf-8"))
    found = next(node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == name)
    return {(path, str(line)) for line in range(found.lineno, (found.end_lineno or found.lineno) + 1)}


def _lines_of_arguments(base: Path, path: str, names: set[str]) -> set[tuple[str, str]]:
    """The lines of what is given as one of these named arguments, as gettext writes places."""
    tree = ast.parse((base / path).read_text(encoding="utf-8"))
    given = [node.value for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg in names]
    return {
        (path, str(line))
        for value in given
        for line in range(value.lineno, (value.end_lineno or value.lineno) + 1)
    }
