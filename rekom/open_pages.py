"""The pages that everybody may read are the same for everybody: no cookie is read there, and none is set.

All other pages are for the one who asked alone, unless they say something else themselves.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ADDRESSES = ("/apent/", "/apne-data/", "/en/open/", "/en/open-data/", "/robots.txt", "/sitemap.xml")
FOR_ONE = "private, no-cache"
"""Kept by the reader's own browser alone, which asks before it shows it again."""


class OpenPagesMiddleware:
    """Takes the cookies from requests for open pages, so that any cache may keep them. Stands before sessions.

    No shared cache may keep any other page.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ADDRESSES):
            answer = self.get_response(request)
            answer.headers.setdefault("Cache-Control", FOR_ONE)
            return answer
        request.COOKIES = {}
        response = self.get_response(request)
        response.cookies.clear()
        _vary_without_cookie(response)
        return response


def _vary_without_cookie(response: HttpResponse) -> None:
    """What was looked at to answer, without the cookies that nobody saw."""
    named = [name for part in response.headers.get("Vary", "").split(",") if (name := part.strip())]
    left = [name for name in named if name.lower() != "cookie"]
    if left:
        response.headers["Vary"] = ", ".join(left)
    elif named:
        del response.headers["Vary"]
