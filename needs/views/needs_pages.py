"""The pages about needs that a person can open: links above each of them."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from needs.rules.authority import authority_places
from networks.roles import LEADERS, STAFF, Role, holds

ACROSS = (*LEADERS, Role.NETWORK_MEMBER, Role.UH_COORDINATOR, *STAFF)
PAGES = (
    ("reports", _("Needs reports"), "needs:needs_report_list", (Role.OWNER, *ACROSS)),
    ("workbench", _("The network's workbench"), "needs:workbench_home", (*LEADERS, *STAFF)),
    ("across", _("Needs across the network"), "needs:needs_across", ACROSS),
)


def needs_pages(user: Any, current: str, *, now: datetime) -> list[dict[str, Any]]:
    """The links, as {label, url, is_current}; none where there is only one page to go to."""
    found = [(key, label, reverse(name)) for key, label, name, roles in PAGES if holds(user, roles, now=now)]
    if authority_places(user, now=now):
        found.append(("authority", _("The kindergarten authority"), reverse("needs:authority_home")))
    if len(found) < 2:
        return []
    return [{"label": label, "url": url, "is_current": key == current} for key, label, url in found]
