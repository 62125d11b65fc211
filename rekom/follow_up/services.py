"""What those who follow up can do: remind now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.outbox import post_many
from common.outbox.runs import wait_for_turn
from common.refusals import NotNow
from networks.models import User
from rekom.follow_up.reminded_now import chosen_of, letters_to, recipients_of, told_by_token, told_since
from rekom.follow_up.rules import check_may_remind_now
from rekom.planning.dues import Due


@dataclass(frozen=True)
class Reminded:
    """What became of a reminder: whom it went to, and who was left out because they had one lately."""

    told: list[User]
    left_out: list[User]


@transaction.atomic
def remind_now(
    *,
    due: Due,
    bodies: Collection[str],
    by: User,
    now: datetime,
    line: str = "",
    again: bool = False,
    token: str = "",
) -> Reminded:
    """Remind the people of the chosen bodies (their keys) that still owe: one letter to each, with all their bodies.

    Whoever has been told of the duty in the last 24 hours is left out, unless `again`. `line` is the sender's own
    words. `token` names the page it is sent from: the same page never sends twice. Raises NotAllowed; NotNow when it
    has not opened, when all have answered since, when nobody has the role, and when nobody is left to remind.
    """
    wait_for_turn(due.kind)
    debts = [debt for debt in due.debts(is_opening=False, now=now) if debt.key in set(bodies)]
    check_may_remind_now(by, due, debts, now=now)
    found = recipients_of(chosen_of(due, debts, now=now))
    people = [one.to.pk for one in found]
    done = told_by_token(token, people)
    lately = set() if again else set(told_since(due, people, now=now))
    chosen = [one for one in found if one.to.pk not in done | lately]
    told = [one for one in found if one.to.pk in done or one in chosen]
    if not told:
        raise NotNow(
            _("All of them have been told in the last 24 hours. Say so if you will remind them again.")
        )
    post_many(letters_to(due, chosen, by=by, line=line, token=token, now=now))
    return Reminded([one.to for one in told], [one.to for one in found if one not in told])
