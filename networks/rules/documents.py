"""Who may add documents to a network and take them out."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from networks.belonging import INSIDE, Tie, ties
from networks.models import Message, Network, NetworkDocument, User


def check_may_add_document(user: User, network: Network, *, now: datetime) -> None:
    """Those who do the network's work add documents, and the county's case officers."""
    if not ties(user, network, now=now) & (INSIDE | {Tie.CASE_OFFICER}):
        raise NotAllowed(_("Only those who take part in the network's work can add documents."))


def check_may_keep_attachments(user: User, network: Network, message: Message, *, now: datetime) -> None:
    """What came with a message of the network, or from the county governor, is kept by the network that got it."""
    check_may_add_document(user, network, now=now)
    if message.county_id != network.county_id or message.network_id not in (None, network.pk):
        raise NotAllowed(_("The message belongs to another network."))


def check_may_remove_document(user: User, document: NetworkDocument, *, now: datetime) -> None:
    """The network's leader and a case officer take any document out, others their own."""
    held = ties(user, document.network, now=now)
    is_own = document.added_by_id == user.pk and held & INSIDE
    if not is_own and not held & {Tie.LEADER, Tie.CASE_OFFICER}:
        raise NotAllowed(_("Only the network's leader, or the one who added the document, can take it out."))
    if document.removed_at is not None:
        raise NotNow(_("The document is taken out already."))
