"""What an approved correction does, in one transaction: amounts, budgets, letter, mails, and all that follows."""

from datetime import datetime

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.documents.issue import issue
from common.documents.pdf import make_pdf
from common.models import Document
from common.moves import move
from grants.correction_content import correction_content
from grants.decided import OTHER, deviates, needs_ground
from grants.emails import adjustment as adjustment_emails
from grants.emails import correction as emails
from grants.letters import LANGUAGE
from grants.models import BudgetAdjustment, Correction, CorrectionLetter, Decision, Grant, GrantLine
from grants.queries.correction import letters_about, lines_of_grant, newest_letter, paid_nok
from grants.queries.decision import grants_for_letters
from grants.queries.letter_template import wording_of
from grants.rebudget import Moved, rebudget
from grants.rules import correction as rules
from grants.services.issued import after_correction
from grants.services.outcomes import tell_corrected
from grants.states import ADJUSTMENT_MOVES, CORRECTION_MOVES, AdjustmentState
from networks.models import Network, Round, User
from networks.queries import rounds


def issue_correction(
    correction: Correction, decision: Decision, *, claims_back: bool, by: User, now: datetime
) -> CorrectionLetter:
    """Carry out an approved correction. Called inside a transaction, with decision, grant and correction locked."""
    grant, round = correction.grant, rounds().get(pk=decision.round_id)
    rules.check_says_it_comes_back(correction.after_nok, paid_nok(grant), claims_back=claims_back)
    lines = lines_of_grant(grant)
    _close_proposals(lines, round, by=by, now=now)
    before = _change(lines, correction)
    Grant.objects.filter(pk=grant.pk).update(amount_nok=correction.after_nok)
    fields = {"approved_by": by, "approved_at": now}
    move(correction, "approve", by=by, moves=CORRECTION_MOVES, now=now, fields=fields)
    grants = list(grants_for_letters(round))
    grant = next(row for row in grants if row.pk == grant.pk)
    letter = _letter(correction, grant, round, before, now=now)
    emails.correction_issued(letter, grant, round, now=now)
    tell_corrected(
        grant=grant, grants=grants, letter=letter.number, run=decision.run, round=round, by=by, now=now
    )
    after_correction(grant=grant, before_nok=correction.before_nok, round=round, by=by, now=now)
    return letter


def _change(lines: list[GrantLine], correction: Correction) -> dict[int, int]:
    """Store the new amounts with their words and budgets; returns the amounts before, of the lines that changed."""
    after = {line.pk: correction.lines.get(str(line.pk), line.amount_nok) for line in lines}
    budgets = rebudget([Moved(line.amount_nok, after[line.pk], line.budget_nok) for line in lines])
    before = {line.pk: line.amount_nok for line in lines if after[line.pk] != line.amount_nok}
    for line, budget in zip(lines, budgets, strict=True):
        if line.pk in before or budget != line.budget_nok:
            line.budget_nok = budget
            _word(line, after[line.pk], correction)
            line.save(update_fields=["amount_nok", "budget_nok", "deviation_reason", "ground", "ground_text"])
    return before


def _word(line: GrantLine, amount_nok: int, correction: Correction) -> None:
    """A line that changes carries the correction's reason: why it differs, and the ground of giving less."""
    if line.amount_nok == amount_nok:
        return
    is_cut = amount_nok < line.amount_nok
    line.amount_nok = amount_nok
    line.deviation_reason = correction.reason if deviates(line) else ""
    if not needs_ground(amount_nok, line.requested_nok):
        line.ground = line.ground_text = ""
    elif is_cut or not line.ground:
        line.ground, line.ground_text = OTHER, correction.reason


def _close_proposals(lines: list[GrantLine], round: Round, *, by: User, now: datetime) -> None:
    """A proposal for the budget that stands on the old amounts is declined, so that a new one can be made."""
    networks = {line.network_id for line in lines if line.network_id}
    list(Network.objects.select_for_update().filter(pk__in=networks).order_by("pk"))
    waiting = BudgetAdjustment.objects.filter(
        round=round, network__in=networks, state=AdjustmentState.PROPOSED
    ).select_related("network", "round", "proposed_by")
    for adjustment in waiting:
        with override(LANGUAGE):
            answer = _(
                "The grant is corrected, so the amounts are new. Make a new proposal if you still want one."
            )
        fields = {"answered_by": by, "answered_at": now, "answer": answer}
        move(adjustment, "decline", by=by, moves=ADJUSTMENT_MOVES, now=now, comment=answer, fields=fields)
        adjustment_emails.adjustment_answered(adjustment, now=now)


def _letter(
    correction: Correction, grant: Grant, round: Round, before: dict[int, int], *, now: datetime
) -> CorrectionLetter:
    old = newest_letter(grant)
    turn = len(letters_about(grant))
    number = f"{grant.letter.number}-K{turn}"
    content = correction_content(
        correction,
        grant,
        round,
        before,
        number=number,
        replaces=(old.number, old.issued_at),
        words=wording_of(round).words_for(grant),
        now=now,
    )
    with override(content["language"]):
        html = render_to_string("documents/correction_letter.html", {"letter": content})
    document = issue(
        kind="correction_letter",
        number=number,
        title=content["title"],
        filename=f"rettelse-{number}.pdf",
        content=make_pdf(html, css="letter", identifier=number.encode()),
        now=now,
        replaces=Document.objects.defer("content").get(pk=old.document_id),
    )
    return CorrectionLetter.objects.create(
        correction=correction, document=document, number=number, issued_at=now, snapshot=content
    )
