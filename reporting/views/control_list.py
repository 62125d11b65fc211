"""The list of reports to read, with what the control sees; and all findings as Excel."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe
from django_tables2 import RequestConfig

from common import clock
from common.documents.workbook import Column, Sheet, workbook_response
from common.forms import PortalForm
from common.refusals import may
from common.views import KnownPage, or_404, person
from networks.queries import staff_round
from reporting.findings import CODES, sentence_of, title_of
from reporting.queries.control_list import ToControl, codes_in, rows_to_control, to_control
from reporting.rules.layout import check_may_edit_layout
from reporting.tables.control import ControlTable


class FindingChoice(PortalForm):
    """Which kind of finding the list is about."""

    funn = forms.ChoiceField(label=gettext_lazy("What the portal sees"), required=False)

    def __init__(self, *args: Any, counts: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["funn"]
        labels = [(code, f"{title_of(code)} ({count})") for code, count in counts.items()]
        chosen.choices = [("", _("All reports to read")), *labels]


class ControlList(KnownPage):
    """The reports of a round that wait, for the County Governor's staff."""

    def find(self, year: int) -> None:
        self.round = or_404(staff_round(person(self.request), year, now=self.now))

    def get(self, request: HttpRequest, year: int) -> HttpResponse:
        found = to_control(self.round, now=self.now)
        asked = request.GET.get("funn", "")
        code = asked if asked in CODES else ""
        table = ControlTable(rows_to_control(found, code))
        RequestConfig(request, paginate={"per_page": 50}).configure(table)
        context = {
            "round": self.round,
            "year": year,
            "table": table,
            "choice": FindingChoice(initial={"funn": code}, counts=dict(codes_in(found))),
            "download_url": reverse("reporting:control_list_download", kwargs={"year": year}),
            "may_edit": may(check_may_edit_layout, person(request), self.round, now=self.now) is None,
            "empty_title": _("No reports to read"),
            "empty_text": _(
                "Reports stand here from when they are sent until they are approved or returned."
            ),
        }
        return render(request, "reporting/control_list.html", context)


@login_required
@require_safe
def control_list_download(request: HttpRequest, year: int) -> FileResponse:
    """Every finding in the reports that wait, one row each."""
    now = clock.now()
    round = or_404(staff_round(person(request), year, now=now))
    columns = [
        Column(_("Recipient"), 30),
        Column(_("Sent")),
        Column(_("Weight")),
        Column(_("What the portal sees"), 30),
        Column(_("In words"), 90),
    ]
    sheet = Sheet(title=_("Findings"), columns=columns, rows=_rows(to_control(round, now=now)))
    return workbook_response(f"kontroll-{round.grant_year}.xlsx", [sheet])


def _rows(found: list[ToControl]) -> Iterator[list[Any]]:
    weights = {
        "must": _("Must be answered"),
        "should": _("Should be looked at"),
        "fyi": _("Good to know"),
    }
    for row in found:
        for finding in row.findings:
            yield [
                row.name,
                row.report.submitted_at,
                weights[finding.weight],
                title_of(finding.code),
                sentence_of(finding),
            ]
