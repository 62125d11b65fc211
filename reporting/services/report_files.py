"""The files of a report: added while it is a draft, and removed again."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from django.db import transaction

from common.attachments import Upload, keep, take_out
from grants.models import Grant
from networks.models import User
from reporting import rules
from reporting.models import ReportFile
from reporting.queries.report_parts import files_of, was_sent
from reporting.services.report_draft import locked_report, touch


@transaction.atomic
def attach_to_report(*, grant: Grant, uploads: Sequence[Upload], by: User, now: datetime) -> list[ReportFile]:
    """Add the files to the draft, all or none. Raises NotAllowed, and NotNow when they would be too many."""
    report = locked_report(grant, by=by, now=now)
    rules.check_may_attach(by, report, count=len(files_of(report)), adding=len(uploads), now=now)
    rows = [
        ReportFile.objects.create(report=report, attachment=keep(upload, by=by, now=now))
        for upload in uploads
    ]
    touch(report, by=by, now=now)
    return rows


@transaction.atomic
def remove_file(*, grant: Grant, pk: int, by: User, now: datetime) -> None:
    """Take a file out of the draft. What has been sent is kept with that version; what never was is deleted.

    Raises NotAllowed, NotNow, and MovedOn when somebody has removed it.
    """
    report = locked_report(grant, by=by, now=now)
    take_out(files_of(report), pk, is_sent=partial(was_sent, report))
    touch(report, by=by, now=now)
