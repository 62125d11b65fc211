"""What has been sent of a needs report: its versions, how they differ, and each as a PDF."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from common.documents.delivery import document_response
from common.models import ContentVersion
from common.version_pages import VersionsPage
from common.views import KnownPage, or_404, person
from needs.queries.report_parts import readable_versions
from needs.report_content import WORDS
from needs.services.report_receipt import issue_receipt
from needs.views.needs_report import VERBS, known_or_404


class NeedsReportVersions(VersionsPage):
    """Every version with who and when, and how any two differ, for those who read the whole report."""

    template_name = "needs/needs_report_versions.html"
    words = WORDS
    verbs = VERBS

    def find(self, **place: int) -> None:
        self.place = place
        self.known = known_or_404(self.request, **place, now=self.now)

    def versions(self) -> Sequence[ContentVersion]:
        return readable_versions(person(self.request), self.known, now=self.now)

    def receipt_url(self, version: ContentVersion) -> str:
        return reverse("needs:needs_report_receipt_download", kwargs={**self.place, "number": version.number})

    def context(self) -> dict[str, Any]:
        return {"report": self.known.report, "place": self.place}


class ReceiptDownload(KnownPage):
    """One version as a PDF of exactly what was sent; it is made when somebody first asks."""

    def find(self, number: int, **place: int) -> None:
        known = known_or_404(self.request, **place, now=self.now)
        self.report = known.report
        versions = readable_versions(person(self.request), known, now=self.now)
        self.version = or_404(next((one for one in versions if one.number == number), None))

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        return document_response(issue_receipt(report=self.report, version=self.version, now=self.now))
