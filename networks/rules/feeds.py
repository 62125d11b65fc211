"""Who may make and revoke a person's calendar link."""

from django.utils.translation import gettext as _

from common.refusals import NotAllowed
from networks.models import User


def check_may_make_feed(user: User, person: User) -> None:
    """People make and revoke their own calendar link."""
    if user.pk != person.pk:
        raise NotAllowed(_("You can only change your own page."))
