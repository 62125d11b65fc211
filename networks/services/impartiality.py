"""What can be done about impartiality: declare it, withdraw it, let the meeting decide, reconsider."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.moves import move
from common.refusals import NotNow
from networks.emails import impartiality as emails
from networks.models import AgendaItem, Declaration, User, Vote
from networks.queries import votes as queries
from networks.queries.lines import WHOLE, lines_of
from networks.rules import impartiality as rules
from networks.states import IMPARTIALITY_MOVES, MeetingState


@transaction.atomic
def declare_impartiality(
    *, item: AgendaItem, line: str, reason: str, by: User, person: User | None = None, now: datetime
) -> Declaration:
    """Somebody may be partial in the case (`line` ""), or in one line of it. Recorded for `person`, or for oneself.

    Before the meeting its chair and the case officers are told. Raises NotNow for a line that the case has not.
    """
    item, about = queries.locked_case(item.pk), person or by
    rules.check_may_declare(by, item, person=about, now=now)
    rules.check_is_declared_once(about, item, line=line)
    declaration = Declaration.objects.create(
        item=item,
        person=about,
        line=line,
        line_label=_label_of(item, line, now=now),
        reason=reason,
        declared_by=by,
        declared_at=now,
    )
    if item.meeting.state == MeetingState.CALLED:
        emails.impartiality_declared(declaration, now=now)
    return declaration


@transaction.atomic
def withdraw_declaration(*, declaration: Declaration, by: User, now: datetime) -> Declaration:
    """Take a declaration back before the meeting has decided. It stays in the history."""
    declaration = _locked(declaration)
    rules.check_may_withdraw_declaration(by, declaration, now=now)
    move(declaration, "withdraw", by=by, moves=IMPARTIALITY_MOVES, now=now)
    return declaration


@transaction.atomic
def recuse_declaration(
    *, declaration: Declaration, reason: str, sees_papers: bool = True, by: User, now: datetime
) -> Declaration:
    """The meeting has decided: disqualified. A vote that is still open loses this person's vote."""
    declaration = _decided("recuse", declaration, reason=reason, sees_papers=sees_papers, by=by, now=now)
    _take_votes_back(declaration)
    emails.impartiality_decided(declaration, now=now)
    return declaration


@transaction.atomic
def clear_declaration(*, declaration: Declaration, reason: str, by: User, now: datetime) -> Declaration:
    """The meeting has decided: impartial. The person takes part as before."""
    declaration = _decided("clear", declaration, reason=reason, sees_papers=True, by=by, now=now)
    emails.impartiality_decided(declaration, now=now)
    return declaration


@transaction.atomic
def reconsider_declaration(*, declaration: Declaration, reason: str, by: User, now: datetime) -> Declaration:
    """Take a decision up again. Until the meeting has decided anew, the person has no vote."""
    declaration = _locked(declaration)
    rules.check_may_reconsider_declaration(by, declaration, now=now)
    fields = {"decided_by": None, "decided_at": None, "decision_reason": "", "sees_papers": True}
    move(declaration, "reconsider", by=by, moves=IMPARTIALITY_MOVES, now=now, comment=reason, fields=fields)
    return declaration


def _decided(
    verb: str, declaration: Declaration, *, reason: str, sees_papers: bool, by: User, now: datetime
) -> Declaration:
    declaration = _locked(declaration)
    rules.check_may_decide_declaration(by, declaration, now=now)
    fields = {
        "decided_by": by,
        "decided_at": now,
        "decision_reason": reason,
        "sees_papers": sees_papers,
    }
    move(declaration, verb, by=by, moves=IMPARTIALITY_MOVES, now=now, comment=reason, fields=fields)
    return declaration


def _take_votes_back(declaration: Declaration) -> None:
    """The vote stays in the history (pghistory), not in the ballot; closed ballots are as they were."""
    lost = Vote.objects.filter(
        ballot__item=declaration.item, ballot__closed_at__isnull=True, person=declaration.person
    )
    if declaration.line != WHOLE:
        lost = lost.filter(ballot__line=declaration.line)
    lost.delete()


def _label_of(item: AgendaItem, line: str, *, now: datetime) -> str:
    if line == WHOLE:
        return ""
    found = next((row for row in lines_of(item, now=now) if row.key == line), None)
    if found is None:
        raise NotNow(_("The case has no such line."))
    return found.label


def _locked(declaration: Declaration) -> Declaration:
    """The declaration as it stands now; its case is held until the transaction ends."""
    return queries.declaration_in(queries.locked_case(declaration.item_id), declaration.pk)
