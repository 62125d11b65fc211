"""Kindergartens, owners, networks, municipalities and universities of the person's counties."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from common.dates import oslo_date
from networks.models import Kindergarten, Municipality, Organisation, OrganisationKind
from networks.queries import counties_of, municipalities_visible_to, networks_visible_to
from networks.queries.history import called_before
from networks.roles import STAFF, bodies
from rekom.search.asked import Asked
from rekom.search.found import Found, Hit, join, page_of
from rekom.search.names import called

KINDERGARTEN = ("name", "org_number", "owner__name", "municipality__name_nb")
NETWORK = ("name",)
ORGANISATION = ("name", "short_name", "org_number", "municipality__name_nb")
MUNICIPALITY = ("name_nb", "name_sma", "number")


def kindergartens(asked: Asked) -> Found:
    """Kindergartens by name, also a former one, number, owner and municipality; those that have closed say so."""
    rows = Kindergarten.objects.filter(owner__county__in=counties_of(asked.user, now=asked.now))
    rows = called(rows, asked, *KINDERGARTEN, also=called_before(Kindergarten, asked.text))
    today = oslo_date(asked.now)

    def hit(row: Any) -> Hit:
        is_closed = row.closed_on is not None and row.closed_on <= today
        known = [row.owner, row.municipality, row.org_number, _("Closed") if is_closed else ""]
        return Hit(row.name, _page("networks:kindergarten_detail", row.pk), join(known))

    return page_of(rows, asked, hit, "owner", "municipality")


def owners(asked: Asked) -> Found:
    """Owners, municipal services and others, by name or number. Staff come to the organisation's page."""
    return _organisations(asked, ~Q(kind=OrganisationKind.UNIVERSITY))


def universities(asked: Asked) -> Found:
    """Universities and university colleges, by name, short name or number."""
    return _organisations(asked, Q(kind=OrganisationKind.UNIVERSITY))


def _organisations(asked: Asked, kind: Q) -> Found:
    rows = Organisation.objects.filter(kind, county__in=counties_of(asked.user, now=asked.now))
    rows = called(rows, asked, *ORGANISATION, also=called_before(Organisation, asked.text))
    offices = bodies(asked.user, STAFF, now=asked.now)

    def hit(row: Any) -> Hit:
        known = [row.get_kind_display(), row.municipality, row.org_number]
        return Hit(row.name, _organisation_page(row, offices), join(known))

    return page_of(rows, asked, hit, "municipality")


def _organisation_page(row: Organisation, offices: list[int]) -> str:
    """The organisation's own page is the office's; others see its kindergartens, or the networks it works with."""
    if row.county_id in offices:
        return _page("networks:organisation_detail", row.pk)
    if row.kind == OrganisationKind.UNIVERSITY:
        return reverse("networks:network_list")
    return f"{reverse('networks:kindergarten_list')}?{urlencode({'name': row.name})}"


def networks(asked: Asked) -> Found:
    """Networks by name."""
    rows = called(networks_visible_to(asked.user, now=asked.now), asked, *NETWORK)
    return page_of(rows, asked, lambda row: Hit(row.name, _page("networks:network_detail", row.pk)))


def municipalities(asked: Asked) -> Found:
    """Municipalities by their name in Norwegian or Sami, also a former one, and by number."""
    rows = called(
        municipalities_visible_to(asked.user, now=asked.now),
        asked,
        *MUNICIPALITY,
        also=called_before(Municipality, asked.text),
    )
    return page_of(
        rows, asked, lambda row: Hit(str(row), _page("networks:municipality_detail", row.pk), row.number)
    )


def _page(name: str, pk: int) -> str:
    return reverse(name, kwargs={"pk": pk})
