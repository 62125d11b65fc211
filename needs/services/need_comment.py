"""What is done with comments on a need: write one, take one's own away."""

from datetime import datetime

from django.db import transaction

from needs.emails.need_comment import need_commented
from needs.models import Need, NeedComment
from needs.queries.need_comment import is_partner_of
from needs.rules.need_comment import check_may_comment_need, check_may_remove_need_comment
from networks.models import User


@transaction.atomic
def comment_need(*, need: Need, text: str, by: User, now: datetime) -> NeedComment:
    """Say something about a need that has been sent. The owner and the network's leaders are told.

    The same words by the same person twice count once: a second click says nothing new.
    """
    check_may_comment_need(by, need, is_partner=is_partner_of(by, need, now=now), now=now)
    said = NeedComment.objects.filter(need=need, by=by, text=text).first()
    if said is not None:
        return said
    comment = NeedComment.objects.create(need=need, text=text, by=by, at=now)
    need_commented(comment, now=now)
    return comment


@transaction.atomic
def remove_need_comment(*, comment: NeedComment, by: User, now: datetime) -> None:
    """Take one's own comment away. What was sent by mail is sent."""
    check_may_remove_need_comment(by, comment, now=now)
    comment.delete()
