"""Each rule held against those who take part: who meets it, and who or which body is missing."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from networks.composition.share import Share
from networks.composition_rules import Asks, CompositionRule
from networks.models import Municipality, Organisation, OrganisationKind, Seat
from networks.roles import Interest


@dataclass(frozen=True)
class Check:
    """One rule as it stands: who meets it, and who is missing, in words."""

    rule: str
    label: str
    is_recommended: bool
    people: Sequence[str]
    missing: Sequence[str]

    @property
    def is_met(self) -> bool:
        """Whether nobody is missing."""
        return not self.missing


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Those who take part on a day, and what their network or forum is about. Seats come with their people.

    `owners` counts kindergartens by the kind of their owner. `heads` are the keys of people who are the head of a
    kindergarten; `coordinators` the people of each university, by its key. `coordinators_take_part`: a university's
    coordinator belongs to its networks, but to the forum only by a seat.
    """

    seats: Sequence[Seat]
    municipalities: Sequence[Municipality] = ()
    universities: Sequence[Organisation] = ()
    owners: Mapping[str, int] = field(default_factory=dict)
    heads: frozenset[int] = frozenset()
    coordinators: Mapping[int, Mapping[int, str]] = field(default_factory=dict)
    coordinators_take_part: bool = True

    @property
    def members(self) -> list[Seat]:
        """The seats that count: a substitute's does not."""
        return [seat for seat in self.seats if seat.substitute_for_id is None]

    @property
    def substitutes(self) -> list[Seat]:
        """The seats of those who stand in for somebody."""
        return [seat for seat in self.seats if seat.substitute_for_id is not None]

    def speakers(self, interests: Iterable[str]) -> list[Seat]:
        """The members who speak for one of the interests."""
        wanted = set(interests)
        return [seat for seat in self.members if seat.interest in wanted]


def composition(rules: Iterable[CompositionRule], facts: Facts) -> list[Check]:
    """The checks of a network or of the forum, in the order of the rules; a rule about nothing that is there is left
    out, such as private owners where all kindergartens are municipal.
    """
    return [
        Check(rule.key, str(rule.label), rule.is_recommended, people, missing)
        for rule in rules
        for people, missing in [HOW[rule.asks](rule, facts)]
        if people or missing
    ]


def as_data(checks: Iterable[Check]) -> list[dict[str, Any]]:
    """The checks as `CompositionYear.checks` keeps them."""
    return [
        {
            "rule": check.rule,
            "label": check.label,
            "is_recommended": check.is_recommended,
            "is_met": check.is_met,
            "people": list(check.people),
            "missing": list(check.missing),
        }
        for check in checks
    ]


Found = tuple[list[str], list[str]]
"""Who meets a rule, and who is missing."""


def _speaker(rule: CompositionRule, facts: Facts) -> Found:
    people = _names(facts.speakers(rule.interests))
    return people, [] if people else [str(rule.label)]


def _each_municipality(rule: CompositionRule, facts: Facts) -> Found:
    people, missing = [], []
    for place in facts.municipalities:
        found = [seat for seat in facts.speakers(rule.interests) if seat.municipality_id == place.pk]
        people += [f"{seat.user} ({place})" for seat in found]
        if not found:
            missing.append(_("Kindergarten authority in %(municipality)s") % {"municipality": place})
    return people, missing


def _each_university(rule: CompositionRule, facts: Facts) -> Found:
    """Where there is but one university, all who speak for universities speak for it."""
    people, missing, seats = [], [], facts.speakers(rule.interests)
    is_one = len(facts.universities) == 1
    for university in facts.universities:
        known = facts.coordinators.get(university.pk, {})
        found = [str(seat.user) for seat in seats if is_one or _speaks_for(seat, university, known)]
        found += list(known.values()) if facts.coordinators_take_part else []
        people += [f"{name} ({university.label})" for name in dict.fromkeys(found)]
        missing += [] if found else [str(university)]
    return people, missing


def _speaks_for(seat: Seat, university: Organisation, coordinators: Mapping[int, str]) -> bool:
    said = seat.represents.strip().lower()
    names = {university.name.lower(), university.short_name.lower()} - {""}
    return seat.user_id in coordinators or said in names


def _share(rule: CompositionRule, facts: Facts) -> Found:
    owners = (Interest.MUNICIPAL_OWNER, Interest.PRIVATE_OWNER)
    seats = facts.speakers(rule.interests)
    kind = KIND_OF[rule.interests[0]]
    share = Share(
        kindergartens=facts.owners.get(kind, 0),
        of_kindergartens=sum(facts.owners.get(each, 0) for each in KIND_OF.values()),
        seats=len(seats),
        of_seats=len(facts.speakers(owners)),
    )
    if not share.is_asked_for:
        return [], []
    return _names(seats), [] if share.is_met else [_share_sentence(kind, share)]


def _share_sentence(kind: str, share: Share) -> str:
    said = {
        "n": share.kindergartens,
        "all": share.of_kindergartens,
        "least": share.expected,
        "seats": share.expected_of,
    }
    if kind == OrganisationKind.MUNICIPALITY:
        return (
            _(
                "Municipal owners: %(n)s of %(all)s kindergartens are municipal, so at least %(least)s of %(seats)s "
                "owners' seats"
            )
            % said
        )
    return (
        _(
            "Private owners: %(n)s of %(all)s kindergartens are private, so at least %(least)s of %(seats)s owners' "
            "seats"
        )
        % said
    )


def _expertise(rule: CompositionRule, facts: Facts) -> Found:
    staff = set(rule.interests)
    seats = [seat for seat in facts.members if seat.interest in staff or seat.user_id in facts.heads]
    return _names(seats), [] if seats else [_("A head or somebody of the staff of a kindergarten")]


def _chair(rule: CompositionRule, facts: Facts) -> Found:
    people = _names(seat for seat in facts.members if seat.is_chair)
    return people, [] if people else [_("Chair of the forum")]


def _substitutes(rule: CompositionRule, facts: Facts) -> Found:
    """A party is those who speak for one interest; one substitute among them is enough."""
    covered = {seat.substitute_for_id for seat in facts.substitutes}
    parties: dict[str, list[Seat]] = {}
    for seat in facts.members:
        parties.setdefault(seat.get_interest_display() or _("Without a party"), []).append(seat)
    missing = [party for party, seats in parties.items() if not covered & {seat.pk for seat in seats}]
    return _names(facts.substitutes), missing


HOW: Mapping[Asks, Callable[[CompositionRule, Facts], Found]] = {
    Asks.SPEAKER: _speaker,
    Asks.EACH_MUNICIPALITY: _each_municipality,
    Asks.EACH_UNIVERSITY: _each_university,
    Asks.SHARE: _share,
    Asks.KINDERGARTEN_EXPERTISE: _expertise,
    Asks.CHAIR: _chair,
    Asks.SUBSTITUTES: _substitutes,
}
KIND_OF: Mapping[Interest, str] = {
    Interest.MUNICIPAL_OWNER: OrganisationKind.MUNICIPALITY,
    Interest.PRIVATE_OWNER: OrganisationKind.PRIVATE_OWNER,
}


def _names(seats: Iterable[Seat]) -> list[str]:
    return list(dict.fromkeys(str(seat.user) for seat in seats))
