"""The pages of the directorate's layout: set it up, take its headings from a workbook, download the reports in it."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from common import clock
from common.documents.workbook import Column, Sheet, workbook_response
from common.views import (
    KnownPage,
    VerbPage,
    attempt,
    hidden_unless_allowed,
    or_404,
    person,
    shown_version,
)
from networks.queries import staff_round
from reporting.forms.layout import Columns, HeadingsForm, LayoutForm
from reporting.layout_sources import LayoutRow, Source, cell, defaults, offered
from reporting.models import RowsPer
from reporting.queries.layout import layout_before, layout_of, layout_rows, questions_of
from reporting.rules import layout as rules
from reporting.services import layout as services


class LayoutPage:
    """What the pages of a round's layout share: the round, the layout, and what can stand in it."""

    request: HttpRequest
    now: Any

    def find(self, year: int) -> None:
        self.round = or_404(staff_round(person(self.request), year, now=self.now))
        hidden_unless_allowed(rules.check_may_edit_layout, person(self.request), self.round, now=self.now)
        self.layout = layout_of(self.round)
        self.questions = questions_of(self.round)
        self.rows_per: str = self.layout.rows_per if self.layout else RowsPer.RECIPIENT

    @property
    def version(self) -> int:
        """The version that stands; 0 while nobody has set it up."""
        return self.layout.version if self.layout else 0

    def home(self) -> str:
        """The address of the editor."""
        return reverse("reporting:layout_edit", kwargs={"year": self.round.grant_year})


class LayoutEdit(LayoutPage, KnownPage):
    """Set up the columns, or take last year's."""

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        stands = [(row.heading, row.source) for row in self.layout.columns.all()] if self.layout else None
        columns = stands if stands is not None else defaults(self.rows_per, self.questions)
        start = [
            {"order": place, "heading": heading, "source": source}
            for place, (heading, source) in enumerate(columns, start=1)
        ]
        title = self.layout.title if self.layout else ""
        form = LayoutForm(initial={"title": title, "rows_per": self.rows_per})
        formset = Columns(initial=start, form_kwargs={"sources": self._sources(self.rows_per)})
        return self._page(form, formset, self.version)

    def post(self, request: HttpRequest, year: int) -> HttpResponse:
        if request.POST.get("do") == "copy":
            return self._copy()
        form = LayoutForm(request.POST)
        chosen = request.POST.get("rows_per", "")
        rows_per = chosen if chosen in RowsPer.values else self.rows_per
        sources = {**self._sources(self.rows_per), **self._sources(rows_per)}
        formset: Any = Columns(request.POST, form_kwargs={"sources": sources})
        if not (form.is_valid() and formset.is_valid()):
            return self._page(form, formset, shown_version(request))
        columns = self._fitting(formset.columns(), rows_per)
        if not attempt(form, lambda: self._save(form.cleaned_data, columns)):
            return self._page(form, formset, shown_version(request), status=409)
        messages.success(request, _("The layout is saved."))
        return redirect(self.home())

    def _sources(self, rows_per: str) -> dict[str, Source]:
        return offered(rows_per, self.questions)

    def _fitting(self, columns: list[tuple[str, str]], rows_per: str) -> list[tuple[str, str]]:
        """When the rows are changed, contents that make no sense for the new ones are let go."""
        if rows_per == self.rows_per:
            return columns
        known = self._sources(rows_per)
        return [(heading, source if source in known else "") for heading, source in columns]

    def _save(self, typed: dict[str, Any], columns: list[tuple[str, str]]) -> None:
        services.save_layout(
            round=self.round,
            title=typed["title"],
            rows_per=typed["rows_per"],
            columns=columns,
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )

    def _copy(self) -> HttpResponse:
        services.copy_layout(
            round=self.round, version=shown_version(self.request), by=person(self.request), now=self.now
        )
        messages.success(self.request, _("The layout of the year before is copied. Look over the columns."))
        return redirect(self.home())

    def _page(self, form: Any, formset: Any, version: int, status: int = 200) -> HttpResponse:
        context = {
            "round": self.round,
            "year": self.round.grant_year,
            "layout": self.layout,
            "before": layout_before(self.round),
            "form": form,
            "formset": formset,
            "version": version,
        }
        return render(self.request, "reporting/layout_form.html", context, status=status)


class LayoutUpload(LayoutPage, VerbPage):
    """Take the headings of the directorate's own empty workbook."""

    template_name = "reporting/layout_upload.html"
    form_class = HeadingsForm
    primary_label = gettext_lazy("Take the headings")

    def post(self, request: HttpRequest, **place: Any) -> HttpResponse:
        form = HeadingsForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(form)
        try:
            is_done = attempt(form, lambda: self._take(form.cleaned_data["file"].content))
        except ValidationError as trouble:
            form.add_error("file", trouble)
            return self.page(form)
        if not is_done:
            return self.page(form, status=409)
        messages.success(request, _("The headings are taken. Now say what stands under each."))
        return redirect(self.home())

    def _take(self, content: bytes) -> None:
        services.take_headings(
            round=self.round,
            content=content,
            rows_per=self.rows_per,
            version=shown_version(self.request),
            by=person(self.request),
            now=self.now,
        )

    def context(self) -> dict[str, Any]:
        return {
            "round": self.round,
            "year": self.round.grant_year,
            "version": self.version,
            "form_multipart": True,
        }


@login_required
@require_safe
def layout_download(request: HttpRequest, year: int) -> FileResponse:
    """The round's reports in the layout, as Excel."""
    user, now = person(request), clock.now()
    round = or_404(staff_round(user, year, now=now))
    hidden_unless_allowed(rules.check_may_see_layout, user, round, now=now)
    layout = layout_of(round)
    rows_per = layout.rows_per if layout else RowsPer.RECIPIENT
    questions = questions_of(round)
    known = offered(rows_per, questions)
    columns = (
        [(row.heading, row.source) for row in layout.columns.all()]
        if layout
        else defaults(rows_per, questions)
    )
    sheet = Sheet(
        title=(layout.title if layout else "") or _("Reports %(year)s") % {"year": year},
        columns=[Column(heading, width=24) for heading, _source in columns],
        rows=_rows(layout_rows(round, rows_per), [known.get(source) for _heading, source in columns]),
    )
    return workbook_response(f"rapporter-{round.grant_year}.xlsx", [sheet])


def _rows(rows: Iterator[LayoutRow], sources: list[Source | None]) -> Iterator[list[Any]]:
    for row in rows:
        yield [cell(source, row) for source in sources]
