"""Issuing the grant letters: all of a decision's letters, or none."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.documents.issue import issue
from common.documents.pdf import make_pdf
from common.moves import move
from grants.emails import letter as emails
from grants.letters import LANGUAGE, letter_content, missing_for_letter
from grants.models import Decision, Grant, GrantLetter
from grants.queries.decision import grants_for_letters
from grants.rules import decision as rules
from grants.services.issued import after_issue
from grants.states import DECISION_MOVES, DecisionState
from networks.models import Round, User
from networks.queries import rounds


@transaction.atomic
def issue_letters(*, decision: Decision, by: User, now: datetime) -> list[GrantLetter]:
    """Make, store and announce the letter of every grant, and tell each measure and nomination what it got.

    Done again it changes nothing and mails nobody.

    Raises NotNow when the decision is not approved, or when a letter would lack something: then every gap is named
    and no letter is made.
    """
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    round = rounds().get(pk=decision.round_id)
    decision.round = round
    grants = list(grants_for_letters(round))
    if decision.state == DecisionState.ISSUED:
        rules.check_may_see_decision(by, round, now=now)
        return [grant.letter for grant in grants]
    missing = [sentence for grant in grants for sentence in missing_for_letter(grant, round)]
    rules.check_may_issue_letters(by, decision, missing=missing, now=now)
    letters = [_issue(grant, round, turn, now=now) for turn, grant in enumerate(grants, start=1)]
    move(decision, "issue", by=by, moves=DECISION_MOVES, now=now, fields={"issued_at": now})
    emails.letters_issued(decision, letters, round, now=now)
    after_issue(decision=decision, grants=grants, round=round, by=by, now=now)
    return letters


def _issue(grant: Grant, round: Round, turn: int, *, now: datetime) -> GrantLetter:
    number = f"{round.grant_year}-{round.county.number}-{turn:02d}"
    content = letter_content(grant, round, number=number, now=now)
    document = issue(
        kind="grant_letter",
        number=number,
        title=content["title"],
        filename=f"tilsagnsbrev-{number}.pdf",
        content=letter_pdf(content),
        now=now,
    )
    return GrantLetter.objects.create(
        grant=grant, document=document, number=number, issued_at=now, snapshot=content
    )


def letter_pdf(content: dict[str, Any]) -> bytes:
    """The letter as PDF/UA. The same content gives the same bytes."""
    with override(content["language"]):
        html = render_to_string("documents/grant_letter.html", {"letter": content})
    return make_pdf(html, css="letter", identifier=content["number"].encode())


def draft_pdf(grant: Grant, round: Round, *, now: datetime) -> bytes:
    """The letter as it would be if it were issued now, marked as a draft. Nothing is stored.

    Raises NotNow when the network has nobody to receive its money.
    """
    with override(LANGUAGE):
        number = _("DRAFT")
    return letter_pdf({**letter_content(grant, round, number=number, now=now), "is_draft": True})
