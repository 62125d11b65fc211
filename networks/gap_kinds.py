"""The kinds of things that can lack around a network, and where each is mended."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class GapKind(TextChoices):
    """What lacks. The keys stand in addresses."""

    OWNER_NETWORK = "eier-nettverk", _("Owner without a network")
    KINDERGARTEN_NETWORK = "barnehage-nettverk", _("Kindergarten without a network")
    OWNER_CONTACT = "eier-kontakt", _("Owner without a contact")
    KINDERGARTEN_HEAD = "barnehage-styrer", _("Kindergarten without a head in the portal")
    NETWORK_LEADER = "nettverk-leder", _("Network without a leader")
    NETWORK_MEETING = "nettverk-mote", _("Network without a meeting in half a year")
    TWO_INTERESTS = "to-roller", _("Person with two interests in the same place")
