"""What has been sent of a report: its versions, how they differ, and each as a PDF."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from common.documents.delivery import document_response
from common.models import ContentVersion
from common.version_pages import VersionsPage
from common.views import KnownPage, or_404, person
from reporting import queries
from reporting.models import Report
from reporting.queries.report_parts import readable_versions
from reporting.report_content import WORDS
from reporting.services.report_receipt import issue_receipt
from reporting.views.report import VERBS, grant_or_404


class ReportVersions(VersionsPage):
    """Every version with who and when, and how any two differ, for those who read the report."""

    template_name = "reporting/report_versions.html"
    words = WORDS
    verbs = VERBS
    report: Report

    def find(self, pk: int) -> None:
        self.report = _sent_or_404(self.request, pk, now=self.now)

    def versions(self) -> Sequence[ContentVersion]:
        return readable_versions(person(self.request), self.report, now=self.now)

    def receipt_url(self, version: ContentVersion) -> str:
        place = {"pk": self.report.grant_id, "number": version.number}
        return reverse("reporting:report_receipt_download", kwargs=place)

    def context(self) -> dict[str, Any]:
        return {"report": self.report, "grant": self.report.grant}


class ReceiptDownload(KnownPage):
    """One version as a PDF of exactly what was sent."""

    def find(self, pk: int, number: int) -> None:
        self.report = _sent_or_404(self.request, pk, now=self.now)
        versions = readable_versions(person(self.request), self.report, now=self.now)
        self.version = or_404(next((one for one in versions if one.number == number), None))

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return document_response(issue_receipt(report=self.report, version=self.version, now=self.now))


def _sent_or_404(request: HttpRequest, pk: int, *, now: Any) -> Report:
    """The report, begun, when the person may open its page. Raises Http404."""
    return or_404(queries.report_of(grant_or_404(request, pk, now=now)))
