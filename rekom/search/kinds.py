"""The kinds of things that can be found, in the order in which they are shown, and the search over them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from rekom.search.asked import Asked, allows_likeness
from rekom.search.found import Found, Provider
from rekom.search.providers import grants, life, needs, people, places, reports


@dataclass(frozen=True)
class Kind:
    """One kind: its key in the address, its heading, and who finds it. `is_named`: found also by what is like it."""

    key: str
    label: Any
    find: Provider
    is_named: bool = True


KINDS: tuple[Kind, ...] = (
    Kind("barnehager", _("Kindergartens"), places.kindergartens),
    Kind("eiere", _("Owners and services"), places.owners),
    Kind("nettverk", _("Networks"), places.networks),
    Kind("kommuner", _("Municipalities"), places.municipalities),
    Kind("uh", _("Universities and university colleges"), places.universities),
    Kind("personer", _("People"), people.people),
    Kind("studenter", _("Students"), people.students),
    Kind("brev", _("Grant letters"), grants.letters),
    Kind("betalinger", _("Payments"), grants.payments),
    Kind("utbetalinger", _("Payouts"), grants.payouts),
    Kind("behov", _("Needs"), needs.needs, is_named=False),
    Kind("tiltak", _("Measures"), needs.measures, is_named=False),
    Kind("grunnlag", _("Decision bases"), needs.bases, is_named=False),
    Kind("rapporter", _("Reports"), reports.reports),
    Kind("rapporttekst", _("What reports say"), reports.answers, is_named=False),
    Kind("planer", _("Long-term plans"), life.plans),
    Kind("moter", _("Meetings"), life.meetings),
    Kind("meldinger", _("Messages"), life.messages, is_named=False),
    Kind("dokumenter", _("Documents"), life.documents),
    Kind("runder", _("Rounds"), life.rounds, is_named=False),
)
BY_KEY = {kind.key: kind for kind in KINDS}


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    kind: Kind
    found: Found

    @property
    def more(self) -> int:
        """How many more there are than are shown."""
        return self.found.total - len(self.found.hits)


@dataclass(frozen=True)
class Result:
    """What was found, by kind. `is_like`: nothing is called so, these are only like it."""

    groups: list[Group]
    is_like: bool = False

    @property
    def total(self) -> int:
        """How many things there are of all kinds."""
        return sum(group.found.total for group in self.groups)


def search(asked: Asked, key: str = "") -> Result:
    """What the person finds with the words, in all kinds or in one; with typing errors where nothing is called so."""
    kinds: Sequence[Kind] = [BY_KEY[key]] if key in BY_KEY else KINDS
    if not asked.words:
        return Result([])
    groups = _groups(kinds, asked)
    if groups or not allows_likeness(asked.words):
        return Result(groups)
    named = [kind for kind in kinds if kind.is_named]
    return Result(_groups(named, replace(asked, is_like=True)), is_like=True)


def _groups(kinds: Sequence[Kind], asked: Asked) -> list[Group]:
    found = [Group(kind, kind.find(asked)) for kind in kinds]
    return [group for group in found if group.found.total]
