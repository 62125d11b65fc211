"""The files of a report: a step of the road, and handing them out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.attachments import download
from common.views import KnownPage, attempt, or_404, person, turn_away
from reporting import queries, services
from reporting.forms.report import FilesForm
from reporting.queries.report_parts import file_of, files_of, reads_content
from reporting.rules.report import MOST_FILES
from reporting.views.report import grant_or_404
from reporting.views.report_page import ReportMixin
from reporting.views.report_steps import ATTACHMENTS, step_url


class FilesStep(ReportMixin, KnownPage):
    """Adding and removing files. Good files are stored also when others are not taken."""

    step = ATTACHMENTS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.turned_away() or self._page(FilesForm())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = FilesForm(request.POST, request.FILES)
        is_valid = form.is_valid()
        if form.uploads and not attempt(form, lambda: self._store(form)):
            return self._page(form, status=409)
        if not is_valid:
            return self._page(form)
        return redirect(request.path)

    def _store(self, form: FilesForm) -> None:
        rows = services.attach_to_report(
            grant=self.grant, uploads=form.uploads, by=person(self.request), now=self.now
        )
        self.read_again()
        sentence = ngettext("%(n)s file is added.", "%(n)s files are added.", len(rows))
        messages.success(self.request, sentence % {"n": len(rows)})

    def _page(self, form: FilesForm, status: int = 200) -> HttpResponse:
        files: Any = self.parts.files
        context = self.around() | {
            "form": form,
            "form_multipart": True,
            "files": files,
            "most": MOST_FILES,
            "room": MOST_FILES - len(files),
        }
        return render(self.request, "reporting/report_attachments.html", context, status=status)


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
