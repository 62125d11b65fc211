"""What is done to a report while it is written: lines, questions and summary. A save is merged field by field."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from common.drafts import Saved, Shown, merge
from common.places import note_place
from common.refusals import MovedOn
from grants.models import Grant
from networks.models import User
from reporting import rules
from reporting.models import Report, ReportAnswer, ReportLine, ReportSpending
from reporting.queries.report_lines import KIND, KINDS, NOTE, line_values, lines_to_write
from reporting.queries.report_parts import about, answer_values, asked
from reporting.services.questions import ensure_questions
from reporting.states import SpendingKind

SUMMARY = "summary"


@transaction.atomic
def save_line(
    *,
    grant: Grant,
    line: int,
    typed: Mapping[str, Any],
    shown: Shown,
    by: User,
    now: datetime,
    at: str = "",
) -> Saved:
    """Save some of LINE_FIELDS of one line (the key of a grant line, also one with money carried over), with gaps.

    What is used is always the sum of the kinds. What two have changed is given back, not stored. `at` is where the
    person goes on, remembered for coming back. Raises NotAllowed, NotNow, and MovedOn when there is no such line.
    """
    report = locked_report(grant, by=by, now=now)
    row = next((row for row in lines_to_write(report) if row.line_id == line), None)
    if row is None:
        raise MovedOn(_("This line is no longer in the budget. Open the report again."))
    stored = line_values(row)
    merged = merge(shown=shown, typed=typed, stored=stored)
    values = {**stored, **merged.changed}
    if merged.changed or row.pk is None:
        write_line(row, values, changed=merged.changed)
        touch(report, by=by, now=now)
    _note(report, at, by=by, now=now)
    return Saved(report.version, values, merged.conflicts)


@transaction.atomic
def save_answers(
    *, grant: Grant, typed: Mapping[str, Any], shown: Shown, by: User, now: datetime, at: str = ""
) -> Saved:
    """Save the summary ("summary") and answers ("answer_<key of the question>"), as `save_line` does.

    An answer to a question that is no longer asked is let go. Raises NotAllowed, NotNow.
    """
    report = locked_report(grant, by=by, now=now)
    ensure_questions(report.grant.decision.round)
    questions = {asked_one.name: asked_one for asked_one in asked(grant)}
    stored = {SUMMARY: report.summary, **answer_values(report, questions.values())}
    merged = merge(shown=shown, typed=typed, stored=stored)
    if SUMMARY in merged.changed:
        report.summary = merged.changed[SUMMARY]
    for name, text in merged.changed.items():
        if name in questions:
            ReportAnswer.objects.update_or_create(
                report=report, question=questions[name].question, defaults={"text": text}
            )
    if merged.changed:
        touch(report, by=by, now=now, fields=[SUMMARY])
    _note(report, at, by=by, now=now)
    return Saved(report.version, {**stored, **merged.changed}, merged.conflicts)


def locked_report(grant: Grant, *, by: User, now: datetime) -> Report:
    """The grant's report, begun when it is not, locked for this transaction, when the person may change it now.

    Raises NotAllowed, NotNow.
    """
    rules.check_may_save_report(by, grant, now=now)
    Report.objects.bulk_create([Report(grant=grant, version=0)], ignore_conflicts=True)
    report = Report.objects.select_for_update(of=("self",)).get(grant=grant)
    report.grant = grant
    rules.check_is_editable(report)
    return report


def touch(report: Report, *, by: User, now: datetime, fields: Iterable[str] = ()) -> None:
    """Count the change, and note whose it was; `fields` are stored with it."""
    report.version, report.saved_by, report.saved_at = report.version + 1, by, now
    report.save(update_fields={*fields, "version", "saved_by", "saved_at"})


def write_line(row: ReportLine, values: Mapping[str, Any], *, changed: Iterable[str]) -> None:
    """Store all LINE_FIELDS of a line: its kinds, what they add up to, and the rest."""
    row.used_nok = used_of(row, values, set(changed))
    for name, value in values.items():
        if name != NOTE and name not in KINDS:
            setattr(row, name, value)
    parts = spending_of(values)
    row.save()
    if [(part.kind, part.amount_nok, part.note) for part in row.by_kind] != [
        (part.kind, part.amount_nok, part.note) for part in parts
    ]:
        ReportSpending.objects.filter(report_line=row).delete()
        for part in parts:
            part.report_line = row
        ReportSpending.objects.bulk_create(parts)
    row._prefetched_objects_cache = {"spending": parts}  # type: ignore[attr-defined]  # -- what was stored just now


def settle_lines(lines: Iterable[ReportLine]) -> None:
    """Store what is sent: lines that began with what the portal knows, and what is unspent where it is counted."""
    for row in lines:
        if row.pk is None:
            write_line(row, line_values(row), changed=())
        if row.unspent_nok is None and row.left_nok is not None:
            row.unspent_nok = row.left_nok
            row.save(update_fields=["unspent_nok"])


def spending_of(values: Mapping[str, Any]) -> list[ReportSpending]:
    """The kinds of a line that something is told of, unsaved, from its fields' values."""
    parts = [
        ReportSpending(
            kind=kind,
            amount_nok=values[f"{KIND}{kind}"] or 0,
            note=values[NOTE] if kind == SpendingKind.OTHER else "",
        )
        for kind in SpendingKind
    ]
    return [part for part in parts if part.amount_nok or part.note]


def used_of(row: ReportLine, values: Mapping[str, Any], changed: set[str]) -> int | None:
    """The sum of the kinds; 0 only where somebody says so: with a kind of 0, or with what is unspent.

    A line of an older report, whose amount was not told by kind, keeps it until somebody writes a kind.
    """
    amounts: list[int] = [values[name] for name in KINDS if values[name] is not None]
    if amounts:
        return sum(amounts)
    if row.used_nok and not changed & set(KINDS):
        return row.used_nok
    is_said = values["unspent_nok"] is not None or (
        row.used_nok == 0 and not changed & {*KINDS, "unspent_nok"}
    )
    return 0 if is_said else None


def _note(report: Report, at: str, *, by: User, now: datetime) -> None:
    if at:
        note_place(by, about(report.grant), at, now=now)
