"""The annual wheels: of a network, a municipality, a kindergarten and the county; as a page, PDF and SVG."""

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header

from common.dates import oslo_date
from common.views import KnownPage, or_404, person, whole_number
from networks.queries import wheel_scopes as scopes
from networks.queries.wheel import read_wheel
from networks.wheel.entries import Wheel
from networks.wheel.files import PAPERS, file_name, wheel_pdf, wheel_svg
from networks.wheel.geometry import picture_of
from networks.wheel.scope import Scope
from networks.wheel.table import table_of
from networks.wheel.year import EARLIEST, FIRST_MONTH, LATEST, WheelYear, year_of

JANUARY = "januar"
"""What the address says of a year that begins in January: `?fra=januar`."""


class WheelPage(KnownPage):
    """A wheel: the picture, the list of what stands in it, and the table."""

    scope: Scope

    def find(self, **place: Any) -> None:
        self.scope = or_404(self.find_scope(**place))
        self.year = _chosen_year(self.request, self.scope, year_of(oslo_date(self.now)))

    def find_scope(self, **place: int) -> Scope | None:
        """The wheel that the address names, as this person may see it."""
        raise NotImplementedError

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        wheel = self.wheel()
        context = {
            "wheel": wheel,
            "picture": picture_of(wheel),
            "table": table_of(wheel),
            "scope": self.scope,
            "network": self.scope.network,
            "ways": _ways(self.scope, self.year, self.others()),
            "may_add": bool(scopes.places_to_write(person(request), self.scope, now=self.now)),
        }
        return render(request, "networks/wheel.html", context | _links(self.scope, self.year))

    def wheel(self) -> Wheel:
        """What the page and the files show."""
        return read_wheel(self.scope, self.year, user=person(self.request), now=self.now)

    def others(self) -> list[Scope]:
        """The wheels beside this one."""
        if self.scope.network is None:
            return []
        return scopes.scopes_of(person(self.request), self.scope.network, now=self.now)


class CountyWheel(WheelPage):
    """The county's wheel, for everybody with a seat in it."""

    def find_scope(self, **place: int) -> Scope | None:
        return scopes.county_scope(person(self.request), now=self.now)


class NetworkWheel(WheelPage):
    """A network's wheel, or with `?uh=` the part of it that one university shares."""

    def find_scope(self, **place: int) -> Scope | None:
        found = or_404(scopes.network_scope(person(self.request), place["network"], now=self.now))
        typed = self.request.GET.get("uh", "")
        if not typed:
            return found
        university = scopes.university_in(_network(found), whole_number(typed) or 0, now=self.now)
        return Scope(county=found.county, network=found.network, university=or_404(university))


class MunicipalityWheel(WheelPage):
    """A municipality's wheel: what is for the whole network, and its own."""

    def find_scope(self, **place: int) -> Scope | None:
        found = or_404(scopes.network_scope(person(self.request), place["network"], now=self.now))
        home = scopes.municipality_in(_network(found), place["municipality"], now=self.now)
        return Scope(county=found.county, network=found.network, municipality=or_404(home))


class KindergartenWheel(WheelPage):
    """A kindergarten's wheel: what is for the network and the municipality, and its own."""

    def find_scope(self, **place: int) -> Scope | None:
        found = or_404(scopes.network_scope(person(self.request), place["network"], now=self.now))
        one = scopes.kindergarten_in(_network(found), place["kindergarten"], now=self.now)
        return Scope(county=found.county, network=found.network, kindergarten=or_404(one))


class AsFile(WheelPage):
    """The same wheel as a file: the last part of the address says which."""

    def get(self, request: HttpRequest, **place: Any) -> HttpResponse:
        wheel, file = self.wheel(), place["file"]
        if file == "svg":
            content: bytes | str = wheel_svg(picture_of(wheel), address=self.scope.address())
            kind = "image/svg+xml"
        elif file == "pdf":
            paper = request.GET.get("ark", "").upper()
            paper = paper if paper in PAPERS else PAPERS[0]
            content, kind = wheel_pdf(wheel, paper=paper, now=self.now), "application/pdf"
        else:
            raise Http404
        response = HttpResponse(content, content_type=kind)
        name = file_name(wheel, file)
        response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
        response["X-Content-Type-Options"] = "nosniff"
        response["Cache-Control"] = "private, no-store"
        return response


class CountyWheelDownload(AsFile, CountyWheel):
    """The county's wheel as a file."""


class NetworkWheelDownload(AsFile, NetworkWheel):
    """A network's wheel as a file."""


class MunicipalityWheelDownload(AsFile, MunicipalityWheel):
    """A municipality's wheel as a file."""


class KindergartenWheelDownload(AsFile, KindergartenWheel):
    """A kindergarten's wheel as a file."""


def _network(scope: Scope) -> Any:
    return scope.network


def _chosen_year(request: HttpRequest, scope: Scope, usual: WheelYear) -> WheelYear:
    """The year of the address, or the one that is now. From January only for the county."""
    from_january = scope.network is None and request.GET.get("fra") == JANUARY
    typed = whole_number(request.GET.get("ar", ""), digits=4)
    year = typed if typed is not None and EARLIEST <= typed <= LATEST else None
    if from_january:
        return WheelYear(year or usual.months[-1].year, 1)
    return WheelYear(year or usual.year)


def _query(scope: Scope, year: WheelYear, **more: str) -> str:
    said = {"ar": str(year.year), **more}
    if year.first_month != FIRST_MONTH:
        said["fra"] = JANUARY
    if scope.university is not None:
        said["uh"] = str(scope.university.pk)
    return urlencode(said)


def _links(scope: Scope, year: WheelYear) -> dict[str, Any]:
    """The addresses of the years beside, of the other way to count, and of the files."""
    page = scope.address()
    switched = WheelYear(year.year, FIRST_MONTH if year.first_month == 1 else 1)
    return {
        "before": year.before and {"label": year.before.label, "url": f"{page}?{_query(scope, year.before)}"},
        "after": year.after and {"label": year.after.label, "url": f"{page}?{_query(scope, year.after)}"},
        "switched_url": f"{page}?{_query(scope, switched)}" if scope.network is None else "",
        "is_from_january": year.first_month == 1,
        "papers": [
            {"label": paper, "url": f"{scope.address('pdf')}?{_query(scope, year, ark=paper)}"}
            for paper in PAPERS
        ],
        "svg_url": f"{scope.address('svg')}?{_query(scope, year)}",
    }


def _ways(scope: Scope, year: WheelYear, others: list[Scope]) -> list[dict[str, Any]]:
    """Links to the wheels beside this one."""
    return [
        {
            "label": str(other.university.label if other.university is not None else other.title),
            "url": f"{other.address()}?{_query(other, year)}",
            "current": other == scope,
        }
        for other in others
    ]
