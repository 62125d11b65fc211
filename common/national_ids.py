"""National identity numbers are never stored: this finds them in what people type."""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from stdnum.no import fodselsnummer

ELEVEN = re.compile(r"(?<![0-9])[0-9](?:[\s.\-\u2010-\u2015]{0,3}[0-9]){10}(?![0-9])")
NOT_DIGITS = re.compile(r"[^0-9]")


def holds_national_id(text: str) -> bool:
    """Whether eleven digits in the text, with or without spaces between, have the control digits of such a number."""
    return any(_is_national_id(NOT_DIGITS.sub("", found)) for found in ELEVEN.findall(text))


def _is_national_id(digits: str) -> bool:
    first, second = fodselsnummer.calc_check_digit1(digits), fodselsnummer.calc_check_digit2(digits)
    return digits[-2:] == f"{first}{second}"


def sentence() -> str:
    """What is said to somebody who has written one."""
    return _("This looks like a national identity number. Never write one in the portal. Take it away.")


def fields_with_national_id(typed: Mapping[str, Any]) -> list[str]:
    """The names of the typed texts in which such a number stands."""
    return [name for name, value in typed.items() if isinstance(value, str) and holds_national_id(value)]


class NoNationalIds:
    """A form that refuses such a number in any text, at the field where it stands. Put it before the form class."""

    cleaned_data: dict[str, Any]
    add_error: Any

    def clean(self) -> dict[str, Any]:
        """Say it at each field."""
        found = super().clean() or self.cleaned_data  # type: ignore[misc]  # -- the form class comes after
        for name in fields_with_national_id(found):
            self.add_error(name, sentence())
        return dict(self.cleaned_data)
