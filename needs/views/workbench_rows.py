"""How the rows of a workbench stand on the page and in Excel: states in words and colours, and links."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.documents.workbook import Column, Sheet
from common.refusals import may
from common.tag_colors import color_of
from needs.queries.workbench import NOT_BEGUN, KindergartenRow, OwnerRow, Totals
from needs.rules.needs_report import answer_for_owner, check_may_record_needs_report
from needs.states import AssessmentState, NeedsReportState
from networks.models import OrganisationKind

MOST_NAMES = 5
"""So many kindergartens are named where they lack something; more than that one opens the list for."""


@dataclass(frozen=True)
class ShownKindergarten:
    """A kindergarten on the page."""

    row: KindergartenRow
    color: str
    label: str
    url: str


@dataclass(frozen=True)
class ShownOwner:
    """An owner on the page. `only` is its kindergarten where it has one alone: they share a row."""

    row: OwnerRow
    color: str
    label: str
    url: str
    record_url: str
    kind: str
    is_overdue: bool
    kindergartens: list[ShownKindergarten]

    @property
    def shared(self) -> str:
        """How many of its kindergartens have shared, in words."""
        return _("%(done)s of %(total)s shared") % {
            "done": self.row.shared,
            "total": len(self.kindergartens),
        }

    @property
    def summary(self) -> str:
        """What stands on the lid of its kindergartens: how many, and who has not shared."""
        number = len(self.kindergartens)
        words = ngettext("%(n)s kindergarten", "%(n)s kindergartens", number) % {"n": number}
        missing = [row.name for row in self.row.not_shared]
        if not missing or len(missing) > MOST_NAMES:
            return words
        return _("%(kindergartens)s. No assessment from: %(names)s") % {
            "kindergartens": words,
            "names": ", ".join(missing),
        }

    @property
    def only(self) -> ShownKindergarten | None:
        """The kindergarten of an owner that has one alone."""
        return self.kindergartens[0] if len(self.kindergartens) == 1 else None


def shown_rows(rows: Iterable[OwnerRow], user: Any, *, now: datetime) -> list[ShownOwner]:
    """The rows as this person sees them."""
    return [_owner(row, user, now=now) for row in rows]


def _owner(row: OwnerRow, user: Any, *, now: datetime) -> ShownOwner:
    report = row.report
    place = {"owner": row.pk, "network": report.network_id, "year": report.round.grant_year}
    may_record = row.owes and may(check_may_record_needs_report, user, report, now=now) is None
    return ShownOwner(
        row=row,
        color=color_of("missing" if row.state == NOT_BEGUN else row.state),
        label=report_label(row),
        url=reverse("needs:needs_report_detail", kwargs=place),
        record_url=reverse("needs:needs_report_record", kwargs=place) if may_record else "",
        kind=str(OrganisationKind(row.kind).label),
        is_overdue=row.owes and answer_for_owner(report, now=now).is_past,
        kindergartens=[_kindergarten(k, report.round.grant_year) for k in row.kindergartens],
    )


def _kindergarten(row: KindergartenRow, year: int) -> ShownKindergarten:
    place = {"kindergarten": row.pk, "year": year}
    return ShownKindergarten(
        row=row,
        color=color_of("missing" if row.state == NOT_BEGUN else row.state),
        label=assessment_label(row),
        url=reverse("needs:assessment_detail", kwargs=place) if row.is_shared else "",
    )


def report_label(row: OwnerRow) -> str:
    """The state of the needs report in words."""
    if row.state == NOT_BEGUN:
        return _("Not begun")
    if row.state == NeedsReportState.SUBMITTED and row.report.received_how:
        return _("Recorded by the network")
    return str(NeedsReportState(row.state).label)


def assessment_label(row: KindergartenRow) -> str:
    """The state of the assessment in words."""
    return _("Not begun") if row.state == NOT_BEGUN else str(AssessmentState(row.state).label)


def key_figures(totals: Totals) -> list[dict[str, Any]]:
    """The numbers on top; each but the last leads to the rows that it counts. `is_lacking` where something is."""
    of = _("of %(total)s")
    return [
        {
            "label": _("Needs reports in"),
            "value": totals.reports_in,
            "note": of % {"total": totals.owners},
            "mangler": "",
        },
        {"label": _("Begun, not sent"), "value": totals.reports_begun, "mangler": "begun"},
        {
            "label": _("Not begun"),
            "value": totals.reports_missing,
            "mangler": "none",
            "is_lacking": totals.reports_missing > 0,
        },
        {
            "label": _("Assessments shared"),
            "value": totals.shared,
            "note": of % {"total": totals.kindergartens},
            "mangler": "assessment",
        },
        {
            "label": _("Without a contact"),
            "value": totals.without_contact,
            "mangler": "no_contact",
            "is_lacking": totals.without_contact > 0,
        },
        {"label": _("Nominations sent"), "value": totals.nominations_sent, "mangler": ""},
    ]


def sheets(rows: list[OwnerRow]) -> list[Sheet]:
    """The rows as two sheets: owners, and kindergartens."""
    return [_owner_sheet(rows), _kindergarten_sheet(rows)]


def _owner_sheet(rows: list[OwnerRow]) -> Sheet:
    columns = [
        Column(_("Owner"), 40),
        Column(_("Kind of owner"), 20),
        Column(_("Contact"), 40),
        Column(_("Needs report"), 24),
        Column(_("Sent")),
        Column(_("own deadline")),
        Column(_("Has asked for a new deadline")),
        Column(_("Kindergartens")),
        Column(_("Assessments shared")),
        Column(_("Nominations sent")),
        Column(_("Nominations begun")),
        Column(_("Last activity")),
    ]
    return Sheet(_("Owners"), columns, [_owner_cells(row) for row in rows])


def _owner_cells(row: OwnerRow) -> list[Any]:
    return [
        row.name,
        OrganisationKind(row.kind).label,
        ", ".join(row.contacts) or _("No contact"),
        report_label(row),
        row.report.submitted_at,
        row.own_due_at,
        _("Yes") if row.has_asked else _("No"),
        len(row.kindergartens),
        row.shared,
        row.nominations_sent,
        row.nominations_begun,
        row.last_at,
    ]


def _kindergarten_sheet(rows: list[OwnerRow]) -> Sheet:
    columns = [
        Column(_("Kindergarten"), 40),
        Column(_("Owner"), 40),
        Column(_("Municipality"), 20),
        Column(_("Head of kindergarten"), 30),
        Column(_("Assessment"), 24),
        Column(_("Shared")),
        Column(_("own deadline")),
        Column(_("Nominations sent")),
        Column(_("Nominations begun")),
        Column(_("Children")),
        Column(_("Last activity")),
    ]
    cells = [_kindergarten_cells(k) for row in rows for k in row.kindergartens]
    return Sheet(_("Kindergartens"), columns, cells)


def _kindergarten_cells(row: KindergartenRow) -> list[Any]:
    return [
        row.name,
        row.owner_name,
        row.municipality,
        row.head,
        assessment_label(row),
        row.shared_at,
        row.own_due_at,
        row.nominations_sent,
        row.nominations_begun,
        row.children,
        row.last_at,
    ]
