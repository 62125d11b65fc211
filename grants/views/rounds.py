"""Which round a page is about."""

from datetime import datetime

from django.http import HttpRequest

from common.views import or_404, person
from grants.queries.budget import rounds_read_as
from networks.models import Round
from networks.queries import staff_round
from networks.roles import Role


def staff_round_or_404(request: HttpRequest, year: int, *, now: datetime) -> Round:
    """The round of a year in the county whose governor's office the person works at. Raises Http404."""
    return or_404(staff_round(person(request), year, now=now))


def round_read_as(
    request: HttpRequest, year: int, roles: set[Role], *, now: datetime, with_dates: bool = True
) -> Round:
    """The round of a year in a county where the person holds one of `roles` in some body. Raises Http404.

    Pages that ask for no deadline leave the dates out.
    """
    rounds = rounds_read_as(person(request), roles, now=now).filter(grant_year=year)
    return or_404((rounds if with_dates else rounds.prefetch_related(None)).first())
