"""How a network stands against a baseline, in a word: never by colour alone."""

from django.utils.translation import gettext_lazy as _

from grants.comparing import ABSENT, GAINS, GONE, LOSES, NEW, SAME

WORDS = {
    GAINS: _("gains"),
    LOSES: _("loses"),
    SAME: _("as before"),
    NEW: _("new"),
    GONE: _("no longer there"),
    ABSENT: "",
}
