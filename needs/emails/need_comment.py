"""The letter about a comment on a need."""

from datetime import datetime

from django.urls import reverse

from common import outbox
from needs.models import NeedComment
from needs.queries.need_comment import who_has_commented
from networks.models import User
from networks.queries import people_with
from networks.roles import LEADERS, REPORTERS
from networks.states import Duty
from networks.topics import topics


def need_commented(comment: NeedComment, *, now: datetime) -> None:
    """Tell the owner and the network's leaders what is said; when the owner answers, also who has commented."""
    report = comment.need.report
    owners = people_with(REPORTERS, now=now, organisation=[report.owner_id])
    is_answer = comment.by in owners
    readers = [*owners, *people_with(LEADERS, now=now, network=[report.network_id])]
    if is_answer:
        readers += who_has_commented(comment.need)
    context = {
        "owner": report.owner.name,
        "network": report.network.name,
        "year": report.round.grant_year,
        "need": comment.need.title,
        "by": comment.by.name,
        "comment": comment.text,
        "path": reverse("needs:need_read", kwargs={"pk": comment.need_id}),
    }
    for user in _each_once(readers, but=comment.by):
        outbox.post(
            kind="needs/need_commented",
            to=user,
            context=context,
            key=f"need_commented:{comment.pk}:{user.pk}",
            now=now,
            topics=topics(report.round, Duty.NEEDS_REPORT, report.owner, report.network),
        )


def _each_once(people: list[User], *, but: User) -> list[User]:
    return [user for pk, user in {user.pk: user for user in people}.items() if pk != but.pk]
