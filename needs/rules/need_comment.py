"""Who comments on a need that has been sent, and who takes a comment away."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from needs.models import Need, NeedComment
from needs.rules.needs_report import writes
from needs.states import NeedsReportState
from networks.models import User
from networks.roles import LEADERS, Role, holds

COMMENTERS = (*LEADERS, Role.NETWORK_MEMBER)


def check_may_comment_need(user: User, need: Need, *, is_partner: bool, now: datetime) -> None:
    """The network's leaders and members, its universities and the owner itself comment while the report is sent.

    `is_partner`: the person coordinates a university that works with the need's kindergartens.
    """
    report = need.report
    in_network = holds(user, COMMENTERS, report.network, now=now)
    if not (in_network or is_partner or writes(user, report, now=now)):
        raise NotAllowed(_("Only those in the network and the owner can comment on the need."))
    if report.state != NeedsReportState.SUBMITTED:
        raise NotNow(_("The needs report is back with its owner, so nobody can comment on it now."))


def check_may_remove_need_comment(user: User, comment: NeedComment, *, now: datetime) -> None:
    """One takes one's own comment away, as long as the report stands as sent."""
    if comment.by_id != user.pk:
        raise NotAllowed(_("You can only remove your own comments."))
    if comment.need.report.state != NeedsReportState.SUBMITTED:
        raise NotNow(_("The needs report is back with its owner, so nobody can comment on it now."))
