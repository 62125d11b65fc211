"""What a kind of letter is called, and a plainly fictional context to show it with."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

Context = Mapping[str, Any]


@dataclass(frozen=True)
class Letter:
    """One kind of letter: its name for staff, and a function that makes the sample in the active language."""

    label: str | Promise
    sample: Callable[[], Context]


YEAR = 2030
PERSON = "Prøve Person"
COLLEAGUE = "Lise Lekeland"
KINDERGARTEN = "Lekestua barnehage"
OWNER = "Lek & læring SA"
NETWORK = "Prøvenettverket"
UNIVERSITY = "Prøve høgskole"
DUE_AT = "2029-12-01T22:59:59+00:00"
SENT_AT = "2029-11-20T11:00:00+00:00"
NEEDS = ["Språk & samspill på småbarnsavdelingen", "Leken i et mangfoldig fellesskap"]
COMMENT = "Skriv litt mer om hva personalet skal bli bedre på.\nResten er fint."
"""Everything in a sample is made up. The ampersands show that a text is not spoilt on its way into a letter."""
