"""The end of the control: a report is approved, and its unused money settled."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from common.moves import move
from networks.models import User
from reporting.emails import control as emails
from reporting.models import Report
from reporting.queries.control import controls_of
from reporting.queries.remarks import noted_findings
from reporting.rules import control as rules
from reporting.services.settlement import Choice, settle_unspent
from reporting.states import MOVES


@transaction.atomic
def approve_report(  # noqa: PLR0913 -- one form, its fields by name
    *,
    report: Report,
    by: User,
    now: datetime,
    comment: str = "",
    public_text: str = "",
    choices: Mapping[str, Choice] | None = None,
) -> Report:
    """Accept the report, settle what is unspent, and say what everybody may read. Nobody can change it after this.

    `choices` are what becomes of each line's unused money, by the line's key (`queries.control.key_of`). Raises
    NotAllowed; MovedOn when it no longer waits; NotNow when a side has not approved the shared facts, a finding that
    must be answered has no note, or unused money is not settled.
    """
    Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    rules.check_may_approve_report(by, report, now=now)
    findings = controls_of([report], now=now)[report.pk]
    rules.check_is_controlled(findings, noted_findings(report))
    settlements = settle_unspent(report=report, choices=choices or {}, by=by, now=now)
    fields = {"approved_at": now, "approved_by": by}
    move(report, "approve", by=by, moves=MOVES, now=now, comment=comment, fields=fields)
    report.public_text = public_text.strip()
    report.save(update_fields=["public_text"])
    emails.report_approved(report, settlements, now=now)
    return report
