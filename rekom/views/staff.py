"""What the staff's own pages ask of a request."""

from django.http import Http404, HttpResponse

from common.views import KnownMixin, or_404, person
from networks.models import County
from networks.queries import counties_as_staff

LETTER_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'self'; sandbox"
)
"""The policy of a letter's own HTML: it brings its own style, and may do nothing else."""


class StaffPage(KnownMixin):
    """A page for the county governor's staff, about their county. Raises Http404 for everybody else."""

    county: County

    def find(self, **place: object) -> None:
        self.county = or_404(counties_as_staff(person(self.request), now=self.now).first())


def letter_html(html: str) -> HttpResponse:
    """A letter's HTML for a frame of our own pages, where nothing in it can run, load or send. Raises Http404."""
    if not html:
        raise Http404
    response = HttpResponse(html)
    response["Content-Security-Policy"] = LETTER_POLICY
    response["X-Frame-Options"] = "SAMEORIGIN"
    response["Cache-Control"] = "private, no-store"
    return response
