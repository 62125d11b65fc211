"""What the pages of this app ask of a request."""

from collections.abc import Iterable
from datetime import datetime

from django.http import Http404, HttpRequest

from common.views import person
from networks.models import County, User
from networks.queries import counties_as_staff
from networks.roles import STAFF, Role, seats_of


def seated_or_404(request: HttpRequest, *, now: datetime) -> User:
    """The signed-in person, when they have a seat at all. Raises Http404."""
    if not seats_of(person(request), now=now):
        raise Http404
    return person(request)


def county_or_404(request: HttpRequest, roles: Iterable[Role] = STAFF, *, now: datetime) -> County:
    """The county at whose governor's office the person works in one of `roles`. Raises Http404."""
    county = counties_as_staff(person(request), roles, now=now).first()
    if county is None:
        raise Http404
    return county
