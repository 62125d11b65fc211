"""One need that has been sent, and what is said about it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, prefetch_related_objects

from common.sorting import norwegian
from needs.models import Need, NeedComment
from needs.queries.needs_across import needs_across
from needs.rules.needs_report import writes
from needs.states import NeedsReportState
from networks.models import Kindergarten, User
from networks.roles import LEADERS, Role, bodies, holds, leads


def known_need(user: User, pk: int, *, now: datetime) -> Need | None:
    """The need with its report, kindergartens and comments, when the person may read it; else None.

    Those of `needs_across`, and the owner. While the report is back with the owner: the owner and the leaders.
    """
    need = (
        Need.objects.filter(pk=pk)
        .select_related("theme", "report__owner", "report__network", "report__round__county")
        .prefetch_related(
            Prefetch("kindergartens", Kindergarten.objects.order_by(norwegian("name"), "pk")), _comments()
        )
        .first()
    )
    return need if need is not None and _reads(user, need, now=now) else None


def _reads(user: User, need: Need, *, now: datetime) -> bool:
    report = need.report
    if writes(user, report, now=now):
        return True
    if report.state == NeedsReportState.RETURNED:
        return leads(user, report.network, now=now)
    return needs_across(user, [report.round], now=now).filter(pk=need.pk).exists()


def is_partner_of(user: User, need: Need, *, now: datetime) -> bool:
    """Whether the person coordinates a university that works with the need's kindergartens."""
    if not holds(user, Role.UH_COORDINATOR, now=now):
        return False
    if need.report.network_id in bodies(user, (*LEADERS, Role.NETWORK_MEMBER), now=now):
        return True
    return needs_across(user, [need.report.round], now=now).filter(pk=need.pk).exists()


def with_comments(needs: Iterable[Need]) -> list[Need]:
    """The same needs with their comments loaded, the oldest first: two statements."""
    found = list(needs)
    prefetch_related_objects(found, _comments())
    return found


def _comments() -> Any:
    return Prefetch("comments", NeedComment.objects.select_related("by").order_by("at", "pk"))


def who_has_commented(need: Need) -> list[User]:
    """Those who have commented on the need, each once."""
    return list(User.objects.filter(need_comments__need=need, is_active=True).distinct().order_by("pk"))
