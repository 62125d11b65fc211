"""The kinds of things that can be found, in the order in which they are shown, and the search over them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext_lazy as _

from grants.models import GrantLetter, Instalment, Payout
from needs.models import DecisionBasis, Measure, Need, Nomination
from networks.models import (
    AgendaItem,
    Kindergarten,
    LongTermPlan,
    Meeting,
    Message,
    Municipality,
    Network,
    NetworkDocument,
    Organisation,
    PlanGoal,
    RegisterChange,
    Seat,
)
from rekom.search.asked import Asked, allows_likeness
from rekom.search.found import Found, Provider
from rekom.search.hints import hints_of, likely
from rekom.search.providers import grants, life, needs, people, places, reports
from rekom.search.where import Where
from reporting.models import Report, ReportAnswer


@dataclass(frozen=True)
class Kind:
    """One kind: its key in the address, its heading, who finds it, and where its words may stand.

    Without a `where` it is asked whatever the words. `is_named`: its things have names of their own, and are
    found also by a name with a typing error.
    """

    key: str
    label: Any
    find: Provider
    where: Where | None = None
    is_named: bool = False


RENAMED = (RegisterChange, "name_before")
KINDS: tuple[Kind, ...] = (
    Kind(
        "barnehager",
        _("Kindergartens"),
        places.kindergartens,
        Where(Kindergarten, places.KINDERGARTEN, also=(RENAMED,)),
        is_named=True,
    ),
    Kind(
        "eiere",
        _("Owners and services"),
        places.owners,
        Where(Organisation, places.ORGANISATION, also=(RENAMED,)),
        is_named=True,
    ),
    Kind("nettverk", _("Networks"), places.networks, Where(Network, places.NETWORK), is_named=True),
    Kind(
        "kommuner",
        _("Municipalities"),
        places.municipalities,
        Where(Municipality, places.MUNICIPALITY, also=(RENAMED,)),
        is_named=True,
    ),
    Kind(
        "uh",
        _("Universities and university colleges"),
        places.universities,
        Where(Organisation, places.ORGANISATION, also=(RENAMED,)),
        is_named=True,
    ),
    Kind("personer", _("People"), people.people, Where(Seat, people.PERSON), is_named=True),
    Kind("studenter", _("Students"), people.students, Where(Nomination, people.STUDENT), is_named=True),
    Kind("brev", _("Grant letters"), grants.letters, Where(GrantLetter, grants.LETTER)),
    Kind(
        "betalinger",
        _("Payments from the County Governor"),
        grants.payments,
        Where(Instalment, grants.PAYMENT),
    ),
    Kind("utbetalinger", _("Payouts to owners"), grants.payouts, Where(Payout, grants.PAYOUT)),
    Kind("behov", _("Needs"), needs.needs, Where(Need, needs.NEED, texts=needs.NEED_TEXTS, stored="search")),
    Kind("tiltak", _("Measures"), needs.measures, Where(Measure, texts=needs.MEASURE_TEXTS)),
    Kind(
        "grunnlag",
        _("Decision bases"),
        needs.bases,
        Where(DecisionBasis, needs.BASIS, texts=needs.BASIS_TEXTS, is_by_year=True),
    ),
    Kind("rapporter", _("Reports"), reports.reports, Where(Report, reports.REPORT)),
    Kind(
        "rapporttekst",
        _("What reports say"),
        reports.answers,
        Where(ReportAnswer, texts=reports.ANSWER_TEXTS),
    ),
    Kind(
        "planer",
        _("Long-term plans"),
        life.plans,
        Where(LongTermPlan, life.PLAN, also=((PlanGoal, "adopted_title"),)),
        is_named=True,
    ),
    Kind(
        "moter",
        _("Meetings"),
        life.meetings,
        Where(Meeting, life.MEETING, also=((AgendaItem, "title"),)),
        is_named=True,
    ),
    Kind("meldinger", _("Messages"), life.messages, Where(Message, texts=life.MESSAGE_TEXTS)),
    Kind("dokumenter", _("Documents"), life.documents, Where(NetworkDocument, life.DOCUMENT), is_named=True),
    Kind("runder", _("Rounds"), life.rounds),
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
    """What the person finds with the words, in all kinds or in one; with typing errors where nothing is called so.

    Only the kinds that can have a hit are asked.
    """
    kinds: Sequence[Kind] = [BY_KEY[key]] if key in BY_KEY else KINDS
    if not asked.words:
        return Result([])
    wheres = _wheres(kinds)
    hints = hints_of(asked, wheres)
    asked.kept["unnamed"] = frozenset(where.model for where in wheres if not hints.are_named(where))
    groups = _groups([kind for kind in kinds if kind.where is None or hints.may_hold(kind.where)], asked)
    named = [kind for kind in kinds if kind.is_named]
    if groups or not (named and allows_likeness(asked.words)):
        return Result(groups)
    alike = likely(hints, _wheres(named))
    groups = _groups([kind for kind in named if kind.where in alike], replace(asked, is_like=True))
    return Result(groups, is_like=True)


def _wheres(kinds: Iterable[Kind]) -> list[Where]:
    """Where the words of the kinds may stand, each place once."""
    return list(dict.fromkeys(kind.where for kind in kinds if kind.where is not None))


def _groups(kinds: Sequence[Kind], asked: Asked) -> list[Group]:
    found = [Group(kind, kind.find(asked)) for kind in kinds]
    return [group for group in found if group.found.total]
