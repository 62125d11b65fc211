"""The files of a needs report: a step of the road, and handing them out."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from common.attachment_pages import FilesPage
from common.attachments import Upload, download
from common.views import KnownPage, or_404, person
from needs.queries.report_parts import attachments_of, readable_file
from needs.rules.needs_report import MOST_ATTACHMENTS
from needs.services import report_attachments as services
from needs.views.needs_report import known_or_404
from needs.views.report_page import ReportMixin
from needs.views.report_steps import ATTACHMENTS, SEND, step_url


class AttachmentsStep(ReportMixin, FilesPage):
    """Adding and removing files."""

    step = ATTACHMENTS
    template_name = "needs/needs_report_attachments.html"
    most = MOST_ATTACHMENTS

    def files(self) -> Sequence[Any]:
        return attachments_of(self.report)

    def store(self, uploads: Sequence[Upload]) -> Sequence[Any]:
        return services.attach_to_report(
            report=self.report, uploads=uploads, by=person(self.request), now=self.now
        )

    def around(self) -> dict[str, Any]:
        return super().around() | {"url_next": step_url(self.report, SEND)}


class AttachmentRemove(ReportMixin, KnownPage):
    """Take a file out of the draft. POST alone."""

    http_method_names = ["post"]

    def find(self, **place: int) -> None:
        super().find(**place)
        if place["pk"] not in {row.pk for row in attachments_of(self.report)}:
            raise Http404

    def post(self, request: HttpRequest, pk: int, **place: int) -> HttpResponse:
        self.check()
        services.remove_attachment(report=self.report, pk=pk, by=person(request), now=self.now)
        messages.success(request, _("The file is removed."))
        return redirect(step_url(self.report, ATTACHMENTS))


class AttachmentDownload(KnownPage):
    """One file, for those who read the whole report: its own, or one that was sent with an earlier version."""

    def find(self, pk: int, **place: int) -> None:
        known = known_or_404(self.request, **place, now=self.now)
        self.file: Any = or_404(readable_file(person(self.request), known, pk, now=self.now))

    def get(self, request: HttpRequest, pk: int, **place: int) -> HttpResponse:
        return download(self.file)
