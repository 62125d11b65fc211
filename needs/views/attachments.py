"""The files of a needs report: a step of the road, and handing them out."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.attachments import download
from common.views import KnownPage, attempt, or_404, person
from needs.forms.attachments import AttachmentsForm
from needs.queries.report_parts import attachments_of, readable_file
from needs.rules.needs_report import MOST_ATTACHMENTS
from needs.services import report_attachments as services
from needs.views.needs_report import known_or_404
from needs.views.report_page import ReportMixin
from needs.views.report_steps import ATTACHMENTS, SEND, step_url


class AttachmentsStep(ReportMixin, KnownPage):
    """Adding and removing files. Good files are stored also when others are not taken."""

    step = ATTACHMENTS

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return self.turned_away() or self._page(AttachmentsForm())

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = AttachmentsForm(request.POST, request.FILES)
        is_valid = form.is_valid()
        if form.uploads and not attempt(form, lambda: self._store(form)):
            return self._page(form, status=409)
        if not is_valid:
            return self._page(form)
        return redirect(request.path)

    def _store(self, form: AttachmentsForm) -> None:
        rows = services.attach_to_report(
            report=self.report, uploads=form.uploads, by=person(self.request), now=self.now
        )
        sentence = ngettext("%(n)s file is added.", "%(n)s files are added.", len(rows))
        messages.success(self.request, sentence % {"n": len(rows)})

    def _page(self, form: AttachmentsForm, status: int = 200) -> HttpResponse:
        files = attachments_of(self.report)
        context = self.around() | {
            "form": form,
            "form_multipart": True,
            "files": files,
            "most": MOST_ATTACHMENTS,
            "room": MOST_ATTACHMENTS - len(files),
            "url_next": step_url(self.report, SEND),
        }
        return render(self.request, "needs/needs_report_attachments.html", context, status=status)


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
