"""The open data: what there is, what each field means, and the files themselves, sent row by row."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag
from django.utils.translation import override
from django.views import View
from django.views.decorators.http import require_safe

from common import clock
from common.views import or_404, whole_number
from reporting.openness.catalogue import BY_KEY, DATASETS
from reporting.openness.keeping import fingerprint
from reporting.openness.schema import LICENCE_NAME, LICENCE_URL, Dataset, table_schema
from reporting.openness.writing import csv_pieces, json_pieces
from reporting.queries.open_counties import open_county
from reporting.queries.open_grant import years_open
from reporting.queries.open_rows import Chosen
from reporting.views.open_page import OpenPage, mark_of_public, may_be_kept

LICENCE_FACTS = {"licence_name": LICENCE_NAME, "licence_url": LICENCE_URL}


class OpenDataIndex(OpenPage):
    """Every data set with its addresses, the licence, and what is left out and why."""

    template_name = "open/data.html"
    is_kept = True

    def context(self) -> dict[str, Any]:
        rows = [
            {"dataset": row, "url": self.url("dataset", dataset=row.key), **files_of(row)} for row in DATASETS
        ]
        return {"rows": rows, **LICENCE_FACTS}


class OpenDataset(OpenPage):
    """One data set: its fields with type, unit and meaning, and where it is fetched."""

    template_name = "open/dataset.html"
    is_kept = True

    def find(self, dataset: str = "", **place: Any) -> None:
        self.dataset = or_404(BY_KEY.get(dataset))

    def context(self) -> dict[str, Any]:
        found = self.dataset
        return {"dataset": found, **files_of(found), **LICENCE_FACTS, "index_url": self.url("data")}


def files_of(dataset: Dataset) -> dict[str, str]:
    """The addresses of a data set's files."""
    kinds = ("csv", "json", "schema")
    return {
        f"{kind}_url": reverse(f"open_data:{kind}_download", kwargs={"dataset": dataset.key})
        for kind in kinds
    }


class RowsOf(View):
    """The rows of a data set. The parameters are `aar` and `nettverk`; what is not a number of ours is refused."""

    http_method_names = ["get", "head", "options"]
    ending: str
    content_type: str

    def get(self, request: HttpRequest, dataset: str) -> HttpResponseBase:
        found = or_404(BY_KEY.get(dataset))
        chosen = Chosen(year=self._number("aar"), network=self._number("nettverk"))
        etag = quote_etag(
            fingerprint(mark_of_public(now=clock.now()), request.get_host(), request.get_full_path())
        )
        unchanged = get_conditional_response(request, etag=etag)
        response = unchanged or StreamingHttpResponse(
            self._pieces(found, chosen), content_type=self.content_type
        )
        if unchanged is None:
            name = f'attachment; filename="{found.key}.{self.ending}"'
            response.headers["Content-Disposition"] = name
        return for_everybody(response, etag)

    def _number(self, name: str) -> int | None:
        typed = self.request.GET.get(name, "")
        number = whole_number(typed)
        if typed and number is None:
            raise Http404(f"{name} must be a whole number.")
        return number

    def _pieces(self, dataset: Dataset, chosen: Chosen) -> Iterator[bytes]:
        return in_bokmål(self.pieces(dataset, chosen))

    def pieces(self, dataset: Dataset, chosen: Chosen) -> Iterator[bytes]:
        """The file, piece by piece."""
        raise NotImplementedError


def in_bokmål(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The pieces, each made in bokmål: a data set is the same for everybody."""
    while True:
        with override("nb"):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece


class RowsAsCsv(RowsOf):
    """The data set as CSV."""

    ending, content_type = "csv", "text/csv; charset=utf-8"

    def pieces(self, dataset: Dataset, chosen: Chosen) -> Iterator[bytes]:
        return csv_pieces(dataset.names, dataset.rows(chosen))


class RowsAsJson(RowsOf):
    """The data set as JSON."""

    ending, content_type = "json", "application/json"

    def pieces(self, dataset: Dataset, chosen: Chosen) -> Iterator[bytes]:
        schema_url = f"{settings.PORTAL_URL}{files_of(dataset)['schema_url']}"
        return json_pieces(dataset, dataset.rows(chosen), schema_url=schema_url)


class SchemaAsJson(View):
    """What the fields of a data set mean, as a JSON Table Schema."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest, dataset: str) -> HttpResponseBase:
        schema = table_schema(or_404(BY_KEY.get(dataset)))
        response = JsonResponse(schema, json_dumps_params={"ensure_ascii": False, "indent": 2})
        etag = quote_etag(fingerprint(response.content.decode()))
        unchanged = get_conditional_response(request, etag=etag)
        return for_everybody(unchanged or response, etag)


def for_everybody(response: HttpResponseBase, etag: str) -> HttpResponseBase:
    """Any cache may keep it, and any web page may read it: nothing in it belongs to the one who asks."""
    may_be_kept(response, etag)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """What search engines may read: the open pages, the plans and the data."""
    address = request.build_absolute_uri(reverse("sitemap"))
    response = render(
        request, "open/robots.txt", {"sitemap": address}, content_type="text/plain; charset=utf-8"
    )
    may_be_kept(response, quote_etag(fingerprint(response.content.decode())))
    return response


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """The open pages that do not depend on what is searched for, in both languages."""
    county = open_county()
    years = years_open(county) if county else []
    paths = [
        *(reverse(f"{space}:{name}") for space in ("open", "open_en") for name in PAGES),
        *(
            reverse(f"{space}:{name}", kwargs={"year": year})
            for space in ("open", "open_en")
            for year in years
            for name in ("year", "key")
        ),
    ]
    pages = [request.build_absolute_uri(path) for path in paths]
    response = render(request, "open/sitemap.xml", {"pages": pages}, content_type="application/xml")
    may_be_kept(response, quote_etag(fingerprint(response.content.decode())))
    return response


PAGES = ("front", "measures", "dates", "plans", "data")
