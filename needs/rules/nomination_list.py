"""Who may rank the network's nominations and send its list, and when."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from needs.models import NominationList
from needs.states import NominationListState
from networks import deadlines
from networks.models import User
from networks.roles import leads
from networks.states import Duty


def check_may_rank_nominations(user: User, ranking: NominationList, *, now: datetime) -> None:
    """The network's leader ranks while the list is open and not sent: that is after nominations have closed."""
    if not leads(user, ranking.network, now=now):
        raise NotAllowed(_("Only the network's leader or coordinator can rank the nominations."))
    if ranking.state != NominationListState.DRAFT:
        raise NotNow(_("The list has been sent, so it can no longer be changed."))
    check_list_open(ranking, now=now)


def check_may_submit_nomination_list(
    user: User, ranking: NominationList, ranks: Sequence[int | None], *, now: datetime
) -> None:
    """Sent when every submitted nomination has its own place: 1, 2, 3 … without gaps. `ranks` are those places."""
    check_may_rank_nominations(user, ranking, now=now)
    if not ranks:
        raise NotNow(_("There is no nomination to rank."))
    if not is_whole_ranking(ranks):
        raise NotNow(_("Give every nomination its own place first: 1, 2, 3 … without gaps."))


def is_whole_ranking(ranks: Sequence[int | None]) -> bool:
    """Whether the places are 1, 2, 3 … each once, with none left out."""
    placed = [rank for rank in ranks if rank is not None]
    return sorted(placed) == list(range(1, len(ranks) + 1))


def check_list_open(ranking: NominationList, *, now: datetime) -> deadlines.Answer:
    """The answer for this network when its list is open; a dispensation counts. Raises NotNow."""
    return deadlines.check_open(Duty.NOMINATION_LIST, ranking.round, now=now, network=ranking.network)
