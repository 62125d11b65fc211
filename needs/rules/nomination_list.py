"""Who may rank the network's nominations and send its list, and when."""

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
    user: User, ranking: NominationList, *, number: int, now: datetime
) -> None:
    """Sent once, while the list is open, when the network has nominations; `number` is how many there are."""
    check_may_rank_nominations(user, ranking, now=now)
    if not number:
        raise NotNow(_("There is no nomination to rank."))


def check_list_open(ranking: NominationList, *, now: datetime) -> deadlines.Answer:
    """The answer for this network when its list is open; a dispensation counts. Raises NotNow."""
    return deadlines.check_open(Duty.NOMINATION_LIST, ranking.round, now=now, network=ranking.network)
