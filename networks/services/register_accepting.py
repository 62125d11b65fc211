"""Carrying out accepted rows of the register's import: new kindergartens in bulk, changes one kindergarten at a time.

A row whose kindergarten is no longer as the preview showed it is refused with a sentence, and the others go on.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from common.dates import day
from common.refusals import NotNow
from networks.models import (
    Kindergarten,
    KindergartenFigures,
    KindergartenPeriod,
    Organisation,
    OrganisationKind,
    RegisterChange,
    RegisterImport,
    RegisterImportRow,
    User,
)
from networks.queries.register_import import (
    known_kindergartens,
    owner_from,
    owners_of,
    places_on,
)
from networks.register.comparing import Known, Owners, words
from networks.services.history_effects import carry_out
from networks.services.registering import register_kindergartens
from networks.states import RegisterChangeKind as Change
from networks.states import RegisterRowKind as Kind
from networks.states import RegisterSource

IN_ONE_STATEMENT = 1000
MUNICIPAL_NAME = "kommune"
FACTS = {"children", "year", "org_number"}
"""What a row may change without a dated change."""


@dataclass(frozen=True)
class Refusal:
    """A row that could not be carried out, and why."""

    row: RegisterImportRow
    sentence: str


class Acceptance:
    """The rows that somebody accepts at once. What the county has is loaded once for all of them."""

    def __init__(self, batch: RegisterImport, *, by: User, now: datetime) -> None:
        self.batch, self.by, self.now = batch, by, now
        self.county, self.on = batch.county, batch.of_day
        self.refusals: list[Refusal] = []
        self.places = places_on(self.county, self.on)
        self.known_owners = owners_of(self.county)
        self.owners = Owners(self.known_owners.values())
        self.made: dict[int, Organisation] = {}
        self.figures: dict[int, tuple[int, int]] = {}

    def carry_out(self, rows: Iterable[RegisterImportRow]) -> list[int]:
        """Carry out what can be; returns the keys of those rows. The reasons of the others are in `refusals`."""
        chosen = list(rows)
        with pghistory.context(by=self.by.pk):
            done = self._register([row for row in chosen if row.kindergarten_id is None])
            done += self._change([row for row in chosen if row.kindergarten_id is not None])
            self._write_figures()
        return done

    def _attempt(self, row: RegisterImportRow, call: Callable[[], None]) -> bool:
        """Whether it was done; when not, all of it is taken back and the reason is kept."""
        try:
            with transaction.atomic():
                call()
        except NotNow as refusal:
            return self._refuse(row, refusal.sentence)
        except IntegrityError:
            return self._refuse(row, _("This cannot be carried out as it stands in the portal now."))
        return True

    def _refuse(self, row: RegisterImportRow, sentence: str) -> bool:
        self.refusals.append(Refusal(row, sentence))
        return False

    # --- New kindergartens --------------------------------------------------------------------------------

    def _register(self, rows: list[RegisterImportRow]) -> list[int]:
        numbers = [row.org_number for row in rows]
        found = Kindergarten.objects.filter(org_number__in=numbers).values_list("org_number", flat=True)
        taken = {number for number in found if number}
        made: list[tuple[RegisterImportRow, Kindergarten]] = []
        self._make_owners(row.after for row in rows if row.org_number not in taken)
        for row in rows:
            try:
                made.append((row, self._new(row, taken)))
            except NotNow as refusal:
                self._refuse(row, refusal.sentence)
        self._store(made)
        return [row.pk for row, _kindergarten in made]

    def _new(self, row: RegisterImportRow, taken: set[str]) -> Kindergarten:
        if row.org_number in taken:
            raise NotNow(_("A kindergarten with this number has come to the portal since the file was read."))
        return Kindergarten(
            name=row.after["name"],
            org_number=row.org_number,
            owner=self._owner(row.after),
            municipality=self._place(row.after),
        )

    def _store(self, made: list[tuple[RegisterImportRow, Kindergarten]]) -> None:
        register_kindergartens([kindergarten for _row, kindergarten in made], since=self.on)
        RegisterChange.objects.bulk_create(
            (self._noted(Change.OPENED, kindergarten) for _row, kindergarten in made),
            batch_size=IN_ONE_STATEMENT,
        )
        for row, kindergarten in made:
            self._note_figures(kindergarten.pk, row.after)

    # --- Kindergartens that the portal has ----------------------------------------------------------------

    def _change(self, rows: list[RegisterImportRow]) -> list[int]:
        keys = {row.kindergarten_id for row in rows if row.kindergarten_id}
        held = Kindergarten.objects.select_for_update().filter(pk__in=keys).order_by("pk")
        kindergartens = {row.pk: row for row in held}
        ready = self._ready(rows, keys)
        self._make_owners(row.after for row in ready)
        return [
            row.pk
            for row in ready
            if self._attempt(row, partial(self._change_one, row, kindergartens[row.kindergarten_id or 0]))
        ]

    def _ready(self, rows: list[RegisterImportRow], keys: Collection[int]) -> list[RegisterImportRow]:
        """Those whose kindergarten is still as the row said, and unchanged since the day of the file."""
        found = known_kindergartens(self.county, of_day=self.on, owners=self.known_owners, keys=keys)
        known = {one.key: one for one in found}
        last = _last_changes(keys)
        return [row for row in rows if self._is_ready(row, known.get(row.kindergarten_id or 0), last)]

    def _is_ready(self, row: RegisterImportRow, known: Known | None, last: Mapping[int, date]) -> bool:
        if known is None or not stands_as_shown(row, known):
            return self._refuse(
                row, _("It has changed in the portal since the file was read. Read the file once more.")
            )
        if last[known.key] > self.on and has_events(row):
            sentence = _("Something has changed or will change here on %(day)s, after the day of the file.")
            return self._refuse(row, sentence % {"day": day(last[known.key])})
        return True

    def _change_one(self, row: RegisterImportRow, kindergarten: Kindergarten) -> None:
        for event in self._events(row, kindergarten):
            event.save()
            carry_out(event)
        if "org_number" in row.after:
            self._give_number(kindergarten, row.after["org_number"])
        self._note_figures(kindergarten.pk, row.after)

    def _events(self, row: RegisterImportRow, kindergarten: Kindergarten) -> list[RegisterChange]:
        """The dated changes that the row stands for, opening first."""
        after = row.after
        events = []
        if row.kind == Kind.CLOSED:
            return [self._noted(Change.CLOSED, kindergarten)]
        if row.kind == Kind.NEW:
            events.append(self._noted(Change.OPENED, kindergarten))
        if "name" in after:
            events.append(self._noted(Change.RENAME, kindergarten, name_after=after["name"]))
        if "municipality" in after:
            events.append(self._noted(Change.MOVE, kindergarten, to_municipality=self._place(after)))
        if "owner" in after:
            events.append(self._noted(Change.NEW_OWNER, kindergarten, to_organisation=self._owner(after)))
        return events

    def _give_number(self, kindergarten: Kindergarten, number: str) -> None:
        kindergarten.org_number = number
        kindergarten.save(update_fields=["org_number"])

    def _noted(self, kind: Change, kindergarten: Kindergarten, **more: Any) -> RegisterChange:
        return RegisterChange(
            county=self.county,
            kind=kind,
            on=self.on,
            kindergarten=kindergarten,
            name_before=kindergarten.name,
            note=self.batch.filename,
            source=RegisterSource.REGISTER,
            recorded_by=self.by,
            recorded_at=self.now,
            **more,
        )

    # --- Owners, municipalities, figures ------------------------------------------------------------------

    def _place(self, after: dict[str, Any]) -> Any:
        place = self.places.get(after["municipality"])
        if place is None:
            raise NotNow(_("The municipality was not in use on the day of the file."))
        return place

    def _owner(self, after: dict[str, Any]) -> Organisation:
        name, number = after.get("owner", ""), after.get("owner_number", "")
        if not name and not number:
            raise NotNow(_("The file does not name the owner. Use a file with the details of each unit."))
        found = self.owners.find(name, number)
        if found is None:
            raise NotNow(_("The owner cannot be registered: it lacks a name, or stands in another county."))
        return self.made.get(found.key) or Organisation(pk=found.key, county=self.county, name=found.name)

    def _make_owners(self, wanted: Iterable[dict[str, Any]]) -> None:
        """Register the owners that the county does not have, each once, in a few statements."""
        new: dict[str, Organisation] = {}
        for after in wanted:
            name, number = after.get("owner", ""), after.get("owner_number", "")
            if name and self.owners.find(name, number) is None:
                new.setdefault(number or words(name), self._new_owner(after))
        numbers = {owner.org_number for owner in new.values() if owner.org_number}
        elsewhere = set(
            Organisation.objects.filter(org_number__in=numbers).values_list("org_number", flat=True)
        )
        stored = Organisation.objects.bulk_create(
            [owner for owner in new.values() if owner.org_number not in elsewhere or not owner.org_number],
            batch_size=IN_ONE_STATEMENT,
        )
        for owner in stored:
            self.made[owner.pk] = owner
            self.owners.add(owner_from(owner))

    def _new_owner(self, after: dict[str, Any]) -> Organisation:
        """A municipality where the register says public and the name says so, else a private owner or another."""
        name, is_public = after["owner"], after.get("is_public")
        is_municipality = bool(is_public) and MUNICIPAL_NAME in words(name).split()
        place = self.places.get(after.get("municipality", "")) if is_municipality else None
        other = OrganisationKind.OTHER if is_public else OrganisationKind.PRIVATE_OWNER
        return Organisation(
            county=self.county,
            kind=OrganisationKind.MUNICIPALITY if is_municipality else other,
            name=name,
            org_number=after.get("owner_number") or None,
            municipality=place,
        )

    def _note_figures(self, key: int, after: dict[str, Any]) -> None:
        if after.get("children") is not None:
            self.figures[key] = (after["year"], after["children"])

    def _write_figures(self) -> None:
        """The children of the file's year. Staff and departments are not in the file: the newest known go on."""
        newest: dict[int, KindergartenFigures] = {}
        rows = KindergartenFigures.objects.filter(kindergarten__in=self.figures, year__lte=self.on.year)
        for row in rows.order_by("year"):
            newest[row.kindergarten_id] = row
        KindergartenFigures.objects.bulk_create(
            (
                self._figures(key, year, children, newest.get(key))
                for key, (year, children) in self.figures.items()
            ),
            batch_size=IN_ONE_STATEMENT,
            update_conflicts=True,
            unique_fields=["kindergarten", "year"],
            update_fields=["children", "source"],
        )

    def _figures(
        self, key: int, year: int, children: int, newest: KindergartenFigures | None
    ) -> KindergartenFigures:
        source = {"day": f"{self.on:%d.%m.%Y}"}
        text = _("NBR %(day)s") % source
        if newest and (newest.staff_fte is not None or newest.departments is not None):
            text = _("NBR %(day)s; staff and departments of %(year)s") % {**source, "year": newest.year}
        return KindergartenFigures(
            kindergarten_id=key,
            year=year,
            children=children,
            staff_fte=newest.staff_fte if newest else None,
            departments=newest.departments if newest else None,
            source=text,
        )


def has_events(row: RegisterImportRow) -> bool:
    """Whether the row changes more about a kindergarten that the portal has than its figures and its number."""
    return row.kindergarten_id is not None and not set(row.after) <= FACTS


def stands_as_shown(row: RegisterImportRow, known: Known) -> bool:
    """Whether the kindergarten is still what the row said it was."""
    if (row.kind == Kind.NEW) != (known.closed_on is not None):
        return False
    now = {
        "name": known.name,
        "org_number": known.org_number,
        "owner": known.owner.name,
        "owner_number": known.owner.number,
        "municipality": known.municipality,
        "children": known.children,
        "closed_on": known.closed_on.isoformat() if known.closed_on else None,
    }
    return all(now[name] == value for name, value in row.before.items() if name in now)


def _last_changes(keys: Iterable[int]) -> Mapping[int, date]:
    """The last day on which each kindergarten is known to change, also ahead; two statements."""
    wanted = list(keys)
    last: dict[int, date] = defaultdict(lambda: date.min)
    periods = KindergartenPeriod.objects.filter(kindergarten__in=wanted).order_by()
    changes = RegisterChange.objects.filter(kindergarten__in=wanted).order_by()
    for key, found in [
        *periods.values_list("kindergarten").annotate(last=Max("valid_from")),
        *changes.values_list("kindergarten").annotate(last=Max("on")),
    ]:
        last[key] = max(last[key], found)
    return last
