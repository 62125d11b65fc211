"""What can be done with votes: open a ballot, vote, record a show of hands, close it, settle the case by it.

A vote that is refused stores nothing and is logged on "rekom.refused_votes", by keys and without names.
"""

import logging
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.moves import move
from common.refusals import NotNow
from networks.models import AgendaItem, Ballot, User, Vote
from networks.queries import votes as queries
from networks.queries.lines import WHOLE, lines_of
from networks.rules import votes as rules
from networks.states import ITEM_MOVES, VoteChoice

refused_votes = logging.getLogger("rekom.refused_votes")


@transaction.atomic
def open_ballot(*, item: AgendaItem, question: str, line: str = WHOLE, by: User, now: datetime) -> Ballot:
    """Ask the members to vote on the case, or on one line of it. Raises NotNow for a line that the case has not."""
    item = queries.locked_case(item.pk)
    voters = queries.voters_in(item, line, now=now)
    rules.check_may_open_ballot(by, item, voters=len(voters), now=now)
    labels = {row.key: row.label for row in lines_of(item, now=now)} | {WHOLE: ""}
    if line not in labels:
        raise NotNow(_("The case has no such line."))
    return Ballot.objects.create(
        item=item, question=question, line=line, line_label=labels[line], opened_by=by, opened_at=now
    )


@transaction.atomic
def cast_vote(*, ballot: Ballot, choice: VoteChoice, by: User, now: datetime) -> Vote:
    """Vote for oneself, or change one's vote, until the ballot is closed."""
    ballot = _locked(ballot)
    try:
        rules.check_may_vote(by, ballot, now=now)
    except rules.VoteRefused as refusal:
        log_refused_vote(ballot=ballot.pk, by=by, reason=refusal.reason)
        raise
    return _stored(ballot, by, choice, by=by, now=now)


@transaction.atomic
def record_votes(
    *, ballot: Ballot, choices: Mapping[int, VoteChoice | None], by: User, now: datetime
) -> list[Vote]:
    """Record a show of hands: each person's choice by their key, None for no vote. All of it is stored, or nothing.

    Returns the votes that are stored.
    """
    ballot = _locked(ballot)
    people = {row.person_id: row.person for row in ballot.item.meeting.attendance.all()}
    try:
        rules.check_may_record_votes(by, ballot, now=now)
        for key in choices:
            if key not in people:
                raise rules.refused(rules.NoVote.NOT_CALLED)
            rules.check_may_record_vote(by, people[key], ballot, now=now)
    except rules.VoteRefused as refusal:
        log_refused_vote(ballot=ballot.pk, by=by, reason=refusal.reason)
        raise
    ballot.votes.filter(person__in=[key for key, choice in choices.items() if choice is None]).delete()
    hands = {key: choice for key, choice in choices.items() if choice is not None}
    return [_stored(ballot, people[key], choice, by=by, now=now) for key, choice in hands.items()]


@transaction.atomic
def close_ballot(*, ballot: Ballot, by: User, now: datetime) -> Ballot:
    """Close the vote for good. What was voted can be read by all who see the meeting."""
    ballot = _locked(ballot)
    rules.check_may_close_ballot(by, ballot, now=now)
    ballot.closed_by, ballot.closed_at = by, now
    ballot.save(update_fields=["closed_by", "closed_at"])
    return ballot


@transaction.atomic
def settle_item(*, item: AgendaItem, resolution: str, dissent: str, by: User, now: datetime) -> AgendaItem:
    """The vote has decided the case: what was decided, and what the minority holds."""
    item = queries.locked_case(item.pk)
    ballot = queries.deciding_ballot(item)
    rules.check_may_settle_item(by, item, ballot=ballot, now=now)
    fields = {
        "is_carried": ballot is not None and queries.tally_of(ballot).is_carried,
        "resolution": resolution,
        "dissent": dissent,
        "decided_at": now,
        "recorded_by": by,
        "version": item.version + 1,
    }
    move(item, "settle", by=by, moves=ITEM_MOVES, now=now, fields=fields)
    return item


def log_refused_vote(*, ballot: int, by: User, reason: str) -> None:
    """Note a vote that was refused. Keys and the reason alone: no names, nothing about others."""
    refused_votes.warning("ballot %s: no vote stored, tried by person %s (%s)", ballot, by.pk, reason)


def _stored(ballot: Ballot, person: User, choice: VoteChoice, *, by: User, now: datetime) -> Vote:
    seat = rules.voting_seat(person, ballot.item, now=now)
    if seat is None:
        raise rules.refused(rules.NoVote.NOT_MEMBER)
    values = {"seat": seat, "choice": VoteChoice(choice), "cast_by": by, "cast_at": now}
    vote, _is_new = Vote.objects.update_or_create(ballot=ballot, person=person, defaults=values)
    return vote


def _locked(ballot: Ballot) -> Ballot:
    """The ballot as it stands now; its case is held until the transaction ends."""
    return queries.ballot_in(queries.locked_case(ballot.item_id), ballot.pk)
