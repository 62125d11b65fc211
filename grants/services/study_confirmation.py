"""Before the autumn payout: asking student and employer whether the study goes on, and what they answer."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from common.refusals import MovedOn
from grants.emails import payout as emails
from grants.models import Payout, StudyAnswer, StudyConfirmation
from grants.queries.payout import payouts
from grants.queries.study_confirmation import (
    asked_of_student,
    is_time_to_ask,
    is_time_to_remind,
    not_answered,
    not_asked,
    rounds_with_planned_payouts,
)
from grants.rules import study_confirmation as rules
from grants.services.payout_plan import follow_owners
from needs.queries import student as needs_queries
from needs.states import NOMINATION_NOT_STUDYING
from networks.models import Network, Round, User


@transaction.atomic
def ask_still_studying(*, round: Round, network: Network, by: User, now: datetime) -> int:
    """Ask student and employer about each planned autumn payout of the network that nobody is asked about yet.

    Asked again, nobody gets a second letter. Raises NotAllowed and NotNow. Returns how many payouts are asked about.
    """
    rules.check_may_ask_still_studying(by, network, round, now=now)
    return _ask(round, network, now=now)


def follow_payouts(*, now: datetime) -> int:
    """What the tick does: planned payouts follow an owner that has changed. From when the duty opens all are asked

    whether the study goes on, and a week before its date those who have not answered are reminded, once. Returns how
    many payouts are asked about.
    """
    asked = 0
    for round in rounds_with_planned_payouts():
        with transaction.atomic():
            follow_owners(round=round)
            if is_time_to_ask(round, now=now):
                asked += _ask(round, None, now=now)
            if is_time_to_remind(round, now=now):
                _remind(round, now=now)
    return asked


def _ask(round: Round, network: Network | None, *, now: datetime) -> int:
    rows = list(not_asked(round, network).select_for_update(of=("self",), skip_locked=True))
    for row in rows:
        row.round = round
        row.confirmation = StudyConfirmation.objects.create(payout=row, asked_at=now)
    emails.still_studying_asked(_studying(rows), is_reminder=False, now=now)
    return len(rows)


def _remind(round: Round, *, now: datetime) -> None:
    rows = [row for row in not_answered(round) if row.confirmation.asked_at < now]
    for row in rows:
        row.round = round
    emails.still_studying_asked(rows, is_reminder=True, now=now)


def _studying(rows: Iterable[Payout]) -> list[Payout]:
    """Who is known to have stopped is not asked; the network decides."""
    return [row for row in rows if row.nomination.state not in NOMINATION_NOT_STUDYING]


@transaction.atomic
def answer_as_student(*, token: str, answer: str, now: datetime) -> None:
    """Keep what the student says by the personal link: that one fact. It can be changed until it is settled.

    Raises MovedOn when the link is replaced or leads to nothing, and NotNow when it is settled.
    """
    link = needs_queries.student_link(token)
    if link is None or not link.is_valid or link.nomination.anonymised_at is not None:
        raise MovedOn
    rows = asked_of_student(link.nomination)
    if not rows:
        raise MovedOn
    open_rows = [row for row in rows if rules.is_open(row)]
    if not open_rows:
        rules.check_is_asked(rows[-1])
    for row in open_rows:
        said = _locked(row)
        _keep(row, said, "student", answer, now=now)


@transaction.atomic
def answer_as_employer(*, payout: Payout, answer: str, by: User, now: datetime) -> StudyConfirmation:
    """Keep what the head, or the owner's contact, says about the study. It can be changed until it is settled.

    Raises NotAllowed and NotNow.
    """
    fresh = payouts().get(pk=payout.pk)
    rules.check_may_answer_as_employer(by, fresh, now=now)
    said = _locked(fresh)
    said.head = by
    _keep(fresh, said, "head", answer, now=now)
    return said


def _locked(payout: Payout) -> StudyConfirmation:
    """The confirmation as it stands now, locked together with its payout. Raises NotNow when it is settled."""
    fresh = Payout.objects.select_for_update().get(pk=payout.pk)
    said = StudyConfirmation.objects.select_for_update().get(payout=fresh)
    said.payout = fresh
    fresh.confirmation = said
    rules.check_is_asked(fresh)
    return said


def _keep(payout: Payout, said: StudyConfirmation, who: str, answer: str, *, now: datetime) -> None:
    value = StudyAnswer(answer)
    setattr(said, f"{who}_says", value)
    setattr(said, f"{who}_at", now)
    said.save(update_fields=[f"{who}_says", f"{who}_at", "head"])
    if value == StudyAnswer.STOPPED:
        emails.study_said_stopped(payout, now=now)
