"""What stands where an open page is not found: why, as far as it is known, and the ways on."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils import translation
from django.views.defaults import page_not_found

from common import clock
from reporting.queries.open_counties import open_county
from reporting.queries.open_grant import years_open
from reporting.views.open_page import LANGUAGES, OpenPage, mark_of_public, space_of

FILES = "/apne-data/v1/"
FRONTS = ("front", "data")


class OpenNotFound(OpenPage):
    """The page for an address that has none, in the language of the address."""

    template_name = "open/not_found.html"
    is_kept = True

    def get(self, request: HttpRequest, **place: Any) -> HttpResponseBase:
        self.now = clock.now()
        self.namespace = space_of(request.path)
        self.mark = mark_of_public(now=self.now)
        with translation.override(LANGUAGES[self.namespace]):
            self.county = open_county()
            content = self._made()
        response = HttpResponse(content, status=404)
        response.headers["Content-Language"] = LANGUAGES[self.namespace]
        return response

    def address_in(self, namespace: str) -> str:
        return reverse(f"{namespace}:front")

    @property
    def suffix(self) -> str:
        return ""

    @property
    def here(self) -> str:
        return ""

    def context(self) -> dict[str, Any]:
        years = years_open(self.county) if self.county else []
        match = self.request.resolver_match
        asked = match.kwargs.get("year") if match else None
        return {
            "missing_year": asked if asked not in years else None,
            "years": [(year, self.url("year", year=year)) for year in years],
        }


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """The answer to an address that has no page: the open pages' own where it is one of theirs, else the portal's.

    One who asks for a file is answered in one line.
    """
    if request.path.startswith(FILES):
        said = exception.args[0] if isinstance(exception, Http404) and exception.args else None
        reason = said if isinstance(said, str) else "No such file."  # the router tells what it has tried
        index = request.build_absolute_uri(reverse("open_en:data"))
        text = f"404 Not Found. {reason} What there is: {index}\n"
        return HttpResponse(text, status=404, content_type="text/plain; charset=utf-8")
    if not request.path.startswith(
        tuple(reverse(f"{space}:{name}") for space in LANGUAGES for name in FRONTS)
    ):
        return page_not_found(request, exception)
    page = OpenNotFound()
    page.setup(request)
    return page.get(request)
