"""The files of a needs report: added while it is a draft, and removed again."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from common.attachments import Upload, keep, take_out
from needs.models import NeedsReport, ReportAttachment
from needs.queries.report_parts import attachments_of, was_sent
from needs.rules import needs_report as rules
from needs.services.report_draft import locked_draft, touch
from networks.models import User


@transaction.atomic
def attach_to_report(
    *, report: NeedsReport, uploads: Sequence[Upload], by: User, now: datetime
) -> list[ReportAttachment]:
    """Add the files to the draft, all or none. Raises NotAllowed, and NotNow when they would be too many."""
    draft = locked_draft(report.round, report.owner, report.network, by=by, now=now, with_needs=False)
    count = len(attachments_of(draft))
    rules.check_may_attach(by, draft, count=count, adding=len(uploads), now=now)
    rows = [
        ReportAttachment.objects.create(report=draft, attachment=keep(upload, by=by, now=now))
        for upload in uploads
    ]
    touch(draft, by=by, now=now)
    return rows


@transaction.atomic
def remove_attachment(*, report: NeedsReport, pk: int, by: User, now: datetime) -> None:
    """Take a file out of the draft. What has been sent is kept with that version; what never was is deleted.

    Raises NotAllowed, NotNow, and MovedOn when somebody has removed it.
    """
    draft = locked_draft(report.round, report.owner, report.network, by=by, now=now, with_needs=False)
    take_out(attachments_of(draft), pk, is_sent=partial(was_sent, draft))
    touch(draft, by=by, now=now)
