"""The pages of one network: which of them a person sees, by how they belong to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from networks.queries.belonging import AROUND, Tie


@dataclass(frozen=True)
class NetworkEntry:
    """One page of a network: its label, the name of its address, its argument, and for whom (None: all)."""

    label: Any
    url_name: str
    ties: frozenset[Tie] | None = AROUND
    argument: str = "network"


PAGES = (NetworkEntry(_("Overview"), "networks:network_detail", None, "pk"),)


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
