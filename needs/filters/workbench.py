"""What one sees of a workbench: which owners and kindergartens, and in which order. The rows are read already."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import PortalForm
from common.sorting import norwegian_key
from needs.queries.workbench import KindergartenRow, OwnerRow
from needs.states import NeedsReportState
from networks.models import OrganisationKind

LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
MISSING: Mapping[str, Callable[[OwnerRow], bool]] = {
    "report": lambda row: row.owes,
    "none": lambda row: row.owes and row.report.pk is None,
    "begun": lambda row: row.owes and row.report.pk is not None,
    "sent": lambda row: row.state == NeedsReportState.SUBMITTED,
    "no_needs": lambda row: row.state == NeedsReportState.NO_NEEDS,
    "assessment": lambda row: bool(row.not_shared),
    "nomination": lambda row: row.nominations_begun > 0,
    "no_contact": lambda row: not row.contacts,
    "asked": lambda row: row.has_asked or any(k.has_asked for k in row.kindergartens),
}
KINDERGARTENS: Mapping[str, Callable[[KindergartenRow], bool]] = {
    "assessment": lambda row: not row.is_shared,
    "nomination": lambda row: row.nominations_begun > 0,
}
"""Where it is the kindergartens that lack something, only those that do are shown."""
ORDERS: Mapping[str, Callable[[OwnerRow], Any]] = {
    "name": lambda row: norwegian_key(row.name),
    "people": lambda row: (bool(row.contacts), norwegian_key(", ".join(row.contacts))),
    "state": lambda row: (row.is_sent, row.report.pk is not None, row.state),
    "shared": lambda row: row.shared - len(row.kindergartens),
    "nominations": lambda row: row.nominations_sent,
    "last": lambda row: row.last_at or LONG_AGO,
}


class WorkbenchFilter(PortalForm):
    """How far they have come, where, what kind of owner, and free text in names."""

    mangler = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("report", _("Owes a needs report")),
            ("none", _("Has not begun the needs report")),
            ("begun", _("Has begun, not sent")),
            ("sent", _("Has sent")),
            ("no_needs", _("No new needs this year")),
            ("assessment", _("Owes an assessment")),
            ("nomination", _("Has begun a nomination")),
            ("no_contact", _("Without a contact")),
            ("asked", _("Has asked for a new deadline")),
        ],
    )
    kommune = forms.ChoiceField(label=_("Municipality"), required=False)
    eiertype = forms.ChoiceField(
        label=_("Kind of owner"),
        required=False,
        choices=[
            ("", _("All")),
            (OrganisationKind.MUNICIPALITY.value, OrganisationKind.MUNICIPALITY.label),
            (OrganisationKind.PRIVATE_OWNER.value, OrganisationKind.PRIVATE_OWNER.label),
        ],
    )
    navn = forms.CharField(label=_("Name"), required=False, max_length=100)

    def __init__(self, *args: Any, rows: list[OwnerRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        places = {(str(k.municipality_id), k.municipality) for row in rows for k in row.kindergartens}
        by_name = sorted(places, key=lambda pair: norwegian_key(pair[1]))
        self.fields["kommune"].choices = [("", _("All")), *by_name]  # type: ignore[attr-defined]  # -- a choice field
        if len(by_name) < 2:
            del self.fields["kommune"]

    @property
    def form(self) -> "WorkbenchFilter":
        """Itself, as the filter's template asks for it."""
        return self

    @property
    def qs(self) -> list[OwnerRow]:
        """The rows that fit, each with the kindergartens that fit; none where what is asked cannot be understood."""
        if not self.is_valid():
            return []
        return list(_fitting(self.rows, **self.cleaned_data))


def _fitting(
    rows: Iterable[OwnerRow], *, mangler: str, eiertype: str, navn: str, kommune: str = ""
) -> Iterable[OwnerRow]:
    text = navn.strip().lower()
    for row in rows:
        if (mangler and not MISSING[mangler](row)) or (eiertype and row.kind != eiertype):
            continue
        found = _kindergartens(row, mangler, kommune, text)
        if found is not None:
            yield row if len(found) == len(row.kindergartens) else replace(row, kindergartens=found)


def _kindergartens(row: OwnerRow, state: str, place: str, text: str) -> list[KindergartenRow] | None:
    """The kindergartens of the row that fit; None where the row itself does not."""
    found = row.kindergartens
    if place:
        found = [k for k in found if str(k.municipality_id) == place]
    if state in KINDERGARTENS:
        found = [k for k in found if KINDERGARTENS[state](k)]
    if text and text not in f"{row.name} {' '.join(row.contacts)}".lower():
        found = [k for k in found if text in f"{k.name} {k.head} {k.municipality}".lower()]
    if row.kindergartens:
        return found or None
    return [] if not place and (not text or text in row.name.lower()) else None


def in_order(rows: list[OwnerRow], asked: str) -> list[OwnerRow]:
    """The rows as `asked` says ("name", "-last"); as they came for anything else."""
    key = ORDERS.get(asked.removeprefix("-"))
    return sorted(rows, key=key, reverse=asked.startswith("-")) if key else rows
