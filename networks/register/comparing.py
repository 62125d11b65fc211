"""What the register would change in a county: its units beside the kindergartens of the portal. Nothing is stored.

A kindergarten is known again by its number; one without a number by its name and municipality, and then the proposal
says so.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from networks.register.reading import Register
from networks.register.units import Fault, Unit
from networks.states import RegisterRowKind as Kind

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Owner:
    """An organisation of the county, as owner."""

    key: int
    name: str
    number: str = ""
    short_name: str = ""
    is_municipal: bool = False
    is_private: bool = False
    municipality: str = ""
    """For a municipality: its number."""
    is_ended: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """A kindergarten of the portal. `children` and `year` are its newest figures up to the file's year."""

    key: int
    org_number: str
    name: str
    municipality: str
    owner: Owner
    closed_on: date | None = None
    children: int | None = None
    year: int = 0


@dataclass(frozen=True)
class Stand:
    """What the portal knows of a county: its kindergartens, owners, and municipalities by number.

    `taken` are numbers of kindergartens that stand in another county of the portal.
    """

    kindergartens: Collection[Known]
    owners: Collection[Owner]
    places: Mapping[str, str]
    county: str
    taken: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """A row that is proposed: what differs, as it stands and as the register has it."""

    kind: Kind
    org_number: str
    name: str
    key: int | None
    before: Values
    after: Values


@dataclass
class Compared:
    """What came of it: proposals, and how many are as they should be, elsewhere, or left out and why."""

    proposals: list[Proposal] = field(default_factory=list)
    unchanged: int = 0
    elsewhere: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    faults: list[Fault] = field(default_factory=list)


def compare(
    register: Register,
    stand: Stand,
    *,
    of_day: date,
    with_family: bool = False,
    with_open: bool = False,
    with_excluded: bool = False,
    covers_county: bool = False,
) -> Compared:
    """Compare a file with the county.

    `covers_county`: what is missing from the file is gone, where the file has others of the same municipality.
    """
    wanted = {"family": with_family, "open": with_open, "excluded": with_excluded, "idle": False}
    work = _Work(stand, of_day, {why for why, is_wanted in wanted.items() if not is_wanted})
    for unit in register.units.values():
        work.take(unit)
    if covers_county or register.is_whole:
        work.take_missing(register)
    else:
        work.count_missing()
    work.found.proposals.sort(key=lambda row: (row.kind, row.name.casefold(), row.org_number))
    return work.found


def words(name: str) -> str:
    """A name to compare by: case, spaces and stops do not count."""
    return " ".join(name.casefold().replace(".", " ").replace(",", " ").split())


class Owners:
    """The owners of a county, to be found by number or name."""

    def __init__(self, owners: Iterable[Owner]) -> None:
        self.by_number: dict[str, Owner] = {}
        self.by_name: dict[str, Owner] = {}
        self.of_place: dict[str, Owner] = {}
        for owner in owners:
            self.add(owner)

    def add(self, owner: Owner) -> None:
        """Know one more. One that has ended owns nothing new."""
        if owner.is_ended:
            return
        if owner.number:
            self.by_number.setdefault(owner.number, owner)
        for name in filter(None, (owner.name, owner.short_name)):
            self.by_name.setdefault(words(name), owner)
        if owner.is_municipal and owner.municipality:
            self.of_place.setdefault(owner.municipality, owner)

    def find(self, name: str, number: str) -> Owner | None:
        """By number; else by name, unless that one has another number."""
        if number in self.by_number:
            return self.by_number[number]
        named = self.by_name.get(words(name)) if name else None
        return None if named and named.number and number else named


class _Work:
    """One comparison under way."""

    def __init__(self, stand: Stand, of_day: date, left_out: set[str]) -> None:
        self.stand, self.of_day, self.left_out = stand, of_day, left_out
        self.owners = Owners(stand.owners)
        self.by_number = {one.org_number: one for one in stand.kindergartens if one.org_number}
        self.unnumbered = _once(stand.kindergartens)
        self.met: set[int] = set()
        self.places_met: set[str] = set()
        self.found = Compared()

    def take(self, unit: Unit) -> None:
        """Compare one unit."""
        is_here = unit.municipality in self.stand.places
        known = self.by_number.get(unit.org_number)
        by_name = None if known or not is_here else self._by_name(unit)
        if known or by_name:
            self._known(unit, known or by_name, is_here=is_here)  # type: ignore[arg-type]  # -- one of them is there
        elif is_here:
            self._unknown(unit)
        elif (
            unit.county == self.stand.county and unit.municipality and unit.is_active and unit.is_kindergarten
        ):
            self.found.faults.append(Fault("unknown_place", "", 0, f"{unit.name} ({unit.municipality})"))
        else:
            self.found.elsewhere += 1
        if is_here and unit.is_active and unit.is_kindergarten:
            self.places_met.add(unit.municipality)

    def _by_name(self, unit: Unit) -> Known | None:
        found = self.unnumbered.get((words(unit.name), unit.municipality))
        return found if found and found.key not in self.met else None

    def _unknown(self, unit: Unit) -> None:
        """A unit that the portal does not have: new, or left out for a reason that is counted."""
        why = self._why_left_out(unit)
        if why:
            self.found.left_out[why] += 1
            return
        after: Values = {"name": unit.name, **self._place(unit), **self._owner(unit)}
        if unit.children is not None:
            after |= {"children": unit.children, "year": self.of_day.year}
        self._propose(Kind.NEW, unit, None, {}, after)

    def _why_left_out(self, unit: Unit) -> str:
        if not unit.is_kindergarten:
            return "no_kindergarten"
        if not unit.is_active:
            return "inactive"
        if unit.org_number in self.stand.taken:
            return "taken"
        reasons = {
            "excluded": unit.is_excluded,
            "idle": unit.is_idle,
            "family": unit.is_family,
            "open": unit.is_open,
        }
        return next((why for why, is_so in reasons.items() if is_so and why in self.left_out), "")

    def _known(self, unit: Unit, known: Known, *, is_here: bool) -> None:
        """A unit that the portal has: closed, opened again, changed, moved, or as it should be."""
        self.met.add(known.key)
        gone = "" if unit.is_active and unit.is_kindergarten else "inactive"
        gone = gone if unit.is_kindergarten else "no_kindergarten"
        if not gone and not is_here:
            gone = "moved_out"
        before, after = self._differing(unit, known)
        if known.closed_on or gone:
            self._gone(unit, known, gone, before, after)
            return
        place = self._moved(unit, known)
        if place:
            self._propose(Kind.MOVED, unit, known, *place)
        if after:
            self._propose(Kind.CHANGED, unit, known, before, after)
        if not place and not after:
            self.found.unchanged += 1

    def _gone(self, unit: Unit, known: Known, gone: str, before: Values, after: Values) -> None:
        if known.closed_on and gone:
            self.found.unchanged += 1
        elif known.closed_on:
            place_before, place_after = self._moved(unit, known) or ({}, {})
            before = {"closed_on": known.closed_on.isoformat(), **place_before, **before}
            self._propose(Kind.NEW, unit, known, before, {"reason": "open_again", **place_after, **after})
        else:
            self._propose(Kind.CLOSED, unit, known, {}, {"reason": gone})

    def _differing(self, unit: Unit, known: Known) -> tuple[Values, Values]:
        before: Values = {}
        after: Values = {}
        if not known.org_number:
            before["org_number"], after["org_number"] = "", unit.org_number
        elif words(unit.name) != words(known.name):
            before["name"], after["name"] = known.name, unit.name
        owner = self._other_owner(unit, known)
        if owner:
            before |= {"owner": known.owner.name, "owner_number": known.owner.number}
            after |= owner
        if unit.children is not None and unit.children != known.children:
            before |= {"children": known.children, "year": known.year or None}
            after |= {"children": unit.children, "year": self.of_day.year}
        return before, after

    def _other_owner(self, unit: Unit, known: Known) -> Values:
        """The owner that the register names, where it is another; empty where it is the same or not named."""
        now = known.owner
        if not unit.owner and not unit.owner_number:
            is_other = now.is_private if unit.is_public else now.is_municipal
            return self._unnamed_owner(unit, known) if unit.is_public is not None and is_other else {}
        found = self.owners.find(unit.owner, unit.owner_number)
        if found:
            return {} if found.key == now.key else {"owner": found.name, "owner_number": found.number}
        same_name = words(unit.owner) in (words(now.name), words(now.short_name))
        if same_name and not (now.number and unit.owner_number):
            return {}
        return self._owner(unit)

    def _unnamed_owner(self, unit: Unit, known: Known) -> Values:
        owner = self._owner(unit)
        if not owner.get("owner"):
            self.found.faults.append(Fault("owner_not_named", "", 0, known.name))
            return {}
        return owner

    def _owner(self, unit: Unit) -> Values:
        """The owner as the file names it; of a public kindergarten without one, the municipality."""
        name, number = unit.owner, unit.owner_number
        if not name and not number and unit.is_public and unit.municipality in self.owners.of_place:
            owner = self.owners.of_place[unit.municipality]
            name, number = owner.name, owner.number
        values: Values = {"owner": name, "owner_number": number} if name or number else {}
        return values | ({} if unit.is_public is None else {"is_public": unit.is_public})

    def _place(self, unit: Unit) -> Values:
        return {"municipality": unit.municipality, "place": self.stand.places[unit.municipality]}

    def _moved(self, unit: Unit, known: Known) -> tuple[Values, Values] | None:
        if unit.municipality == known.municipality or unit.municipality not in self.stand.places:
            return None
        name = self.stand.places.get(known.municipality, known.municipality)
        return {"municipality": known.municipality, "place": name}, self._place(unit)

    def _propose(self, kind: Kind, unit: Unit, known: Known | None, before: Values, after: Values) -> None:
        name, key = (known.name, known.key) if known else (unit.name, None)
        self.found.proposals.append(Proposal(kind, unit.org_number, name, key, before, after))

    def take_missing(self, register: Register) -> None:
        """Propose to close what the file does not have, where it has others of the same municipality."""
        for known in self._missing():
            if not known.org_number:
                self.found.left_out["without_number"] += 1
            elif known.org_number in register.named:
                continue
            elif known.municipality not in self.places_met:
                self.found.left_out["not_in_file"] += 1
            else:
                gone: Values = {"reason": "missing"}
                row = Proposal(Kind.CLOSED, known.org_number, known.name, known.key, {}, gone)
                self.found.proposals.append(row)

    def count_missing(self) -> None:
        """Say how many kindergartens the file says nothing about."""
        missing = sum(1 for _known in self._missing())
        if missing:
            self.found.left_out["not_in_file"] = missing

    def _missing(self) -> Iterator[Known]:
        for known in self.stand.kindergartens:
            if known.key not in self.met and not known.closed_on:
                yield known


def _once(kindergartens: Iterable[Known]) -> dict[tuple[str, str], Known]:
    """The kindergartens without a number by name and municipality; none that share both."""
    found: dict[tuple[str, str], Known | None] = {}
    for one in kindergartens:
        if not one.org_number and not one.closed_on:
            key = (words(one.name), one.municipality)
            found[key] = None if key in found else one
    return {key: one for key, one in found.items() if one}
