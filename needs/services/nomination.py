"""What can be done to nominations: save, submit, take back, withdraw; and to the network's list: rank, submit."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from common.moves import move
from common.refusals import MovedOn, NotNow
from common.versions import check_version
from needs.emails import nomination as emails
from needs.models import Nomination, NominationList, StudyType
from needs.queries.nomination import is_list_sent, list_of, nominations, submitted_in
from needs.rules import nomination as rules
from needs.states import NOMINATION_LIST_MOVES, NOMINATION_MOVES
from networks.models import Kindergarten, Network, Round, User
from networks.queries import network_of

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
    _close_gap(fresh)
    return fresh


@transaction.atomic
def withdraw_nomination(*, nomination: Nomination, by: User, now: datetime) -> Nomination:
    """Withdraw the nomination; it leaves the network's list, and those ranked after it move up."""
    fresh = _locked(nomination.pk, nomination.round)
    rules.check_may_withdraw_nomination(by, fresh, is_list_sent=is_list_sent(fresh), now=now)
    move(fresh, "withdraw", by=by, moves=NOMINATION_MOVES, now=now, fields={"network_rank": None})
    _close_gap(fresh)
    return fresh


@transaction.atomic
def rank_nominations(
    *,
    round: Round,
    network: Network,
    ranks: Mapping[int, int | None],
    note: str,
    version: int,
    by: User,
    now: datetime,
) -> NominationList:
    """Save the leader's order of the network's nominations. `ranks` is the place for each key, None for none yet.

    A draft may have gaps; two in the same place are refused. `version` is what the page showed (0: not begun).
    """
    rules.check_may_rank_nominations(by, NominationList(round=round, network=network), now=now)
    ranking = _list_locked_or_begun(round, network)
    rules.check_may_rank_nominations(by, ranking, now=now)
    check_version(ranking.version, version)
    known = {nomination.pk: nomination for nomination in submitted_in(network, round)}
    placed = [rank for pk, rank in ranks.items() if rank is not None and pk in known]
    if len(set(placed)) != len(placed):
        raise NotNow(_("Two nominations cannot have the same place."))
    for pk, rank in ranks.items():
        if pk in known:
            Nomination.objects.filter(pk=pk).update(network_rank=rank)
    ranking.note, ranking.version = note, version + 1
    ranking.save(update_fields=["note", "version"])
    return ranking


@transaction.atomic
def submit_nomination_list(
    *, round: Round, network: Network, version: int, by: User, now: datetime
) -> NominationList:
    """Send the network's ranking to the county as its proposal. After this it is only read."""
    rules.check_may_rank_nominations(by, NominationList(round=round, network=network), now=now)
    ranking = _list_locked_or_begun(round, network)
    if ranking.version != version:
        raise NotNow(_("Somebody has changed the list since you opened the page. Look again first."))
    ranks = [nomination.network_rank for nomination in submitted_in(network, round)]
    rules.check_may_submit_nomination_list(by, ranking, ranks, now=now)
    let_in_by = rules.check_list_open(ranking, now=now).let_in_by
    fields = {"submitted_at": now, "dispensation": let_in_by}
    move(ranking, "submit", by=by, moves=NOMINATION_LIST_MOVES, now=now, fields=fields)
    emails.nomination_list_submitted(ranking, number=len(ranks), by=by, now=now)
    return ranking


def _locked(pk: int, round: Round) -> Nomination:
    """The nomination as it stands now, locked. Raises MovedOn when it is gone."""
    Nomination.objects.select_for_update().filter(pk=pk).first()
    nomination = nominations().filter(pk=pk, round=round).first()
    if nomination is None:
        raise MovedOn
    nomination.round = round
    return nomination


def _list_locked_or_begun(round: Round, network: Network) -> NominationList:
    NominationList.objects.bulk_create(
        [NominationList(round=round, network=network, version=0)], ignore_conflicts=True
    )
    NominationList.objects.select_for_update().get(round=round, network=network)
    return list_of(network, round)


def _close_gap(gone: Nomination) -> None:
    """Let the network's other ranked nominations move up, in their order."""
    network = network_of(gone.kindergarten, gone.round)
    if network is None:
        return
    ranked = [row for row in submitted_in(network, gone.round) if row.network_rank is not None]
    for rank, row in enumerate(ranked, start=1):
        if row.network_rank != rank:
            Nomination.objects.filter(pk=row.pk).update(network_rank=rank)
