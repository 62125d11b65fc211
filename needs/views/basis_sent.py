"""What was sent: its PDF and workbook as they were issued, and every version with how it differs from another."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from common import clock
from common.documents.delivery import document_response
from common.kept import versions_of
from common.models import ContentVersion, Document
from common.version_pages import VersionsPage
from common.views import or_404
from needs.basis_content import words_of_all
from needs.views.decision_basis import known_or_404, place_of


@login_required
@require_safe
def decision_basis_document(request: HttpRequest, **place: int) -> HttpResponse:
    """The PDF of what was last sent, for all who may read the basis."""
    return _handed_out(known_or_404(request, **place, now=clock.now()).basis.document)


@login_required
@require_safe
def decision_basis_workbook(request: HttpRequest, **place: int) -> HttpResponse:
    """The workbook of what was last sent, for all who may read the basis."""
    return _handed_out(known_or_404(request, **place, now=clock.now()).basis.workbook)


def _handed_out(document: Document | None) -> HttpResponse:
    if document is None:
        raise Http404
    return document_response(document)


class DecisionBasisVersions(VersionsPage):
    """Every version that was sent, for all who may read the basis."""

    template_name = "needs/decision_basis_versions.html"
    verbs = {"submit": _("Sent by")}

    def find(self, **place: int) -> None:
        self.basis = known_or_404(self.request, **place, now=self.now).basis
        if self.basis.pk is None:
            raise Http404
        self.found = list(versions_of(self.basis))
        or_404(self.found or None)
        self.words = words_of_all(version.content for version in self.found)

    def versions(self) -> Sequence[ContentVersion]:
        return self.found

    def context(self) -> dict[str, Any]:
        return {"basis": self.basis, "place": place_of(self.basis)}
