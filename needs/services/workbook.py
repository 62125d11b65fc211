"""What is done with a workbook: kept while it is looked over, stored, thrown away. All is stored, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from common import attachments
from common.documents.opening import Page, open_workbook
from common.drafts import fingerprint
from common.models import Attachment
from common.refusals import MovedOn, NotNow
from needs.excel import layout
from needs.excel.faults import Fault, WrongWorkbook
from needs.excel.merging import Choice, Memory, Outcome, compare, joined
from needs.excel.reading import Reading, Typed, read
from needs.excel.state import State, carried_values, read_state
from needs.models import Assessment, AssessmentItem, Need, NeedsReport, WorkbookMemory, WorkbookUpload
from needs.queries.drafts import INVOLVEMENT
from needs.queries.needs_report import known_report
from needs.queries.workbook import Stand, stand_of, workbook_memory
from needs.rules.assessment import check_may_save_assessment
from needs.rules.needs_report import check_may_save_needs_report
from needs.services.report_draft import locked_draft, place_needs, touch, write_need
from networks.models import User

KEPT_FOR = timedelta(days=1)
"""How long an uploaded workbook waits for somebody to store it."""


@dataclass(frozen=True)
class Reviewed:
    """An uploaded workbook as it was read: what it says, what is wrong in it, and what storing it would do."""

    pages: list[Page]
    state: State
    stand: Stand
    reading: Reading
    outcome: Outcome

    @property
    def faults(self) -> list[Fault]:
        """All that must be mended before anything is stored."""
        return [*self.reading.faults, *self.outcome.faults]


@transaction.atomic
def upload_workbook(
    *, report: NeedsReport, name: str, content: bytes, by: User, now: datetime
) -> WorkbookUpload:
    """Keep an uploaded workbook until its owner has looked it over. The one before it is thrown away.

    Raises ValidationError with a sentence for a file that is no workbook for this report, NotAllowed, NotNow.
    """
    check_may_save_needs_report(by, report, now=now)
    pages = open_workbook(content)
    try:
        read_state(pages, report)
    except WrongWorkbook as trouble:
        raise ValidationError(str(trouble), code="wrong_workbook") from trouble
    place = {"round": report.round, "owner": report.owner, "network": report.network, "by": by}
    _forget(WorkbookUpload.objects.filter(**place))
    forget_old_uploads(now=now)
    attachment = attachments.keep(attachments.checked(name, content), by=by, now=now)
    return WorkbookUpload.objects.create(**place, attachment=attachment)


@transaction.atomic
def discard_workbook(*, upload: WorkbookUpload, by: User, now: datetime) -> None:
    """Throw away a workbook that waits. Raises MovedOn when it is another's."""
    if upload.by_id != by.pk:
        raise MovedOn
    _forget(WorkbookUpload.objects.filter(pk=upload.pk))


@transaction.atomic
def forget_old_uploads(*, now: datetime) -> int:
    """Throw away the workbooks that nobody has stored within a day. Returns how many."""
    return _forget(WorkbookUpload.objects.filter(attachment__uploaded_at__lt=now - KEPT_FOR))


def review_workbook(
    *, upload: WorkbookUpload, choices: Mapping[str, Choice] | None = None, by: User, now: datetime
) -> Reviewed:
    """Read a workbook that waits, and say what storing it would do now. Nothing is stored.

    Raises NotNow when it can no longer be read for this report, MovedOn when the report is gone for this person.
    """
    pages = open_workbook(bytes(upload.attachment.content))
    return _reviewed(upload, pages, choices or {}, by=by, now=now)


@transaction.atomic
def store_workbook(
    *, upload: WorkbookUpload, choices: Mapping[str, Choice], by: User, now: datetime
) -> Reviewed:
    """Store what the workbook says, when nothing is wrong in it and everything is chosen; else store nothing.

    Raises NotAllowed, NotNow. Whether it was stored shows in the answer: no faults and no clashes.
    """
    pages = open_workbook(bytes(upload.attachment.content))
    report = locked_draft(upload.round, upload.owner, upload.network, by=by, now=now, with_needs=False)
    check_may_save_needs_report(by, report, now=now)
    waiting = WorkbookUpload.objects.select_for_update().filter(pk=upload.pk, by=by)
    if not waiting.exists():
        raise MovedOn
    list(Assessment.objects.select_for_update().filter(round=report.round, kindergarten__owner=report.owner))
    found = _reviewed(upload, pages, choices, by=by, now=now)
    if found.faults or found.outcome.clashes:
        transaction.set_rollback(True)
        return found
    _store(report, found, by=by, now=now)
    _forget(waiting)
    return found


def _reviewed(
    upload: WorkbookUpload, pages: list[Page], choices: Mapping[str, Choice], *, by: User, now: datetime
) -> Reviewed:
    known = known_report(by, upload.round, owner=upload.owner_id, network=upload.network_id, now=now)
    if known is None:
        raise MovedOn
    stand = stand_of(known, by, now=now)
    try:
        state = read_state(pages, known.report)
    except WrongWorkbook as trouble:
        raise NotNow(str(trouble)) from trouble
    reading = read(pages, state, stand)
    outcome = compare(reading, state, stand, _memory(by, known.report, state), choices)
    return Reviewed(pages, state, stand, reading, outcome)


def _memory(by: User, report: NeedsReport, state: State) -> Memory:
    found = workbook_memory(by, report, state.token)
    return Memory(found.prints, found.new_needs) if found else Memory()


def _store(report: NeedsReport, found: Reviewed, *, by: User, now: datetime) -> None:
    outcome = found.outcome
    created = _write_needs(report, found, by=by, now=now)
    _write_assessments(report, found, by=by, now=now)
    fields = outcome.changed.get(layout.REPORT, {})
    for name, value in fields.items():
        setattr(report, name, value)
    if fields or created or outcome.removed or outcome.order or _needs_changed(outcome.changed):
        touch(report, by=by, now=now, fields=fields)
    _remember(report, found, created, by=by, now=now)


def _needs_changed(changed: Typed) -> list[str]:
    return [key for key in changed if key.startswith("need:")]


def _write_needs(report: NeedsReport, found: Reviewed, *, by: User, now: datetime) -> dict[str, int]:
    """Change, remove, add and order the needs. Returns the key of the need that each new row became."""
    outcome, needs = found.outcome, {need.pk: need for need in found.stand.needs}
    for key in _needs_changed(outcome.changed):
        write_need(needs[layout.number_in(key)], outcome.changed[key])
    Need.objects.filter(report=report, pk__in=outcome.removed).delete()
    left = [pk for pk in found.stand.order if pk not in outcome.removed]
    created: dict[str, int] = {}
    for key, typed in outcome.new.items():
        need = Need(report=report, priority=len(left) + len(created) + 1)
        write_need(need, typed)
        created[key] = need.pk
    if created or outcome.removed or outcome.order:
        place_needs(_final_order(outcome, left, created))
    return created


def _final_order(outcome: Outcome, left: list[int], created: Mapping[str, int]) -> list[int]:
    """The workbook's order where it counts, then the others as they stood."""
    known = {**outcome.became, **created}
    wanted = [known.get(key) or layout.number_in(key) for key in outcome.order or []]
    rest = [pk for pk in (*left, *created.values()) if pk not in wanted]
    return [*wanted, *rest]


def _write_assessments(report: NeedsReport, found: Reviewed, *, by: User, now: datetime) -> None:
    """Store the changed assessments in a handful of statements, whatever their number."""
    changed = {
        layout.number_in(key): values
        for key, values in found.outcome.changed.items()
        if key.startswith("assessment:")
    }
    if not changed:
        return
    assessments = _locked_assessments(report, found.stand, changed, by=by, now=now)
    items = []
    for kindergarten, values in changed.items():
        assessment = assessments[kindergarten]
        assessment.version, assessment.saved_by, assessment.saved_at = assessment.version + 1, by, now
        for name, value in values.items():
            if name in INVOLVEMENT:
                setattr(assessment, name, value)
            else:
                theme = int(name.removeprefix("theme_"))
                items.append(AssessmentItem(assessment=assessment, theme_id=theme, text=value))
    Assessment.objects.bulk_update(
        assessments.values(), [*INVOLVEMENT, "version", "saved_by", "saved_at"], batch_size=200
    )
    AssessmentItem.objects.bulk_create(
        items, update_conflicts=True, unique_fields=["assessment", "theme"], update_fields=["text"]
    )


def _locked_assessments(
    report: NeedsReport, stand: Stand, wanted: Mapping[int, Any], *, by: User, now: datetime
) -> dict[int, Assessment]:
    """The assessments of these kindergartens, begun where they are not, by kindergarten, when this person may write
    them. Raises MovedOn when somebody has begun one at this very moment.
    """
    places = {kindergarten.pk: kindergarten for kindergarten in stand.kindergartens}
    missing = wanted.keys() - stand.assessments.keys()
    begun = [Assessment(round=report.round, kindergarten=places[pk], version=0) for pk in sorted(missing)]
    Assessment.objects.bulk_create(begun, ignore_conflicts=True)
    rows = Assessment.objects.select_for_update().filter(round=report.round, kindergarten__in=wanted.keys())
    found = {assessment.kindergarten_id: assessment for assessment in rows}
    for pk, assessment in found.items():
        if pk in missing and assessment.version:
            raise MovedOn
        assessment.round, assessment.kindergarten = report.round, places[pk]
        check_may_save_assessment(by, assessment, is_combined=False, now=now)
    return found


def _remember(
    report: NeedsReport, found: Reviewed, created: Mapping[str, int], *, by: User, now: datetime
) -> None:
    """Note what the workbook said and what stands now, so that the same file can be uploaded again."""
    known = known_report(by, report.round, owner=report.owner_id, network=report.network_id, now=now)
    if known is None:
        raise MovedOn
    stand = stand_of(known, by, now=now)
    stored, state = carried_values(stand), found.state
    became = {**found.outcome.became, **created}
    prints: dict[str, dict[str, list[str]]] = {}
    for key, typed in found.reading.typed.items():
        target = layout.need_key(became[key]) if key in became else key
        shown = state.shown.get(key)
        for name, value in typed.items():
            mine = fingerprint(value)
            is_as_downloaded = shown is not None and shown.prints.get(name) == mine
            if target in stored and name in stored[target] and not is_as_downloaded:
                prints.setdefault(target, {})[name] = [mine, fingerprint(stored[target][name])]
    said = _said_order(found, became)
    prints.setdefault(layout.REPORT, {})[layout.ORDER] = [joined(said), joined(stand.order)]
    WorkbookMemory.objects.update_or_create(
        report=report,
        by=by,
        token=state.token,
        defaults={"prints": prints, "new_needs": became, "at": now},
    )


def _said_order(found: Reviewed, became: Mapping[str, int]) -> list[int]:
    """The needs' order as the workbook says it, new ones with the keys they got."""
    rows = [
        (number if number is not None else 1000, not key.startswith("new:"), place, key)
        for place, (key, number) in enumerate(found.reading.numbers.items())
    ]
    keys = [key for _number, _is_old, _place, key in sorted(rows)]
    pks = [became.get(key) or (layout.number_in(key) if key.startswith("need:") else 0) for key in keys]
    return [pk for pk in pks if pk]


def _forget(uploads: Any) -> int:
    rows = list(uploads.select_related(None))
    files = [row.attachment_id for row in rows]
    WorkbookUpload.objects.filter(pk__in=[row.pk for row in rows]).delete()
    Attachment.objects.filter(pk__in=files).delete()
    return len(rows)
