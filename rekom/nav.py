"""The main menu: which links a person sees, by the roles of the seats."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from networks.roles import Role

EVERYBODY = frozenset(Role)


@dataclass(frozen=True)
class NavEntry:
    """One link of the main menu: its label, the name of its address, and who sees it."""

    label: Any
    url_name: str
    roles: frozenset[Role] = EVERYBODY


NAV = (NavEntry(_("My duties"), "home"),)


def nav_for(roles: Iterable[str], path: str) -> list[dict[str, Any]]:
    """The entries for somebody with these roles, as {label, url, current}; `path` is the page being shown."""
    held = set(roles)
    shown = []
    for entry in NAV:
        if not held & entry.roles:
            continue
        try:
            url = reverse(entry.url_name)
        except NoReverseMatch:
            continue
        shown.append({"label": entry.label, "url": url, "current": _is_current(url, path)})
    return shown


def _is_current(url: str, path: str) -> bool:
    return path == url if url == "/" else path.startswith(url)
