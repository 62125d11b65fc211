"""What every open page stands on: its language stands in its address, any cache may keep it, nobody is known."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.cache import get_conditional_response, patch_cache_control
from django.utils.http import quote_etag
from django.utils.translation import gettext as _
from django.views import View

from common import clock
from common.release import release
from networks.models import County
from reporting.openness.keeping import fingerprint, kept
from reporting.queries.open_counties import open_counties, open_county
from reporting.queries.open_stamp import stamp

KEPT_FOR = 300
"""Seconds for which any cache may answer without asking."""
LANGUAGES = {"open": "nb", "open_en": "en"}
LOCALES = {"open": "nb_NO", "open_en": "en_GB"}
WAYS = ("front", "measures", "dates", "plans", "data")
"""The pages that every open page leads to."""
OTHERS = {"open": ("open_en", "en", "English"), "open_en": ("open", "nb", "Norsk")}


def space_of(path: str) -> str:
    """The language of an address, as the namespace of its pages."""
    english = reverse("open_en:front"), reverse("open_en:data")
    return "open_en" if path.startswith(english) else "open"


def mark_of_public(*, now: datetime) -> str:
    """A short text that stands for all that is public at `now`, and for how this release of the portal says it."""
    return fingerprint(stamp(now=now), release(), settings.PORTAL_URL)


def may_be_kept(response: HttpResponseBase, etag: str) -> None:
    """Any cache may keep the answer for a while, and then asks whether it is the newest."""
    response.headers["ETag"] = etag
    patch_cache_control(response, public=True, max_age=KEPT_FOR)


class OpenPage(View):
    """One open page. `is_kept`: its address holds nothing that a visitor can make up."""

    template_name: str
    is_kept = False
    content_type = "text/html; charset=utf-8"
    disposition = ""
    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, **place: Any) -> HttpResponseBase:
        self._check_address()
        self.now = clock.now()
        self.namespace = space_of(request.path)
        self.mark = mark_of_public(now=self.now)
        with translation.override(LANGUAGES[self.namespace]):
            response = self._answer(request, **place)
        response.headers["Content-Language"] = LANGUAGES[self.namespace]
        return response

    def _check_address(self) -> None:
        """A page has one address: 02027 is no other way to say 2027, so that nobody fills the cache with such."""
        match = self.request.resolver_match
        if match is not None and self.request.path != reverse(match.view_name, kwargs=match.kwargs):
            raise Http404

    def _answer(self, request: HttpRequest, **place: Any) -> HttpResponseBase:
        etag = quote_etag(fingerprint(self.mark, request.get_host(), request.get_full_path()))
        self.county = self.find_county(**place)
        self.find(**place)
        unchanged = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            may_be_kept(unchanged, etag)
            return unchanged
        content = kept(self._name(), self._made) if self.is_kept else self._made()
        response = HttpResponse(content, content_type=self.content_type)
        if self.disposition:
            response.headers["Content-Disposition"] = self.disposition
        may_be_kept(response, etag)
        return response

    def _name(self) -> str:
        """What the page is kept under: its path and county, and nothing of what else stands in the address."""
        return fingerprint(self.mark, self.request.path, self.suffix)

    def _made(self) -> bytes:
        context = {"open": self.frame(), **self.context()}
        return render_to_string(self.template_name, context, request=self.request).encode()

    def find_county(self, **place: Any) -> County | None:
        """The county that the page is about: the one that the address names (`fylke`), else the first."""
        asked = self.request.GET.get("fylke", "")
        found = open_county(asked)
        if asked and found is None:
            raise Http404
        return found

    def find(self, **place: Any) -> None:
        """Load what the address names. Raises Http404."""

    def context(self) -> Mapping[str, Any]:
        """What the page shows."""
        return {}

    @property
    def suffix(self) -> str:
        """What addresses end with, so that they stay in the county that was asked for."""
        asked = self.request.GET.get("fylke", "")
        return f"?fylke={self.county.number}" if asked and self.county else ""

    def url(self, name: str, **place: Any) -> str:
        """The address of another open page in the same language and county."""
        return reverse(f"{self.namespace}:{name}", kwargs=place) + self.suffix

    def frame(self) -> dict[str, Any]:
        """What stands around every open page."""
        other, code, name = OTHERS[self.namespace]
        query = self.suffix if self.is_kept else f"?{self.request.GET.urlencode()}"
        counties = [row for row in open_counties() if self.county and row.pk != self.county.pk]
        return {
            "county": self.county,
            "counties": [
                (row.name, f"{reverse(f'{self.namespace}:front')}?fylke={row.number}") for row in counties
            ],
            "suffix": self.suffix,
            "language": LANGUAGES[self.namespace],
            "locale": LOCALES[self.namespace],
            "other_code": code,
            "other_name": name,
            "other_url": f"{self.address_in(other)}{query.removesuffix('?')}",
            "addresses": {code: self._whole(space) for space, code in LANGUAGES.items()},
            "canonical": self._whole(self.namespace),
            "urls": {name: self.url(name) for name in WAYS},
            "nav": self._nav(),
            "is_demo": settings.DEMO_MODE,
        }

    def address_in(self, namespace: str) -> str:
        """The address of this page in a language."""
        match = self.request.resolver_match
        return reverse(f"{namespace}:{match.url_name}", kwargs=match.kwargs) if match else "/"

    def _whole(self, namespace: str) -> str:
        """The whole address by which others know this page: without what was searched for."""
        return f"{settings.PORTAL_URL}{self.address_in(namespace)}{self.suffix}"

    @property
    def here(self) -> str:
        """The name of this page's address; "" where it has none."""
        match = self.request.resolver_match
        return (match.url_name or "") if match else ""

    def _nav(self) -> list[dict[str, Any]]:
        entries = (
            (_("The year"), self.url("front"), ("front", "year", "grant", "key", "key_network")),
            (_("Measures"), self.url("measures"), ("measures",)),
            (_("Dates"), self.url("dates"), ("dates",)),
            (_("Plans"), self.url("plans"), ("plans", "plan")),
            (_("Open data"), self.url("data"), ("data", "dataset")),
        )
        return [{"label": label, "url": url, "current": self.here in names} for label, url, names in entries]
