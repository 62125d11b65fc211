"""What the check of chains can find, each with its sentence: money that cannot be followed from need to use."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ChainFault(models.TextChoices):
    """A link that is missing or leads to the wrong thing. The label is the sentence, with `name` and `found`."""

    NO_MEASURE = "no_measure", _("%(name)s: %(found)s is reported on, but was never put on a measure.")
    NO_NEED = "no_need", _("The measure “%(name)s” was given %(found)s, but answers no need.")
    WRONG_NEED = (
        "wrong_need",
        _("The measure “%(name)s” answers a need of another network or another year."),
    )
    NO_LETTER = "no_letter", _("%(name)s: %(found)s is decided and issued, but there is no letter.")
    NO_LINES = "no_lines", _("%(name)s: %(found)s is to be paid, but the grant has no lines.")
    WRONG_PAYOUT = (
        "wrong_payout",
        _("The payout %(name)s (%(found)s) belongs to another network's or year's letter or nomination."),
    )
    WRONG_REPORT = "wrong_report", _("%(name)s: the report tells of %(found)s from another letter.")
    USED_NOTHING = "used_nothing", _("%(name)s: %(found)s is reported as used of a line that had nothing.")
    SETTLED = (
        "settled",
        _("%(name)s: %(found)s is settled, but the claim or what is carried over is %(wanted)s."),
    )
    NO_MONEY = "no_money", _("“%(name)s” is reported as a measure, but was given no money.")
