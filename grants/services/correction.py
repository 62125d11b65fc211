"""What can be done about an issued grant that is wrong: begin, save, prepare, send back, cancel, approve."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction

from common.moves import move
from common.refusals import MovedOn
from common.versions import check_version
from grants.emails import correction as emails
from grants.models import Complaint, Correction, CorrectionLetter, Grant
from grants.queries.correction import corrections, lines_of_grant, open_correction, room_of
from grants.queries.recusal import is_recused_from
from grants.rules import correction as rules
from grants.rules import decision as decision_rules
from grants.services.correction_issue import issue_correction
from grants.services.decision import locked_decision
from grants.states import CORRECTION_MOVES
from networks.models import User


@transaction.atomic
def begin_correction(
    *,
    grant: Grant,
    amounts: Mapping[int, int],
    reason: str,
    complaint: Complaint | None = None,
    by: User,
    now: datetime,
) -> Correction:
    """Draft new amounts (kroner by line key) for an issued grant; lines that are not there stay.

    Raises NotAllowed and NotNow: another correction is open, a sum is below zero, or the frame is too small.
    """
    recused, is_open = is_recused_from(by, grant), open_correction(grant) is not None
    rules.check_may_begin_correction(by, grant, is_recused=recused, is_open=is_open, now=now)
    if complaint is not None and complaint.grant_id != grant.pk:
        raise MovedOn
    correction = Correction(
        grant=grant,
        complaint=complaint,
        reason=reason,
        before_nok=grant.amount_nok,
        created_by=by,
        created_at=now,
    )
    _fill(correction, amounts)
    try:
        with transaction.atomic():
            correction.save(force_insert=True)
    except IntegrityError as error:  # somebody began one at the same time
        raise MovedOn from error
    return correction


@transaction.atomic
def save_correction(
    *,
    correction: Correction,
    amounts: Mapping[int, int],
    reason: str,
    version: int,
    by: User,
    now: datetime,
) -> Correction:
    """Save a draft. Raises NotNow when somebody else has saved since `version`."""
    correction = _locked(correction)
    recused = is_recused_from(by, correction.grant)
    rules.check_may_save_correction(by, correction, is_recused=recused, now=now)
    check_version(correction.version, version)
    correction.reason, correction.version = reason, version + 1
    _fill(correction, amounts)
    correction.save(update_fields=["reason", "version", "lines", "after_nok"])
    return correction


@transaction.atomic
def prepare_correction(*, correction: Correction, by: User, now: datetime) -> Correction:
    """Hand the correction to the approver. After this nobody changes it, unless it is sent back."""
    correction = _locked(correction)
    rules.check_may_prepare_correction(
        by,
        correction,
        missing=rules.missing_in_correction(correction),
        is_recused=is_recused_from(by, correction.grant),
        now=now,
    )
    fields = {"prepared_by": by, "prepared_at": now, "version": correction.version + 1}
    move(correction, "prepare", by=by, moves=CORRECTION_MOVES, now=now, fields=fields)
    emails.correction_prepared(correction, now=now)
    return correction


@transaction.atomic
def send_back_correction(*, correction: Correction, comment: str, by: User, now: datetime) -> Correction:
    """Send a prepared correction back to the case officer, saying why."""
    recused = is_recused_from(by, correction.grant)
    rules.check_may_send_back_correction(by, correction, comment=comment, is_recused=recused, now=now)
    move(correction, "send_back", by=by, moves=CORRECTION_MOVES, now=now, comment=comment)
    emails.correction_sent_back(correction, comment=comment, by=by, now=now)
    return correction


@transaction.atomic
def cancel_correction(*, correction: Correction, by: User, now: datetime) -> Correction:
    """Let a draft go. The grant stands as it was."""
    recused = is_recused_from(by, correction.grant)
    rules.check_may_cancel_correction(by, correction, is_recused=recused, now=now)
    move(correction, "cancel", by=by, moves=CORRECTION_MOVES, now=now)
    return correction


@transaction.atomic
def approve_correction(
    *, correction: Correction, version: int | None = None, claims_back: bool = False, by: User, now: datetime
) -> CorrectionLetter:
    """Approve what another person has prepared: the amounts change, and a letter replaces the old one, at once.

    `claims_back` says that what is paid too much is to be paid back. Raises NotAllowed, NotNow and MovedOn (approved
    already, or prepared anew since `version`).
    """
    decision = locked_decision(correction.grant.decision)
    Grant.objects.select_for_update().get(pk=correction.grant_id)
    correction = _locked(correction)
    preparer = correction.prepared_by
    rules.check_may_approve_correction(
        by,
        correction,
        missing=rules.missing_in_correction(correction),
        is_recused=is_recused_from(by, correction.grant),
        is_preparer_recused=preparer is not None and is_recused_from(preparer, correction.grant),
        now=now,
    )
    if version not in (None, correction.version) or correction.grant.amount_nok != correction.before_nok:
        raise MovedOn
    _check_room(correction)
    return issue_correction(correction, decision, claims_back=claims_back, by=by, now=now)


def _fill(correction: Correction, amounts: Mapping[int, int]) -> None:
    """Keep the amounts that differ from the letter's, and what they add up to, within the frame."""
    lines = lines_of_grant(correction.grant)
    rules.check_lines(lines, amounts)
    decision_rules.check_amounts(amounts.values())
    changed = {
        line.pk: amounts[line.pk]
        for line in lines
        if amounts.get(line.pk, line.amount_nok) != line.amount_nok
    }
    correction.lines = {str(key): amount for key, amount in changed.items()}
    correction.after_nok = sum(changed.get(line.pk, line.amount_nok) for line in lines)
    _check_room(correction)


def _check_room(correction: Correction) -> None:
    room = room_of(correction.grant.decision)
    total = room.granted_nok - correction.before_nok + correction.after_nok
    decision_rules.check_within_frame(
        total, room.granted_nok, frame_nok=room.frame_nok, held_nok=room.held_nok
    )


def _locked(correction: Correction) -> Correction:
    """The correction as it stands now, locked."""
    Correction.objects.select_for_update().get(pk=correction.pk)
    return corrections().get(pk=correction.pk)
