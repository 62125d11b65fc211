"""What can be done to the network's list of nominations: rank, submit."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils.translation import gettext as _

from common.drafts import Saved, Shown, merge
from common.moves import move
from common.ordering import order_text, read_order
from common.refusals import NotNow
from needs.emails import nomination_list as emails
from needs.models import Nomination, NominationList
from needs.queries.nomination_list import list_of, list_values, submitted_in, why_field
from needs.rules import nomination_list as rules
from needs.states import NOMINATION_LIST_MOVES, NominationState
from networks.models import Network, Round, User


@transaction.atomic
def rank_nominations(
    *, round: Round, network: Network, typed: Mapping[str, Any], shown: Shown, by: User, now: datetime
) -> Saved:
    """Save some of the list's fields: `order` (the nominations' keys, "3,1,2"), `note`, and the argument for each.

    The fields are those of `queries.nomination_list.list_values`. The order always holds every submitted nomination
    once, so two never share a place. What two have changed is given back, not stored. Raises NotAllowed, NotNow.
    """
    rules.check_may_rank_nominations(by, NominationList(round=round, network=network), now=now)
    ranking = _list_locked_or_begun(round, network)
    rules.check_may_rank_nominations(by, ranking, now=now)
    rows = list(submitted_in(network, round))
    merged = merge(shown=shown, typed=_whole(typed, rows), stored=list_values(ranking, rows))
    if merged.changed:
        _write(ranking, rows, merged.changed)
        rows = list(submitted_in(network, round))
    return Saved(ranking.version, list_values(ranking, rows), merged.conflicts)


@transaction.atomic
def submit_nomination_list(
    *, round: Round, network: Network, version: int, by: User, now: datetime
) -> NominationList:
    """Send the network's ranking to the county as its proposal. After this it is only read.

    `version` is what the page showed. Those that nobody has moved stand in the order in which they came.
    """
    rules.check_may_rank_nominations(by, NominationList(round=round, network=network), now=now)
    ranking = _list_locked_or_begun(round, network)
    if ranking.version != version:
        raise NotNow(_("Somebody has changed the list since you opened the page. Look again first."))
    order = [nomination.pk for nomination in submitted_in(network, round)]
    rules.check_may_submit_nomination_list(by, ranking, number=len(order), now=now)
    _place(order)
    let_in_by = rules.check_list_open(ranking, now=now).let_in_by
    fields = {"submitted_at": now, "dispensation": let_in_by}
    move(ranking, "submit", by=by, moves=NOMINATION_LIST_MOVES, now=now, fields=fields)
    emails.nomination_list_submitted(ranking, number=len(order), by=by, now=now)
    return ranking


def _list_locked_or_begun(round: Round, network: Network) -> NominationList:
    NominationList.objects.bulk_create(
        [NominationList(round=round, network=network, version=0)], ignore_conflicts=True
    )
    NominationList.objects.select_for_update().get(round=round, network=network)
    return list_of(network, round)


def _whole(typed: Mapping[str, Any], rows: Sequence[Nomination]) -> dict[str, Any]:
    """What is typed, with an order that names every nomination once."""
    found = dict(typed)
    if "order" in found:
        found["order"] = order_text(read_order(str(found["order"]), [row.pk for row in rows]))
    return found


def _write(ranking: NominationList, rows: Sequence[Nomination], changed: Mapping[str, Any]) -> None:
    _place(read_order(changed.get("order", ""), [row.pk for row in rows]))
    for row in rows:
        if why_field(row.pk) in changed:
            Nomination.objects.filter(pk=row.pk).update(network_note=changed[why_field(row.pk)])
    ranking.note = changed.get("note", ranking.note)
    ranking.version += 1
    ranking.save(update_fields=["note", "version"])


def _place(order: Sequence[int]) -> None:
    """Give the nominations the places 1, 2, 3 … in this order; one that is withdrawn meanwhile gets none."""
    if not order:
        return
    places = [When(pk=pk, then=Value(rank)) for rank, pk in enumerate(order, start=1)]
    there = Nomination.objects.filter(pk__in=order, state=NominationState.SUBMITTED)
    there.update(network_rank=Case(*places))
