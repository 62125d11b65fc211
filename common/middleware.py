"""Turns refusals that reach the edge into pages and sentences, so that no view has to."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from common.refusals import NotAllowed, NotNow, Refused


class RefusalMiddleware:
    """NotAllowed becomes a 403 page; NotNow goes back to the page the user came from, with the sentence."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NotAllowed):
            return render(request, "403.html", {"exception": exception.sentence}, status=403)
        if not isinstance(exception, Refused):
            return None
        if (
            isinstance(exception, NotNow)
            and request.method == "POST"
            and not request.headers.get("HX-Request")
        ):
            messages.error(request, exception.message)
            return redirect(_page_before(request))
        context = {"sentence": exception.sentence, "way_on": getattr(exception, "way_on", None)}
        return render(request, "409.html", context, status=409)


def _page_before(request: HttpRequest) -> str:
    """The page the form stood on, when it is one of ours; else the home page."""
    before = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(before, allowed_hosts={request.get_host()})
    return before if ours else "/"
