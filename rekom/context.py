"""What every page of the portal shows around its own content."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.functional import SimpleLazyObject

from common import clock
from networks.queries import county_shown
from networks.roles import seats_of
from rekom.nav import menus_for

LANGUAGE_NAMES = {"nb": "Norsk", "en": "English"}


def portal(request: HttpRequest) -> dict[str, Any]:
    """`portal` in every template: county, seats, menu, clock, language. At most one query beyond the seats."""
    kept = vars(request)
    if "portal" not in kept:
        kept["portal"] = SimpleLazyObject(lambda: _portal(request))
    return {"portal": kept["portal"]}


def _portal(request: HttpRequest) -> dict[str, Any]:
    now = clock.now()
    language = translation.get_language() or settings.LANGUAGE_CODE
    user = getattr(request, "user", None)
    seats = seats_of(user, now=now) if user is not None else []
    county = county_shown(user, now=now)
    nav, county_nav = menus_for(seats, request.path)
    return {
        "county_name": county.name if county else "",
        "office_name": county.office_name if county else "",
        "contact_email": county.email if county else "",
        "accessibility_url": settings.ACCESSIBILITY_STATEMENT_URL,
        "demo": settings.DEMO_MODE,
        "now": now,
        "seats": seats,
        "nav": nav,
        "county_nav": county_nav,
        "language": language,
        "other_languages": [(code, name) for code, name in LANGUAGE_NAMES.items() if code != language],
    }
