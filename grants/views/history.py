"""History lines in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from common.models import StateChange

VERBS = {
    "prepare": _("Sent for approval by"),
    "send_back": _("Sent back by"),
    "approve": _("Approved by"),
    "issue": _("Letters issued by"),
    "agree": _("Agreed by"),
    "decline": _("Declined by"),
}


def told(lines: Iterable[StateChange]) -> list[dict[str, Any]]:
    """The lines as components/timeline.html shows them."""
    return [
        {"at": line.at, "by": line.by, "text": VERBS[line.verb], "comment": line.comment} for line in lines
    ]
