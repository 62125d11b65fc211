"""Who should take part in a network and in the forum, who is missing, and how it was in earlier years."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from common.dates import oslo_date
from common.views import KnownPage, or_404, person
from networks.belonging import INSIDE, Tie
from networks.composition import Check, as_data, differences
from networks.models import CompositionYear, Forum
from networks.queries import composition as queries
from networks.roles import STAFF, holds
from networks.views.network_page import NetworkPage


class CompositionDetail(NetworkPage):
    """The composition of a network, as it stands and as it stood."""

    readers = INSIDE | {Tie.STAFF}

    def get(self, request: HttpRequest, **place: int) -> HttpResponse:
        checks = queries.checks_of_network(self.network, on=oslo_date(self.now))
        context = {
            "network": self.network,
            "may_mend": bool(self.held & {Tie.LEADER, Tie.STAFF}),
            **_compared(checks, queries.years_kept(self.network)),
        }
        return render(request, "networks/composition_detail.html", context)


class ForumComposition(KnownPage):
    """The same for the cooperation forum: its members and the county governor's office see it."""

    forum: Forum

    def find(self) -> None:
        self.forum = or_404(queries.forum_seen_by(person(self.request), now=self.now))

    def get(self, request: HttpRequest) -> HttpResponse:
        checks = queries.checks_of_forum(self.forum, on=oslo_date(self.now))
        context = {
            "forum": self.forum,
            "may_mend": holds(person(request), STAFF, now=self.now),
            **_compared(checks, queries.years_kept(self.forum)),
        }
        return render(request, "networks/forum_composition.html", context)


def _compared(checks: Sequence[Check], kept: Sequence[CompositionYear]) -> dict[str, Any]:
    """The checks, the years that were kept, and what differs from the newest of them."""
    last = kept[0] if kept else None
    return {
        "checks": checks,
        "required": [check for check in checks if not check.is_recommended],
        "recommended": [check for check in checks if check.is_recommended],
        "met": sum(check.is_met for check in checks if not check.is_recommended),
        "last": last,
        "differences": differences(last.checks, as_data(checks)) if last else [],
        "years": [_year(row, before) for row, before in zip(kept, [*kept, None][1:], strict=True)],
    }


def _year(row: CompositionYear, before: CompositionYear | None) -> dict[str, Any]:
    demanded = [check for check in row.checks if not check["is_recommended"]]
    return {
        "year": row.year,
        "kept_at": row.kept_at,
        "checks": row.checks,
        "met": sum(check["is_met"] for check in demanded),
        "of": len(demanded),
        "differences": differences(before.checks, row.checks) if before else [],
        "before": before.year if before else None,
    }
