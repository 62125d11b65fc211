"""What can be done to nominations: save, submit, take back, withdraw."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from common.moves import move
from common.refusals import MovedOn, NotNow
from common.versions import check_version
from needs.emails import nomination as emails
from needs.models import Nomination, StudyType
from needs.queries.nomination import nominations
from needs.queries.nomination_list import is_list_sent
from needs.rules import nomination as rules
from needs.services.nomination_list import close_gap
from needs.states import NOMINATION_MOVES
from networks.models import Kindergarten, Round, User

TYPED = (
    "student_name",
    "student_email",
    "study_type",
    "study_name",
    "institution",
    "ects",
    "position_percent",
    "amount_nok",
)


@dataclass(frozen=True, kw_only=True)
class NominationInput:
    """A nomination as it is typed; gaps are allowed in a draft."""

    kindergarten: Kindergarten
    student_name: str = ""
    student_email: str = ""
    study_type: StudyType | None = None
    study_name: str = ""
    institution: str = ""
    ects: Decimal | None = None
    position_percent: int | None = None
    amount_nok: int = 0


@transaction.atomic
def save_nomination(
    *,
    round: Round,
    typed: NominationInput,
    by: User,
    now: datetime,
    pk: int | None = None,
    version: int = 0,
) -> Nomination:
    """Save a draft with gaps if need be; a new one when `pk` is None. `version` is what the page showed.

    Raises NotNow when somebody else has saved it since, and then nothing is changed.
    """
    if pk is None:
        nomination = Nomination(round=round, version=0)
    else:
        nomination = _locked(pk, round)
        rules.check_may_save_nomination(by, nomination, now=now)
        check_version(nomination.version, version)
    nomination.kindergarten = typed.kindergarten
    rules.check_may_save_nomination(by, nomination, now=now)
    for name in TYPED:
        setattr(nomination, name, getattr(typed, name))
    nomination.version += 1
    nomination.save()
    return nomination


@transaction.atomic
def submit_nomination(
    *, nomination: Nomination, by: User, now: datetime, version: int | None = None
) -> Nomination:
    """Hand the nomination over to the network. Raises NotNow when it is not what the page showed."""
    fresh = _locked(nomination.pk, nomination.round)
    if version is not None and fresh.version != version:
        raise NotNow(
            _("Somebody has changed the nomination since you looked through it. Look again, then send.")
        )
    rules.check_may_submit_nomination(by, fresh, is_list_sent=is_list_sent(fresh), now=now)
    fields = {"submitted_at": now, "dispensation": rules.check_open(fresh, now=now).let_in_by}
    move(fresh, "submit", by=by, moves=NOMINATION_MOVES, now=now, fields=fields)
    emails.nomination_submitted(fresh, by=by, now=now)
    return fresh


@transaction.atomic
def take_back_nomination(*, nomination: Nomination, by: User, now: datetime) -> Nomination:
    """Make a sent nomination a draft again, so that it can be changed."""
    fresh = _locked(nomination.pk, nomination.round)
    rules.check_may_take_back_nomination(by, fresh, is_list_sent=is_list_sent(fresh), now=now)
    fields = {"submitted_at": None, "network_rank": None, "dispensation": None}
    move(fresh, "take_back", by=by, moves=NOMINATION_MOVES, now=now, fields=fields)
    close_gap(fresh)
    return fresh


@transaction.atomic
def withdraw_nomination(*, nomination: Nomination, by: User, now: datetime) -> Nomination:
    """Withdraw the nomination; it leaves the network's list, and those ranked after it move up."""
    fresh = _locked(nomination.pk, nomination.round)
    rules.check_may_withdraw_nomination(by, fresh, is_list_sent=is_list_sent(fresh), now=now)
    move(fresh, "withdraw", by=by, moves=NOMINATION_MOVES, now=now, fields={"network_rank": None})
    close_gap(fresh)
    return fresh


def _locked(pk: int, round: Round) -> Nomination:
    """The nomination as it stands now, locked. Raises MovedOn when it is gone."""
    Nomination.objects.select_for_update().filter(pk=pk).first()
    nomination = nominations().filter(pk=pk, round=round).first()
    if nomination is None:
        raise MovedOn
    nomination.round = round
    return nomination
