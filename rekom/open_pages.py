"""The pages that everybody may read are the same for everybody: no cookie is read there, and none is set."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ADDRESSES = ("/apent/", "/apne-data/", "/en/open/", "/en/open-data/", "/robots.txt", "/sitemap.xml")


class OpenPagesMiddleware:
    """Takes the cookies from requests for open pages, so that any cache may keep them. Stands before sessions."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(ADDRESSES):
            return self.get_response(request)
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
