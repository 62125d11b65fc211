"""Whom a message can go to."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Group(TextChoices):
    """One group of recipients. The keys stand in addresses."""

    MEMBERS = "medlemmer", _("The network's leader, members and universities")
    HEADS = "styrere", _("Heads of the network's kindergartens")
    OWNERS = "eiere", _("Owners of the network's kindergartens")
    LEADERS = "ledere", _("Leaders and coordinators of the networks")
    ALL_MEMBERS = "alle-medlemmer", _("All in the networks: leaders, members and universities")
    FORUM = "samarbeidsforum", _("Everybody in the cooperation forum")


FROM_NETWORK = (Group.MEMBERS, Group.HEADS, Group.OWNERS)
FROM_COUNTY = (Group.LEADERS, Group.ALL_MEMBERS, Group.FORUM)
