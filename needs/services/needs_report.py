"""What can be done to a needs report: submit, take back, declare no needs, resume, record, return, extend."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from common.dates import oslo_date
from common.kept import keep_version
from common.moves import move
from common.refusals import NotNow
from needs.emails import needs_report as emails
from needs.models import NeedsReport, ReportComment
from needs.queries.needs_report import needs_of, needs_report_of, needs_with_parts
from needs.queries.report_parts import has_measures
from needs.report_content import field_name, no_needs_content, report_content
from needs.rules import needs_report as rules
from needs.services.assessment import share_with_report, take_back_with_report
from needs.states import NEEDS_REPORT_MOVES
from networks.deadlines import answer as answer_of
from networks.deadlines import deadline, end_of_day
from networks.models import Dispensation, Network, Organisation, Round, User
from networks.services import grant_dispensation
from networks.states import Duty


@transaction.atomic
def submit_needs_report(
    *, report: NeedsReport, by: User, now: datetime, version: int | None = None
) -> NeedsReport:
    """Hand the report over to the network, and keep what it says. After this the owner reads it, or takes it back."""
    report = _locked(report, version)
    rules.check_may_submit_needs_report(by, report, needs_of(report), now=now)
    let_in_by = rules.check_open_for_owner(report, now=now).let_in_by
    fields = {"submitted_at": now, "received_how": "", "dispensation": let_in_by}
    move(report, "submit", by=by, moves=NEEDS_REPORT_MOVES, now=now, fields=fields)
    keep_version(report, "submit", report_content(report, needs_of(report), by=by), by=by, now=now)
    share_with_report(report=report, by=by, now=now)
    emails.needs_report_submitted(report, by=by, now=now)
    return report


@transaction.atomic
def record_needs_report(
    *, report: NeedsReport, by: User, now: datetime, version: int | None = None
) -> NeedsReport:
    """Record as submitted a report that the network's leader has received another way."""
    report = _locked(report, version)
    rules.check_may_send_record(by, report, needs_of(report), now=now)
    let_in_by = _given_for_record(report, by=by, now=now)
    move(
        report,
        "record",
        by=by,
        moves=NEEDS_REPORT_MOVES,
        now=now,
        comment=report.received_how,
        fields={"submitted_at": now, "dispensation": let_in_by},
    )
    keep_version(report, "record", report_content(report, needs_of(report), by=by), by=by, now=now)
    emails.needs_report_recorded(report, by=by, now=now)
    return report


@transaction.atomic
def take_back_needs_report(*, report: NeedsReport, by: User, now: datetime) -> NeedsReport:
    """Take a sent report back to change it: it is a draft again, owed until it is sent, and read by its owner alone.

    A report that the network's leader had recorded becomes the owner's own.
    """
    report = _locked(report, None)
    rules.check_may_take_back_needs_report(by, report, has_measures=has_measures(report), now=now)
    fields = {"submitted_at": None, "dispensation": None, "received_how": ""}
    move(report, "take_back", by=by, moves=NEEDS_REPORT_MOVES, now=now, fields=fields)
    take_back_with_report(report=report, by=by, now=now)
    emails.needs_report_taken_back(report, by=by, now=now)
    return report


@transaction.atomic
def declare_no_needs(
    *, round: Round, owner: Organisation, network: Network, by: User, now: datetime
) -> NeedsReport:
    """Say "no new needs this year": the duty is met. What was written in a draft is kept."""
    rules.check_may_declare_no_needs(by, NeedsReport(round=round, owner=owner, network=network), now=now)
    report = _locked_or_begun(round, owner, network)
    fields = {
        "submitted_at": now,
        "dispensation": rules.check_open_for_owner(report, now=now).let_in_by,
    }
    move(report, "declare_no_needs", by=by, moves=NEEDS_REPORT_MOVES, now=now, fields=fields)
    keep_version(report, "declare_no_needs", no_needs_content(report, by=by), by=by, now=now)
    emails.needs_report_submitted(report, by=by, now=now)
    return report


@transaction.atomic
def resume_needs_report(*, report: NeedsReport, by: User, now: datetime) -> NeedsReport:
    """Take "no new needs" back and write a report after all."""
    rules.check_may_resume_needs_report(by, report, now=now)
    fields = {"submitted_at": None, "dispensation": None}
    move(report, "resume", by=by, moves=NEEDS_REPORT_MOVES, now=now, fields=fields)
    return report


@transaction.atomic
def return_needs_report(
    *,
    report: NeedsReport,
    comment: str,
    due_at: datetime,
    by: User,
    now: datetime,
    at_fields: Mapping[str, str] | None = None,
) -> NeedsReport:
    """Return a submitted report with a comment and a new instant, also after the closing.

    `at_fields` are comments to single fields, by the keys of `comments_by_key`; empty ones, and those to fields that
    the report does not have, are left out.
    """
    report = _locked(report, None)
    rules.check_may_return_needs_report(by, report, due_at=due_at, now=now)
    fields = {"submitted_at": None, "dispensation": None}
    move(report, "return", by=by, moves=NEEDS_REPORT_MOVES, now=now, comment=comment, fields=fields)
    comments = [
        ReportComment(report=report, key=key, text=text.strip(), by=by, at=now)
        for key, text in (at_fields or {}).items()
        if text.strip() and field_name(report, key)
    ]
    ReportComment.objects.bulk_create(comments)
    take_back_with_report(report=report, by=by, now=now)
    _give_new_instant(report, due_at=due_at, reason=comment, by=by, now=now)
    emails.needs_report_returned(report, comment=comment, comments=comments, due_at=due_at, now=now)
    return report


@transaction.atomic
def extend_needs_report(
    *,
    round: Round,
    owner: Organisation,
    network: Network,
    due_at: datetime,
    reason: str,
    by: User,
    now: datetime,
) -> None:
    """Give an owner that has not sent its report a new instant, also after the closing."""
    report = needs_report_of(owner, network, round)
    rules.check_may_extend_needs_report(by, report, now=now)
    _give_new_instant(report, due_at=due_at, reason=reason, by=by, now=now)
    emails.needs_report_extended(report, reason=reason, due_at=due_at, now=now)


def _given_for_record(report: NeedsReport, *, by: User, now: datetime) -> Dispensation | None:
    """What lets a recorded report in after the date: the owner's later date, else one that the leader gives by
    recording it, for the rest of the day. None while the date has not passed.
    """
    answer = rules.answer_for_owner(report, now=now)
    if not answer.is_past:
        return answer.let_in_by
    basis = answer_of(Duty.DECISION_BASIS, report.round, now=now, network=report.network)
    due_at = min(end_of_day(oslo_date(now)), basis.due_at)
    return _give_new_instant(report, due_at=due_at, reason=report.received_how, by=by, now=now)


def _give_new_instant(
    report: NeedsReport, *, due_at: datetime, reason: str, by: User, now: datetime
) -> Dispensation:
    return grant_dispensation(
        deadline=deadline(Duty.NEEDS_REPORT, report.round),
        due_at=due_at,
        reason=reason,
        by=by,
        now=now,
        organisation=report.owner,
        network=report.network,
    )


def _locked_or_begun(round: Round, owner: Organisation, network: Network) -> NeedsReport:
    NeedsReport.objects.bulk_create(
        [NeedsReport(round=round, owner=owner, network=network, version=0)], ignore_conflicts=True
    )
    NeedsReport.objects.select_for_update().get(round=round, owner=owner, network=network)
    return needs_report_of(owner, network, round)


def _locked(report: NeedsReport, version: int | None) -> NeedsReport:
    """The report as it stands now, locked. Raises NotNow when it is not what the page showed."""
    fresh = NeedsReport.objects.select_for_update().get(pk=report.pk)
    fresh.round, fresh.owner, fresh.network = report.round, report.owner, report.network
    prefetch_related_objects([fresh], Prefetch("needs", needs_with_parts()))
    if version is not None and fresh.version != version:
        raise NotNow(
            _("The needs report has been changed since you looked through it. Look again, then send.")
        )
    return fresh
