"""Reads of what belongs to a needs report beside its texts: files, versions, what has been built on it."""

from collections.abc import Iterable
from datetime import datetime

from common.kept import versions_of
from common.models import Attachment, ContentVersion
from needs.models import Assessment, Measure, Need, NeedsReport, ReportAttachment
from needs.queries.needs_report import KnownReport, reads_whole
from needs.states import AssessmentState
from networks.models import Kindergarten, User


def attachments_of(report: NeedsReport) -> list[ReportAttachment]:
    """The report's files in the order they came, without their bytes."""
    if report.pk is None:
        return []
    rows = ReportAttachment.objects.filter(report=report).select_related("attachment").order_by("pk")
    return list(rows.defer("attachment__content"))


def was_sent(report: NeedsReport, attachment: int) -> bool:
    """Whether a version that has been sent names the attachment (a key)."""
    named = {"facts": {"attachments": [{"pk": attachment}]}}
    return versions_of(report).filter(content__contains=named).exists()


def readable_file(user: User, known: KnownReport, attachment: int, *, now: datetime) -> Attachment | None:
    """One file (a key) with its bytes: the report's own, or one that was sent with an earlier version.

    For those who may read the whole report as it stands; None for others, and for a file that is not the report's.
    """
    report = known.report
    if report.pk is None or not reads_whole(user, known, now=now):
        return None
    found = Attachment.objects.filter(pk=attachment)
    if found.filter(report_attachment__report=report).exists() or was_sent(report, attachment):
        return found.first()
    return None


def continued(needs: Iterable[Need]) -> dict[int, Need]:
    """The earlier needs that some of `needs` carry on, by key, each with its theme and its report's round."""
    keys = {need.continues_id for need in needs if need.continues_id}
    if not keys:
        return {}
    return Need.objects.select_related("theme", "report__round").in_bulk(keys)


def has_measures(report: NeedsReport) -> bool:
    """Whether the network has made a measure of one of the report's needs."""
    return Measure.objects.filter(needs__report=report).exists()


def shared_count(kindergartens: Iterable[Kindergarten], report: NeedsReport) -> int:
    """How many of the kindergartens have shared their assessment in the report's round."""
    shared = Assessment.objects.filter(round=report.round, state=AssessmentState.SHARED)
    return shared.filter(kindergarten__in=[kindergarten.pk for kindergarten in kindergartens]).count()


def readable_versions(user: User, known: KnownReport, *, now: datetime) -> list[ContentVersion]:
    """What has been sent, oldest first: for those who may read the whole report as it stands now; else nothing.

    What the owner has taken back is the owner's alone until it is sent again.
    """
    if not reads_whole(user, known, now=now):
        return []
    return list(versions_of(known.report))


def readable_attachments(user: User, known: KnownReport, *, now: datetime) -> list[ReportAttachment]:
    """The report's files, for those who may read the whole report; else nothing."""
    return attachments_of(known.report) if reads_whole(user, known, now=now) else []
