"""The files of a report: a step of the road, and handing them out."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from common.attachment_pages import FilesPage
from common.attachments import Upload, download
from common.views import KnownPage, or_404, person, turn_away
from reporting import queries, services
from reporting.queries.report_parts import file_of, files_of, reads_content
from reporting.rules.report import MOST_FILES
from reporting.views.report import grant_or_404
from reporting.views.report_page import ReportMixin
from reporting.views.report_steps import ATTACHMENTS, step_url


class FilesStep(ReportMixin, FilesPage):
    """Adding and removing files."""

    step = ATTACHMENTS
    template_name = "reporting/report_attachments.html"
    most = MOST_FILES

    def files(self) -> Sequence[Any]:
        return self.parts.files

    def store(self, uploads: Sequence[Upload]) -> Sequence[Any]:
        rows = services.attach_to_report(
            grant=self.grant, uploads=uploads, by=person(self.request), now=self.now
        )
        self.read_again()
        return rows


class FileRemove(ReportMixin, KnownPage):
    """Take a file out of the draft. POST alone."""

    http_method_names = ["post"]

    def find(self, pk: int, **place: int) -> None:
        super().find(pk)
        if place["file"] not in {row.pk for row in files_of(self.report)}:
            raise Http404

    def post(self, request: HttpRequest, pk: int, file: int) -> HttpResponse:
        refused = self.refusal()
        if refused is not None:
            return turn_away(request, refused, self.home())
        services.remove_file(grant=self.grant, pk=file, by=person(request), now=self.now)
        messages.success(request, _("The file is removed."))
        return redirect(step_url(self.grant, ATTACHMENTS))


class FileDownload(KnownPage):
    """One file, for those who read the report: its own, or one that was sent with an earlier version."""

    def find(self, pk: int, file: int) -> None:
        user = person(self.request)
        report = or_404(queries.report_of(grant_or_404(self.request, pk, now=self.now)))
        if not reads_content(user, report, now=self.now):
            raise Http404
        self.file: Any = or_404(file_of(report, file))

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return download(self.file)
