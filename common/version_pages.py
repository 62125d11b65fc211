"""The page of what has been sent: every version, who sent it and when, and how any two differ.

A page of an app says what it is about and who may read it (`find`), and gives its words. GET only: `til` is the
version that is read, `fra` the one it is compared with ('0' for none).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from common.differences import SectionDifference, compare
from common.kept import KeptSection, Words, read_sections
from common.models import ContentVersion
from common.views import KnownPage, whole_number


class VersionsPage(KnownPage):
    """All versions of one object. A subclass extends the template `layouts/versions.html`."""

    template_name = "layouts/versions.html"
    words: Words
    verbs: Mapping[str, Any] = {}
    """What the verb of a version is called: "Sent by"."""

    def versions(self) -> Sequence[ContentVersion]:
        """The versions, oldest first."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """What the page shows besides the versions."""
        return {}

    def receipt_url(self, version: ContentVersion) -> str:
        """Where the version can be fetched as a document; '' when it cannot."""
        return ""

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        versions = list(self.versions())
        if not versions:
            raise Http404
        after = _chosen(versions, request.GET.get("til", "")) or versions[-1]
        before = self._before(versions, after)
        base = {
            "versions": [self._line(version) for version in reversed(versions)],
            "after": after,
            "before": before,
            "sections": [] if before else self._sections(after),
            "differences": self._differences(before, after) if before else [],
        }
        return render(request, self.template_name, base | self.context())

    def _before(self, versions: Sequence[ContentVersion], after: ContentVersion) -> ContentVersion | None:
        """The version to compare with: the chosen one, else the one before."""
        wanted = self.request.GET.get("fra", "")
        number = wanted if wanted else str(after.number - 1)
        found = _chosen(versions, number)
        return found if found != after else None

    def _line(self, version: ContentVersion) -> dict[str, Any]:
        return {
            "number": version.number,
            "verb": self.verbs.get(version.verb, version.verb),
            "by": version.by,
            "at": version.at,
            "receipt_url": self.receipt_url(version),
        }

    def _sections(self, version: ContentVersion) -> list[KeptSection]:
        return read_sections(version.content, self.words)

    def _differences(self, before: ContentVersion, after: ContentVersion) -> list[SectionDifference]:
        return compare(self._sections(before), self._sections(after))


def _chosen(versions: Sequence[ContentVersion], number: str) -> ContentVersion | None:
    wanted = whole_number(number)
    return next((version for version in versions if version.number == wanted), None)
