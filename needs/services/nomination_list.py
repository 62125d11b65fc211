"""What can be done to the network's list of nominations: rank, submit."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from common.moves import move
from common.refusals import NotNow
from common.versions import check_version
from needs.emails import nomination_list as emails
from needs.models import Nomination, NominationList
from needs.queries.nomination_list import list_of, submitted_in
from needs.rules import nomination_list as rules
from needs.states import NOMINATION_LIST_MOVES
from networks.models import Network, Round, User
from networks.queries import network_of


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


def close_gap(gone: Nomination) -> None:
    """Let the network's other ranked nominations move up, in their order."""
    network = network_of(gone.kindergarten, gone.round)
    if network is None:
        return
    ranked = [row for row in submitted_in(network, gone.round) if row.network_rank is not None]
    for rank, row in enumerate(ranked, start=1):
        if row.network_rank != rank:
            Nomination.objects.filter(pk=row.pk).update(network_rank=rank)


def _list_locked_or_begun(round: Round, network: Network) -> NominationList:
    NominationList.objects.bulk_create(
        [NominationList(round=round, network=network, version=0)], ignore_conflicts=True
    )
    NominationList.objects.select_for_update().get(round=round, network=network)
    return list_of(network, round)
