"""Facts about the county's kindergartens, made of the register's figures: an attachment to the county's plan.

Source: "Langsiktig plan", Vedlegg 1 (Fakta om barnehagene).
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import day
from common.documents.issue import issue
from common.documents.pdf import make_pdf
from common.models import Document
from networks.models import County, Municipality, OrganisationKind
from networks.plan_documents import number_for
from networks.queries.plan_figures import kindergartens_with_figures

LANGUAGE = settings.LANGUAGE_CODE
KIND = "plan_facts"


@dataclass
class Place:
    """A municipality's kindergartens in numbers; or all of them together."""

    name: str
    municipal: int = 0
    private: int = 0
    children: int = 0
    staff: Decimal = Decimal(0)
    without_figures: int = 0

    @property
    def kindergartens(self) -> int:
        """Municipal and private together."""
        return self.municipal + self.private

    def count(self, row: Any) -> None:
        """Add one kindergarten."""
        if row.owner.kind == OrganisationKind.MUNICIPALITY:
            self.municipal += 1
        else:
            self.private += 1
        self.children += row.children or 0
        self.staff += row.staff_fte or 0
        self.without_figures += row.children is None


def issue_facts(county: County, *, now: datetime) -> Document:
    """Make and store the facts as they are today."""
    with override(LANGUAGE):
        number = number_for(county, KIND, "F", now=now)
        facts = county_facts(county, number=number, now=now)
        return issue(
            kind=KIND,
            number=number,
            title=facts["title"],
            filename=f"fakta-om-barnehagene-{number}.pdf",
            content=facts_pdf(facts),
            now=now,
        )


def facts_pdf(facts: dict[str, Any]) -> bytes:
    """The facts as PDF/UA. The same facts give the same bytes."""
    html = render_to_string("documents/plan_facts.html", {"facts": facts})
    return make_pdf(html, css="kept", identifier=facts["number"].encode())


def county_facts(county: County, *, number: str, now: datetime) -> dict[str, Any]:
    """All that the document says: a line for each municipality in Norwegian order, and the sum."""
    places, total, years = _places(county, now=now)
    return {
        "language": LANGUAGE,
        "number": number,
        "title": _("Facts about the kindergartens in %(county)s") % {"county": county.name},
        "county": county.name,
        "office": county.office_name,
        "made_on": day(now),
        "made_at_iso": localtime(now).isoformat(timespec="seconds"),
        "years": years,
        "rows": [_line(place) for place in places],
        "total": _line(total),
        "without_figures": total.without_figures,
    }


def _places(county: County, *, now: datetime) -> tuple[list[Place], Place, str]:
    """The municipalities with kindergartens, all together, and of which years the figures are ('2024–2025')."""
    found: dict[int, Place] = {}
    total = Place(_("In all"))
    years = set()
    for row in kindergartens_with_figures(county, now=now):
        place = found.setdefault(row.municipality_id, Place(_name(row.municipality)))
        place.count(row)
        total.count(row)
        years |= {row.figures_year} if row.figures_year else set()
    words = "–".join(str(year) for year in dict.fromkeys((min(years), max(years)))) if years else ""
    return list(found.values()), total, words


def _name(municipality: Municipality) -> str:
    return str(municipality)


def _line(place: Place) -> dict[str, str]:
    figures = (place.kindergartens, place.municipal, place.private, place.children)
    words = [f"{figure:,}".replace(",", "\u00a0") for figure in figures]
    staff = f"{place.staff:,.1f}".replace(",", "\u00a0").replace(".", ",")
    names = ("kindergartens", "municipal", "private", "children")
    return {"name": place.name, **dict(zip(names, words, strict=True)), "staff": staff}
