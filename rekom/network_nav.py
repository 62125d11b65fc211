"""The pages of one network: which of them a person sees, by how they belong to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from networks.queries.belonging import AROUND, INSIDE, Tie

WORKERS = INSIDE | {Tie.STAFF}
"""Those who do the network's work, and the county governor's office."""


@dataclass(frozen=True)
class NetworkEntry:
    """One page of a network: its label, the name of its address, its argument, and for whom (None: all)."""

    label: Any
    url_name: str
    ties: frozenset[Tie] | None = AROUND
    argument: str = "network"


# Each page itself answers who may read it; here stands whom the link helps.
PAGES = (
    NetworkEntry(_("Overview"), "networks:network_detail", None, "pk"),
    NetworkEntry(_("People"), "networks:network_people", WORKERS),
    NetworkEntry(_("Who should be here"), "networks:composition_detail", WORKERS),
    NetworkEntry(_("Annual wheel"), "networks:network_wheel"),
    NetworkEntry(_("Meetings"), "networks:network_meetings"),
    NetworkEntry(_("Arenas"), "networks:arena_list", WORKERS),
    NetworkEntry(_("Long-term plan"), "networks:plan_detail"),
    NetworkEntry(_("Development work"), "needs:development_list", WORKERS),
    NetworkEntry(_("In pictures"), "reporting:network_dashboard", WORKERS),
    NetworkEntry(_("Agreements"), "networks:agreement_list", WORKERS),
    NetworkEntry(_("Documents"), "networks:document_list"),
    NetworkEntry(_("Messages"), "networks:message_list", WORKERS),
)


def network_pages(ties: Iterable[Tie], network: int, path: str) -> list[dict[str, Any]]:
    """The entries as {label, url, current} for somebody with these ties; `path` is the page being shown."""
    held = set(ties)
    urls = [
        (entry.label, reverse(entry.url_name, kwargs={entry.argument: network}))
        for entry in PAGES
        if entry.ties is None or held & entry.ties
    ]
    current = max((url for _label, url in urls if path.startswith(url)), key=len, default=None)
    return [{"label": label, "url": url, "current": url == current} for label, url in urls]
