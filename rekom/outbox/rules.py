"""Who may look into the outbox and who may stop it: the county governor's staff; a leader sees the network's own."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.models import OutboxMail
from common.outbox.staff import check_can_resend
from common.refusals import NotAllowed
from networks.models import County, Network, User
from networks.roles import is_staff_of, leads
from networks.topics import topic


def check_may_see_outbox(user: User, county: County, *, now: datetime) -> None:
    """The county governor's staff see who was told what and when in their own county."""
    if not is_staff_of(user, county, now=now):
        raise NotAllowed(_("Only the County Governor's staff can see this."))


def check_may_see_mail(user: User, mail: OutboxMail, county: County, *, now: datetime) -> None:
    """Staff see the mails that name their county; a mail that names none is seen by its recipient alone."""
    check_may_see_outbox(user, county, now=now)
    if topic(County, county.pk) not in mail.topics:
        raise NotAllowed(_("This belongs to another county."))


def check_may_resend_mail(user: User, mail: OutboxMail, county: County, *, now: datetime) -> None:
    """Staff send again what failed, is in doubt or was skipped, once. Raises NotAllowed, NotNow."""
    check_may_see_mail(user, mail, county, now=now)
    check_can_resend(mail)


def check_may_pause_sending(user: User, county: County, *, now: datetime) -> None:
    """Staff hold back the mail of their own county."""
    check_may_see_outbox(user, county, now=now)


def check_may_resume_sending(user: User, county: County, *, now: datetime) -> None:
    """Whoever may hold the mail back may let it go again."""
    check_may_see_outbox(user, county, now=now)


def check_may_see_network_mails(user: User, network: Network, *, now: datetime) -> None:
    """The network's leaders see whom its bodies' letters went to and when; so do the county governor's staff."""
    if not leads(user, network, now=now) and not is_staff_of(user, network.county, now=now):
        raise NotAllowed(_("Only the network's leaders can see this."))
