"""What the outbox asks again before it sends, by kind of letter. Receipts are not here: they are always due."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from common.dates import oslo_date
from common.models import OutboxMail
from common.outbox import Memory, StillDue
from needs.queries import lost_approval
from networks.queries import inquiry_is_open, rounds, rounds_in_play
from networks.queries.plans import lost_plan_approval
from networks.queries.seat_invitations import letter_is_current
from rekom.follow_up.reminded_now import REMINDED_NOW_KIND
from rekom.planning.debts import Debt, Followers
from rekom.planning.digest import DIGEST_KIND, still_led
from rekom.planning.dues import Due, all_dues
from rekom.planning.letters import ABOVE_KIND, OPENS_KIND, OVERDUE_KIND, REMINDER_KIND
from rekom.planning.reasons import CANCELLED, CLOSED, DONE, IN_THE_ORDER_OF_NEWS, NEW_DEADLINE, NOT_IN_SEAT
from reporting.queries.facts import lost_facts_approval

YEARS_BACK = 2  # a report is owed the year after the grant year


def still_owed(mail: OutboxMail, now: datetime, memory: Memory) -> str:
    """Is it still owed, still open, and by this person? Bodies that are done with are left out of the letter.

    Returns the reason to skip the letter when nobody is left, else ''.
    """
    reasons = {
        (body["due"], body["key"]): _reason(mail, body, now=now, memory=memory)
        for body in mail.context["bodies"]
    }
    left = [body for body in mail.context["bodies"] if not reasons[body["due"], body["key"]]]
    if not left:
        return next((reason for reason in IN_THE_ORDER_OF_NEWS if reason in reasons.values()), DONE)
    mail.context = {**mail.context, "bodies": left}
    return ""


def _reason(mail: OutboxMail, body: dict[str, Any], *, now: datetime, memory: Memory) -> str:
    due = _dues(now, memory).get(body["due"])
    if due is None:
        return DONE
    offset = body.get("offset", mail.context["offset"])
    debt = _owed(due, now, memory, is_opening=offset == "opens").get(body["key"])
    if debt is None:
        return DONE
    if mail.recipient_id not in _people(mail, due, debt, now, memory):
        return NOT_IN_SEAT
    answer = due.answer(due.given.get(debt.body_key), now=now)
    if offset.startswith("+"):
        return "" if answer.is_past else NEW_DEADLINE
    return "" if answer.is_open else CLOSED


def _people(mail: OutboxMail, due: Due, debt: Debt, now: datetime, memory: Memory) -> set[int]:
    if mail.kind != ABOVE_KIND:
        return {user.pk for user in debt.everybody}
    place = "followers", due.round.pk
    if place not in memory:
        memory[place] = Followers(due.round, now)
    return {user.pk for user in memory[place].leaders_of(debt)}


def _dues(now: datetime, memory: Memory) -> dict[str, Due]:
    """Every duty by its key, read once for a batch of letters."""
    if "dues" not in memory:
        in_play = Q(pk__in=list(rounds_in_play(now=now).values_list("pk", flat=True)))
        recent = rounds().filter(in_play | Q(grant_year__gte=oslo_date(now).year - YEARS_BACK))
        memory["dues"] = {due.key: due for due in all_dues(recent, now=now)}
    found: dict[str, Due] = memory["dues"]
    return found


def _owed(due: Due, now: datetime, memory: Memory, *, is_opening: bool) -> dict[str, Debt]:
    """Who still owes a duty, by the body's key, read once for a batch of letters."""
    place = "owed", due.key, is_opening
    if place not in memory:
        memory[place] = {debt.key: debt for debt in due.debts(is_opening=is_opening, now=now)}
    found: dict[str, Debt] = memory[place]
    return found


def still_asked(mail: OutboxMail, now: datetime, memory: Memory) -> str:
    """Is the inquiry still open? One that was cancelled before its letter left asks nobody. Else why not."""
    place = "inquiry", mail.context["inquiry"]
    if place not in memory:
        memory[place] = inquiry_is_open(mail.context["inquiry"])
    return "" if memory[place] else CANCELLED


def still_fallen(mail: OutboxMail, now: datetime, memory: Memory) -> str:
    """Has the side not approved again meanwhile? The letter then tells all that has changed since it approved."""
    approval = lost_approval(mail.context["approval"])
    if approval is None:
        return DONE
    mail.context = {**mail.context, "changes": approval.withdrawn_because.split("\n")}
    return ""


def still_invited(mail: OutboxMail, now: datetime, memory: Memory) -> str:
    """Does the link in the letter still work? A withdrawn, accepted or renewed invitation has no such link."""
    return "" if letter_is_current(mail.context["invitation_pk"], mail.key) else CANCELLED


def still_fallen_from_plan(mail: OutboxMail, now: datetime, memory: Memory) -> str:
    """The same for an approval of a long-term plan."""
    approval = lost_plan_approval(mail.context["approval"])
    if approval is None:
        return DONE
    mail.context = {**mail.context, "changes": approval.withdrawn_because.split("\n")}
    return ""


def still_fallen_from_facts(mail: OutboxMail, now: datetime, memory: Memory) -> str:
    """The same for an approval of the shared facts about a measure."""
    approval = lost_facts_approval(mail.context["approval"])
    if approval is None:
        return DONE
    mail.context = {**mail.context, "changes": approval.withdrawn_because.split("\n")}
    return ""


STILL_DUE: dict[str, StillDue] = {
    OPENS_KIND: still_owed,
    REMINDER_KIND: still_owed,
    OVERDUE_KIND: still_owed,
    ABOVE_KIND: still_owed,
    REMINDED_NOW_KIND: still_owed,
    DIGEST_KIND: still_led,
    "needs/approval_lost": still_fallen,
    "networks/plan_approval_lost": still_fallen_from_plan,
    "reporting/facts_changed": still_fallen_from_facts,
    "networks/inquiry_sent": still_asked,
    "networks/inquiry_date_changed": still_asked,
    "networks/invitation_sent": still_invited,
}
