"""What the content of one cell means: texts, ticks, choices, whole numbers. Raises Unreadable with words."""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from common.documents.opening import Cell
from needs.excel.cells import carried
from needs.excel.faults import Unreadable

TICKS = {"x", "ja", "1", "✓", "✔", "yes"}
NAMED = 8
"""So many choices are named in a sentence."""

T = TypeVar("T")


def checked(cell: Cell) -> Cell:
    """The cell, when it holds what somebody has written. Formulas are refused, whatever they would give."""
    if cell.is_formula:
        raise Unreadable(
            _("There is a formula in the cell."), _("Write the text or the number itself, without a formula.")
        )
    if cell.is_error:
        raise Unreadable(_("There is an error from Excel in the cell."), _("Write the text anew."))
    return cell


def text(cell: Cell, longest: int) -> str:
    """The text, no longer than `longest` characters."""
    found: str = carried(checked(cell).text)
    if len(found) > longest:
        numbers = {"length": number_format(len(found)), "longest": number_format(longest)}
        raise Unreadable(
            _("The text is too long: %(length)s characters.") % numbers,
            _("Shorten it to %(longest)s characters.") % numbers,
        )
    return found


def tick(cell: Cell) -> bool:
    """Whether the cell is ticked: an x, or nothing."""
    found = checked(cell).text.casefold()
    if found and found not in TICKS:
        raise Unreadable(
            _("The cell says “%(text)s”.") % {"text": short(cell.text)},
            _("Write x, or leave the cell empty."),
        )
    return bool(found)


def choice(cell: Cell, options: Iterable[tuple[T, str]]) -> T | None:
    """The option whose words stand in the cell, whatever the case and the spaces; None for an empty cell."""
    found = plain_words(checked(cell).text)
    if not found:
        return None
    known = list(options)
    for value, label in known:
        if plain_words(label) == found:
            return value
    raise Unreadable(_("The list does not have “%(text)s”.") % {"text": short(cell.text)}, one_of(known))


def term(cell: Cell, options: Iterable[tuple[date, str]]) -> date | None:
    """The half-year whose words stand in the cell; a date that begins one is understood as well."""
    known = list(options)
    days = {day for day, _label in known}
    if checked(cell).day in days:
        return cell.day
    for day in days:
        if cell.text in (f"{day:%d.%m.%Y}", day.isoformat()):
            return day
    for day, label in known:
        if _is_short_for(cell.text, label):
            return day
    return choice(cell, known)


def _is_short_for(words: str, label: str) -> bool:
    """Whether 'høst 2027' is short for 'Høsten 2027'."""
    parts, wanted = plain_words(words).split(), plain_words(label).split()
    if len(parts) != len(wanted):
        return False
    return all(len(part) > 2 and full.startswith(part) for part, full in zip(parts, wanted, strict=True))


def years(cell: Cell, options: Iterable[tuple[int, str]]) -> int | None:
    """One to three years: the words of the list, or the number alone."""
    known = list(options)
    for value, _label in known:
        if checked(cell).text == str(value):
            return value
    return choice(cell, known)


def whole(cell: Cell, highest: int) -> int | None:
    """A whole number from 1, also when it stands as text; None for an empty cell."""
    found = checked(cell).text
    if not found:
        return None
    if not (found.isascii() and found.isdigit() and len(found) < 6 and 1 <= int(found) <= highest):
        raise Unreadable(
            _("The cell says “%(text)s”.") % {"text": short(cell.text)},
            _("Write a whole number from 1 to %(highest)s, or leave the cell empty.") % {"highest": highest},
        )
    return int(found)


def one_of(options: Iterable[tuple[object, str]]) -> str:
    """'Choose from the list: a; b; c'; a long list is cut."""
    labels = [label for _value, label in options]
    named = "; ".join(labels[:NAMED]) + (" …" if len(labels) > NAMED else "")
    return _("Choose from the list: %(choices)s") % {"choices": named}


def plain_words(words: str) -> str:
    """Words as they are compared: one space between, no case."""
    return " ".join(words.split()).casefold()


def short(words: str, length: int = 40) -> str:
    """The beginning of what somebody has written, on one line."""
    line = " ".join(words.split())
    return line if len(line) <= length else f"{line[:length].rstrip()} …"
