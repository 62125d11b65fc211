"""Reads of what the network's leader wrote at the fields when a report was returned."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Max, Subquery

from common.models import StateChange
from needs.models import NeedsReport, ReportComment
from needs.states import NeedsReportState


def need_key(pk: int, field: str) -> str:
    """The key of one field of one need: 'need-12-why'. The report's own fields have their names as keys."""
    return f"need-{pk}-{field}"


def comments_by_key(report: NeedsReport) -> dict[str, list[ReportComment]]:
    """What the latest return says at each field, by the field's key; empty once the report has been sent again."""
    if report.state != NeedsReportState.RETURNED:
        return {}
    found: dict[str, list[ReportComment]] = {}
    for comment in _of_latest_return(report):
        found.setdefault(comment.key, []).append(comment)
    return found


def _of_latest_return(report: NeedsReport) -> Any:
    returns = StateChange.objects.filter(
        content_type=ContentType.objects.get_for_model(report), object_id=report.pk, verb="return"
    )
    latest = returns.order_by().values("object_id").annotate(last=Max("at")).values("last")
    return ReportComment.objects.filter(report=report, at=Subquery(latest)).select_related("by")
