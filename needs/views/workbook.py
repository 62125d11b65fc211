"""The pages on which an owner works in Excel: download, upload, look over, store."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from common.documents.workbook import CONTENT_TYPE
from common.refusals import may
from common.views import KnownPage, attempt, or_404, person, turn_away
from needs.excel.faults import SHOWN
from needs.excel.marking import can_be_marked, marked
from needs.excel.merging import Choice
from needs.excel.telling import Telling
from needs.excel.writing import workbook_of
from needs.forms.workbook import WorkbookForm
from needs.models import WorkbookUpload
from needs.queries.workbook import stand_of, waiting_upload
from needs.rules import needs_report as rules
from needs.services import workbook as services
from needs.views.needs_report import detail_url, known_or_404, place_of
from needs.views.shared import go

MINE, THEIRS = "mine", "theirs"


class WorkbookPage(KnownPage):
    """A page for those who write the report. Others are told nothing of it."""

    def find(self, **place: int) -> None:
        self.user = person(self.request)
        self.known = known_or_404(self.request, **place, now=self.now)
        self.report = self.known.report
        if not rules.writes(self.user, self.report, now=self.now):
            raise Http404
        self.place = place_of(self.report)

    def waiting(self) -> WorkbookUpload:
        """The person's own workbook that waits. Raises Http404."""
        return or_404(waiting_upload(self.user, self.report))

    def around(self) -> dict[str, Any]:
        """What stands on each of these pages."""
        return {
            "report": self.report,
            "place": self.place,
            "answer": rules.answer_for_owner(self.report, now=self.now),
        }


class Workbook(WorkbookPage):
    """What the workbook is, where to get it, and where to upload it."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return self._page(WorkbookForm())

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        form = WorkbookForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(form)
        try:
            is_kept = attempt(form, lambda: self._keep(form))
        except ValidationError as trouble:
            form.add_error("file", trouble)
            return self._page(form)
        return go("workbook_review", self.place) if is_kept else self._page(form, status=409)

    def _keep(self, form: WorkbookForm) -> None:
        file = form.cleaned_data["file"]
        services.upload_workbook(
            report=self.report, name=file.name, content=file.content, by=self.user, now=self.now
        )

    def _page(self, form: WorkbookForm, status: int = 200) -> HttpResponse:
        refusal = may(rules.check_may_save_needs_report, self.user, self.report, now=self.now)
        context = {
            "form": None if refusal and not form.is_bound else form,
            "refusal": refusal.sentence if refusal else "",
            "waiting": waiting_upload(self.user, self.report),
            "form_multipart": True,
            "cancel_url": detail_url(self.report),
        }
        return render(self.request, "needs/workbook.html", self.around() | context, status=status)


class WorkbookDownload(WorkbookPage):
    """The workbook as it stands now."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        content = workbook_of(stand_of(self.known, self.user, now=self.now), secrets.token_hex(16))
        return _file(content, _("Needs report %(year)s %(owner)s.xlsx") % self._names())

    def _names(self) -> dict[str, Any]:
        return {"year": self.report.round.grant_year, "owner": self.report.owner.name}


class WorkbookReview(WorkbookPage):
    """What is wrong in the uploaded workbook, or what storing it would do, and what must be chosen first."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        refusal = may(rules.check_may_save_needs_report, self.user, self.report, now=self.now)
        if refusal is not None:
            return turn_away(request, refusal, reverse("needs:workbook", kwargs=self.place))
        return self._page({})

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        choices = chosen(request.POST)
        found = services.store_workbook(upload=self.waiting(), choices=choices, by=self.user, now=self.now)
        if found.faults or found.outcome.clashes:
            return self._page(choices, status=409)
        messages.success(request, _("What the workbook says is stored. Look over it before it is sent."))
        return redirect(detail_url(self.report))

    def _page(self, choices: Mapping[str, Choice], status: int = 200) -> HttpResponse:
        upload = self.waiting()
        found = services.review_workbook(upload=upload, by=self.user, now=self.now)
        telling = Telling(found.stand)
        rows = [(telling.choose(clash), _picked(choices, clash.name)) for clash in found.outcome.clashes]
        context = {
            "filename": upload.attachment.filename,
            "fault_count": len(found.faults),
            "faults": found.faults[:SHOWN],
            "can_be_marked": can_be_marked(found.pages),
            "clashes": rows,
            "is_choosing": status == 409,
            "preview": telling.preview(found.outcome),
            "is_nothing": found.outcome.is_nothing,
            "missing": found.reading.missing,
            "left_out": telling.where(found.outcome.left_out)[:SHOWN],
            "kept_count": len(found.outcome.kept),
            "steps": self._steps(),
        }
        return render(self.request, "needs/workbook_review.html", self.around() | context, status=status)

    def _steps(self) -> list[dict[str, Any]]:
        upload = reverse("needs:workbook", kwargs=self.place)
        return [
            {"label": _("Download and fill in"), "url": upload, "is_done": True, "is_current": False},
            {"label": _("Upload"), "url": upload, "is_done": True, "is_current": False},
            {"label": _("Look over and store"), "url": "", "is_done": False, "is_current": True},
        ]


class WorkbookFaults(WorkbookPage):
    """The uploaded workbook with each fault marked at its cell."""

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        upload = self.waiting()
        found = services.review_workbook(upload=upload, by=self.user, now=self.now)
        if not found.faults or not can_be_marked(found.pages):
            raise Http404
        try:
            content = marked(bytes(upload.attachment.content), found.faults)
        except ValueError:
            messages.error(request, _("The file cannot be marked. Mend what the list on this page says."))
            return go("workbook_review", self.place)
        return _file(content, _("Mend %(name)s") % {"name": upload.attachment.filename})


class WorkbookDiscard(WorkbookPage):
    """Throw the uploaded workbook away."""

    def post(self, request: HttpRequest, **place: int) -> HttpResponse:
        services.discard_workbook(upload=self.waiting(), by=self.user, now=self.now)
        messages.success(request, _("The uploaded workbook is thrown away. Nothing was stored."))
        return go("workbook", self.place)


def chosen(posted: Mapping[str, str]) -> dict[str, Choice]:
    """What is chosen for each field: `pick.<name>` is "mine" or "theirs", `seen.<name>` what the page showed.

    The button `all` chooses the same for every field of the page.
    """
    names = [key.removeprefix("seen.") for key in posted if key.startswith("seen.")]
    picks = {name: posted.get("all") or posted.get(f"pick.{name}") for name in names}
    return {
        name: Choice(is_mine=pick == MINE, seen=posted[f"seen.{name}"])
        for name, pick in picks.items()
        if pick in (MINE, THEIRS)
    }


def _picked(choices: Mapping[str, Choice], name: str) -> str:
    if name not in choices:
        return ""
    return MINE if choices[name].is_mine else THEIRS


def _file(content: bytes, name: str) -> HttpResponse:
    """A workbook as a download; no browser guesses its type, no cache keeps it."""
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
