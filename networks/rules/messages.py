"""Who may send messages to many, read them and pass them on."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.dates import instant
from common.refusals import NotAllowed, NotNow
from networks.belonging import Tie, ties
from networks.models import County, Message, Network, User
from networks.roles import Role, holds


def check_may_send_message(user: User, county: County, network: Network | None, *, now: datetime) -> None:
    """A network's leader or coordinator writes to the network; a case officer writes for the county governor."""
    if network is None:
        if not holds(user, Role.CASE_OFFICER, county, now=now):
            raise NotAllowed(_("Only a case officer can do this."))
    elif Tie.LEADER not in ties(user, network, now=now):
        raise NotAllowed(_("Only the network's leader or coordinator can do this."))


def check_has_recipients(number: int) -> None:
    """A message goes to somebody."""
    if not number:
        raise NotNow(_("Nobody would get this. Choose others, or invite people first."))


def check_is_new_message(before: Message | None) -> None:
    """The same message does not go out twice; `before` is the one that was just sent."""
    if before is not None:
        raise NotNow(
            _("You sent this message %(when)s. It is not sent again.") % {"when": instant(before.sent_at)}
        )


def check_may_pass_on_message(
    user: User,
    message: Message,
    network: Network,
    *,
    was_sent_here: bool,
    passed: Message | None,
    now: datetime,
) -> None:
    """A leader passes on what the county governor has sent, once for each network.

    `was_sent_here`: the network's leaders, or the person, got it; `passed` is how the network has passed it on.
    """
    check_may_send_message(user, network.county, network, now=now)
    if message.network_id is not None or message.county_id != network.county_id or not was_sent_here:
        raise NotAllowed(_("Only what the County Governor has sent to the network can be passed on."))
    if passed is not None:
        said = {"who": passed.sent_by, "when": instant(passed.sent_at)}
        raise NotNow(_("%(who)s passed this on %(when)s.") % said)
