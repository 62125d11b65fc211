"""What stands where no page is found: the portal's own page, or that of the open pages at an address of theirs."""

from django.http import HttpRequest, HttpResponseBase
from django.views.defaults import page_not_found

from rekom.open_pages import ADDRESSES
from reporting.views.open_not_found import open_not_found


def not_found(request: HttpRequest, exception: Exception) -> HttpResponseBase:
    """The answer to an address that has no page."""
    if request.path.startswith(ADDRESSES):
        return open_not_found(request, exception)
    return page_not_found(request, exception)
