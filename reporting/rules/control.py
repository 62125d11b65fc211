"""Who may approve a report, when, and what must be said first."""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.refusals import MovedOn, NotAllowed, NotNow
from networks.models import User
from networks.roles import STAFF, Role, holds
from reporting.controlled import Finding
from reporting.findings import sentence_of
from reporting.models import Report
from reporting.states import ReportState

NOT_APPROVED = "facts_not_approved"
"""The finding that no note answers: all sides approve the facts before the report is approved."""


def check_may_see_control(user: User, report: Report, *, now: datetime) -> None:
    """The County Governor's staff see what the control says and what is noted; nobody else does."""
    if not holds(user, STAFF, report.grant.decision.round.county, now=now):
        raise NotAllowed(_("Only the County Governor's staff see the control."))


def check_may_approve_report(user: User, report: Report, *, now: datetime) -> None:
    """A case officer approves a report that is sent."""
    if not holds(user, Role.CASE_OFFICER, report.grant.decision.round.county, now=now):
        raise NotAllowed(_("Only a case officer can do this."))
    if report.state != ReportState.SUBMITTED:
        raise MovedOn


def check_is_controlled(findings: Iterable[Finding], noted: Collection[str]) -> None:
    """All sides have approved the shared facts, and each finding that must be answered has a note.

    `noted` are the keys of the findings that somebody at the office has written a note to. Raises NotNow.
    """
    found = list(findings)
    missing = [finding for finding in found if finding.code == NOT_APPROVED]
    if missing:
        said = " ".join(sentence_of(finding) for finding in missing)
        raise NotNow(
            _("The report can be approved when all sides have approved the shared facts. %(what)s")
            % {"what": said}
        )
    open_ones = unanswered(found, noted)
    if open_ones:
        sentence = ngettext(
            "Write a note to %(n)s finding before you approve: %(what)s",
            "Write a note to each of %(n)s findings before you approve: %(what)s",
            len(open_ones),
        )
        said = " ".join(sentence_of(finding) for finding in open_ones)
        raise NotNow(sentence % {"n": len(open_ones), "what": said})


def unanswered(findings: Iterable[Finding], noted: Collection[str]) -> list[Finding]:
    """The findings that must have a note, and have none."""
    return [
        finding
        for finding in findings
        if finding.is_must and finding.code != NOT_APPROVED and finding.key not in noted
    ]
