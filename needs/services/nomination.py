"""What can be done to nominations: begin, save, propose, submit, confirm, send back, take back, withdraw."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from common.drafts import Saved, Shown, fingerprint, merge
from common.moves import move
from common.refusals import MovedOn, NotNow
from needs.emails import nomination as emails
from needs.emails import student as student_emails
from needs.models import Nomination, StudyType
from needs.queries.nomination import (
    VALUES,
    most_per_kindergarten,
    nomination_values,
    nominations,
    number_handed_over,
    usual_amounts,
)
from needs.queries.nomination_list import is_list_sent
from needs.rules import nomination as rules
from needs.states import NOMINATION_HANDED_OVER, NOMINATION_MOVES, NominationState
from networks.models import Kindergarten, Round, User

SECRET_LENGTH = 32


@dataclass(frozen=True, kw_only=True)
class NominationInput:
    """A nomination as it is begun; gaps are allowed in a draft. Amounts in whole kroner, 0 for the usual one."""

    kindergarten: Kindergarten
    student_name: str = ""
    student_email: str = ""
    study_type: StudyType | None = None
    study_name: str = ""
    institution: str = ""
    ects: Decimal | None = None
    year_of_study: int | None = None
    position_percent: int | None = None
    start_on: date | None = None
    end_on: date | None = None
    amount_nok: int = 0


@transaction.atomic
def begin_nomination(*, round: Round, typed: NominationInput, by: User, now: datetime) -> Nomination:
    """Begin a draft, with gaps if need be. Its amount is the usual one for the study until another is written."""
    nomination = Nomination(round=round, kindergarten=typed.kindergarten)
    rules.check_may_save_nomination(by, nomination, now=now)
    values = {name: getattr(typed, name) for name in (*VALUES, "study_type", "amount_nok")}
    rules.check_no_national_ids(values)
    _set(nomination, values)
    if not nomination.amount_nok and typed.study_type:
        nomination.amount_nok = usual_amounts(round).get(typed.study_type.pk, 0)
    nomination.save()
    return nomination


@transaction.atomic
def save_nomination(
    *, nomination: Nomination, typed: Mapping[str, Any], shown: Shown, by: User, now: datetime
) -> Saved:
    """Merge what is typed into the draft, field by field. Fields that somebody else has changed are given back.

    `kindergarten` and `study_type` are objects. An amount that was the usual one follows the kind of study.
    """
    fresh = locked_nomination(nomination)
    rules.check_may_save_nomination(by, fresh, now=now)
    rules.check_no_national_ids(typed)
    merged = merge(shown=shown, typed=typed, stored=nomination_values(fresh))
    if merged.changed:
        _store(fresh, merged.changed, by=by, now=now)
    return Saved(fresh.version, nomination_values(fresh), merged.conflicts)


@transaction.atomic
def propose_nomination(
    *, nomination: Nomination, version: int | None = None, by: User, now: datetime
) -> Nomination:
    """Ask the owner to send the nomination, and tell the student. Raises NotNow when the page is out of date."""
    fresh = locked_nomination(nomination)
    _check_as_read(fresh, version)
    rules.check_may_propose_nomination(by, fresh, is_list_sent=is_list_sent(fresh), now=now)
    fields = {"proposed_by": by, **_secret(fresh)}
    move(fresh, "propose", by=by, moves=NOMINATION_MOVES, now=now, fields=fields)
    emails.nomination_proposed(fresh, by=by, now=now)
    student_emails.student_nominated(fresh, now=now)
    return fresh


@transaction.atomic
def submit_nomination(
    *, nomination: Nomination, version: int | None = None, by: User, now: datetime
) -> Nomination:
    """Hand the owner's nomination over to the network, and tell the student. Raises NotNow when the page is out of
    date.
    """
    return _hand_over(nomination, "submit", version=version, by=by, now=now)


@transaction.atomic
def confirm_nomination(
    *, nomination: Nomination, version: int | None = None, by: User, now: datetime
) -> Nomination:
    """Hand what the head has proposed over to the network. Raises NotNow when the page is out of date."""
    return _hand_over(nomination, "confirm", version=version, by=by, now=now)


@transaction.atomic
def send_back_nomination(*, nomination: Nomination, comment: str, by: User, now: datetime) -> Nomination:
    """Give a proposal back to the head as a draft, with what should be changed."""
    fresh = locked_nomination(nomination)
    rules.check_may_send_back_nomination(by, fresh, now=now)
    rules.check_no_national_ids({"comment": comment})
    move(fresh, "send_back", by=by, moves=NOMINATION_MOVES, now=now, comment=comment)
    emails.nomination_sent_back(fresh, comment=comment, by=by, now=now)
    return fresh


@transaction.atomic
def take_back_nomination(*, nomination: Nomination, by: User, now: datetime) -> Nomination:
    """Make a proposed or sent nomination a draft again, so that it can be changed."""
    fresh = locked_nomination(nomination)
    is_with_network = fresh.state in NOMINATION_HANDED_OVER
    rules.check_may_take_back_nomination(by, fresh, is_list_sent=is_list_sent(fresh), now=now)
    fields = {"submitted_at": None, "network_rank": None, "dispensation": None}
    move(fresh, "take_back", by=by, moves=NOMINATION_MOVES, now=now, fields=fields)
    emails.nomination_state_changed(fresh, "take_back", is_with_network=is_with_network, by=by, now=now)
    return fresh


@transaction.atomic
def withdraw_nomination(*, nomination: Nomination, by: User, now: datetime) -> Nomination:
    """Withdraw the nomination; it leaves the network's list, and those after it move up.

    Those who knew of it are told: the other side, the network's leaders, the student.
    """
    fresh = locked_nomination(nomination)
    before = fresh.state
    rules.check_may_withdraw_nomination(by, fresh, is_list_sent=is_list_sent(fresh), now=now)
    move(fresh, "withdraw", by=by, moves=NOMINATION_MOVES, now=now, fields={"network_rank": None})
    if before != NominationState.DRAFT:
        is_with_network = before in NOMINATION_HANDED_OVER
        emails.nomination_state_changed(fresh, "withdraw", is_with_network=is_with_network, by=by, now=now)
    if fresh.link_secret and fresh.student_email:
        student_emails.student_withdrawn(fresh, now=now)
    return fresh


@transaction.atomic
def renew_student_link(*, nomination: Nomination, mark: str, by: User, now: datetime) -> Nomination:
    """Send the student a new personal link; the earlier one stops working.

    `mark` is the fingerprint of the link's secret that the page showed: pressed twice, one link is sent. Raises
    MovedOn for the second.
    """
    fresh = locked_nomination(nomination)
    rules.check_may_renew_student_link(by, fresh, now=now)
    if fingerprint(fresh.link_secret) != mark:
        raise MovedOn
    fresh.link_secret = new_secret()
    fresh.save(update_fields=["link_secret"])
    student_emails.student_nominated(fresh, now=now)
    return fresh


def locked_nomination(nomination: Nomination) -> Nomination:
    """The nomination as it stands now, locked, in the same round. Raises MovedOn when it is gone."""
    Nomination.objects.select_for_update().filter(pk=nomination.pk).first()
    fresh = nominations().filter(pk=nomination.pk, round=nomination.round).first()
    if fresh is None:
        raise MovedOn
    fresh.round = nomination.round
    return fresh


def new_secret() -> str:
    """The secret of a new personal link."""
    return get_random_string(SECRET_LENGTH)


def _hand_over(
    nomination: Nomination, verb: str, *, version: int | None, by: User, now: datetime
) -> Nomination:
    Kindergarten.objects.select_for_update().get(pk=nomination.kindergarten_id)  # counts one at a time
    fresh = locked_nomination(nomination)
    _check_as_read(fresh, version)
    taken = number_handed_over(fresh.kindergarten, fresh.round)
    places = rules.Places(taken, most_per_kindergarten(fresh.round))
    check = rules.check_may_submit_nomination if verb == "submit" else rules.check_may_confirm_nomination
    check(by, fresh, is_list_sent=is_list_sent(fresh), places=places, now=now)
    let_in_by = rules.check_open(fresh, now=now).let_in_by
    fields = {"submitted_at": now, "dispensation": let_in_by, **_secret(fresh)}
    move(fresh, verb, by=by, moves=NOMINATION_MOVES, now=now, fields=fields)
    emails.nomination_submitted(fresh, by=by, now=now)
    student_emails.student_nominated(fresh, now=now)
    return fresh


def _check_as_read(nomination: Nomination, version: int | None) -> None:
    if version is not None and nomination.version != version:
        raise NotNow(
            _("Somebody has changed the nomination since you looked through it. Look again, then send.")
        )


def _secret(nomination: Nomination) -> dict[str, str]:
    """The secret that a nomination needs before the student is told, where it has none."""
    return {} if nomination.link_secret else {"link_secret": new_secret()}


def _set(nomination: Nomination, values: Mapping[str, Any]) -> None:
    for name, value in values.items():
        setattr(nomination, name, (value or 0) if name == "amount_nok" else value)
    if nomination.start_on and nomination.end_on and nomination.end_on <= nomination.start_on:
        raise NotNow(_("The study must end after it begins."))


def _store(nomination: Nomination, changed: dict[str, Any], *, by: User, now: datetime) -> None:
    usual = usual_amounts(nomination.round) if "study_type" in changed else {}
    before = nomination.study_type_id
    follows = nomination.amount_nok in (0, usual.get(before or 0, 0)) and "amount_nok" not in changed
    is_new_address = "student_email" in changed
    _set(nomination, changed)
    if "kindergarten" in changed:
        rules.check_may_save_nomination(by, nomination, now=now)
    if usual and follows and nomination.study_type_id in usual:
        nomination.amount_nok = usual[nomination.study_type_id]
        changed = {**changed, "amount_nok": nomination.amount_nok}
    if is_new_address:
        nomination.link_secret = ""  # a link that went to the wrong address opens nothing
    nomination.version += 1
    nomination.save(update_fields=[*changed, "version", "link_secret"])
