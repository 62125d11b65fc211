"""A page of pictures on paper: the same drawings and tables as on the screen."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils.http import content_disposition_header
from django.utils.text import slugify
from django.utils.translation import get_language

from common.dates import day, oslo_date
from common.documents.pdf import make_pdf
from networks.models import Round
from reporting.dashboard.sections import Section

PLAIN = str.maketrans({"æ": "ae", "ø": "o", "å": "a"})


def dashboard_pdf(
    *, heading: str, lead: str, round: Round, sections: Sequence[Section], now: datetime
) -> bytes:
    """The pictures as PDF/UA."""
    html = render_to_string(
        "documents/dashboard.html",
        {
            "language": get_language(),
            "heading": heading,
            "lead": lead,
            "round": round,
            "sections": [_without_addresses(section) for section in sections],
            "made_on": day(now),
            "created": oslo_date(now).isoformat(),
        },
    )
    identifier = f"{heading}-{round.grant_year}-{oslo_date(now)}"
    return make_pdf(html, css="dashboard", identifier=identifier.encode())


def _without_addresses(section: Section) -> Section:
    """The portal's addresses lead nowhere from paper."""
    return replace(section, pictures=tuple(replace(picture, addresses=()) for picture in section.pictures))


def dashboard_response(
    *, heading: str, lead: str, round: Round, sections: Sequence[Section], now: datetime
) -> HttpResponse:
    """The PDF as a download that no cache keeps."""
    content = dashboard_pdf(heading=heading, lead=lead, round=round, sections=sections, now=now)
    name = f"{slugify(heading.lower().translate(PLAIN))}-{round.grant_year}.pdf"
    response = HttpResponse(content, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
