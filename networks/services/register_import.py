"""Importing the national kindergarten register: upload, decide row by row, finish or throw away.

The file is read and compared once, and what it would change is kept as rows; nothing changes until one is accepted.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any

from django.db import transaction

from common.moves import move
from networks.emails import history as emails
from networks.models import County, RegisterImport, RegisterImportRow, User
from networks.queries.concerned import changes_accepted, concerned_by
from networks.queries.register_import import open_import_of, stand_of_county, undecided
from networks.register import Compared, Register, compare, read_register
from networks.register.units import plain
from networks.rules import register_import as rules
from networks.services.register_accepting import Acceptance, Refusal, has_events
from networks.states import REGISTER_IMPORT_MOVES as MOVES

IN_ONE_STATEMENT = 1000
EVENTS_AT_ONCE = 1000
"""Rows with dated changes that are carried out at once: each takes some statements. New ones are not limited."""


@dataclass(frozen=True)
class Uploaded:
    """A file as it came, the day it describes, and how it is to be compared."""

    name: str
    content: bytes
    of_day: date
    with_family: bool = False
    with_open: bool = False
    with_excluded: bool = False
    covers_county: bool = False


@dataclass(frozen=True)
class Decided:
    """How many rows were decided, which could not be, with the reason, and how many are left for the next time."""

    count: int
    refusals: list[Refusal]
    left: int = 0


@transaction.atomic
def upload_register(*, county: County, uploaded: Uploaded, by: User, now: datetime) -> RegisterImport:
    """Read a file, compare it with the county, and keep what it would change. Nothing changes yet.

    When it would change nothing, the import is finished at once. Raises RegisterFileError for a file that is no
    register, NotAllowed, and NotNow while another file is being looked through or for a day ahead.
    """
    County.objects.select_for_update().get(pk=county.pk)
    rules.check_may_upload_register(by, county, open_import=open_import_of(county), now=now)
    rules.check_day(uploaded.of_day, now=now)
    register = read_register(uploaded.name, uploaded.content)
    found = _compared(county, register, uploaded)
    batch = RegisterImport.objects.create(
        county=county,
        filename=plain(uploaded.name)[-160:] or "–",
        sha256=sha256(uploaded.content).hexdigest(),
        of_day=uploaded.of_day,
        read=register.read,
        unchanged=found.unchanged,
        elsewhere=found.elsewhere,
        faults=_told(register, found),
        uploaded_by=by,
        uploaded_at=now,
    )
    _keep_rows(batch, found)
    if not found.proposals:
        move(batch, "finish", by=by, moves=MOVES, now=now)
    return batch


def _compared(county: County, register: Register, uploaded: Uploaded) -> Compared:
    stand = stand_of_county(county, of_day=uploaded.of_day, numbers=register.units)
    return compare(
        register,
        stand,
        of_day=uploaded.of_day,
        with_family=uploaded.with_family,
        with_open=uploaded.with_open,
        with_excluded=uploaded.with_excluded,
        covers_county=uploaded.covers_county,
    )


def _told(register: Register, found: Compared) -> list[dict[str, Any]]:
    """What the page tells besides the rows: what was left out and why, what is wrong, and how much more of it."""
    left_out = [{"sort": "left_out", "code": code, "n": n} for code, n in sorted(found.left_out.items())]
    faults = [{"sort": "fault", **asdict(fault)} for fault in [*register.faults, *found.faults]]
    more = register.fault_count - len(register.faults)
    return [*left_out, *faults, *([{"sort": "more", "n": more}] if more else [])]


def _keep_rows(batch: RegisterImport, found: Compared) -> None:
    RegisterImportRow.objects.bulk_create(
        (
            RegisterImportRow(
                batch=batch,
                kind=row.kind,
                org_number=row.org_number,
                name=row.name,
                kindergarten_id=row.key,
                before=row.before,
                after=row.after,
            )
            for row in found.proposals
        ),
        batch_size=IN_ONE_STATEMENT,
    )


@transaction.atomic
def accept_rows(*, batch: RegisterImport, keys: Collection[int], by: User, now: datetime) -> Decided:
    """Carry out the chosen rows that nobody has decided. A row that cannot be carried out stays, with its reason.

    Each becomes a dated change of the day of the file; nothing is deleted. Of two people at once one waits.
    Where very many have dated changes, some are left for the next time.
    """
    rows = _locked_rows(batch, keys, by=by, now=now)
    slow = [row for row in rows if has_events(row)]
    later = {row.pk for row in slow[EVENTS_AT_ONCE:]}
    work = Acceptance(batch, by=by, now=now)
    done = work.carry_out(row for row in rows if row.pk not in later)
    _decide(done, is_accepted=True, by=by, now=now)
    return Decided(len(done), work.refusals, left=len(later))


@transaction.atomic
def refuse_rows(*, batch: RegisterImport, keys: Collection[int], by: User, now: datetime) -> Decided:
    """Leave things as they are for the chosen rows that nobody has decided."""
    rows = _locked_rows(batch, keys, by=by, now=now)
    _decide([row.pk for row in rows], is_accepted=False, by=by, now=now)
    return Decided(len(rows), [])


@transaction.atomic
def finish_import(*, batch: RegisterImport, by: User, now: datetime) -> RegisterImport:
    """Be done with a file. What is not decided is left as it is.

    Those whom the accepted changes concern are told now, each once for the whole file.
    """
    locked = RegisterImport.objects.select_for_update().get(pk=batch.pk)
    rules.check_may_finish_import(by, locked, now=now)
    move(locked, "finish", by=by, moves=MOVES, now=now)
    emails.bodies_changed(concerned_by(changes_accepted(locked), now=now), batch=locked, now=now)
    return locked


@transaction.atomic
def discard_import(*, batch: RegisterImport, by: User, now: datetime) -> RegisterImport:
    """Throw a file away of which nothing has been accepted; that it was uploaded stays in the list."""
    locked = RegisterImport.objects.select_for_update().get(pk=batch.pk)
    accepted = locked.rows.filter(is_accepted=True).count()
    rules.check_may_discard_import(by, locked, accepted=accepted, now=now)
    move(locked, "discard", by=by, moves=MOVES, now=now)
    return locked


def _locked_rows(
    batch: RegisterImport, keys: Collection[int], *, by: User, now: datetime
) -> list[RegisterImportRow]:
    locked = RegisterImport.objects.select_for_update().get(pk=batch.pk)
    rules.check_may_decide_rows(by, locked, now=now)
    return list(undecided(locked).filter(pk__in=list(keys)).order_by("kind", "name", "pk"))


def _decide(keys: Collection[int], *, is_accepted: bool, by: User, now: datetime) -> None:
    values: Mapping[str, Any] = {"is_accepted": is_accepted, "decided_by": by, "decided_at": now}
    RegisterImportRow.objects.filter(pk__in=list(keys)).update(**values)
