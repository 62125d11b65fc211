"""Refusals: every "no" the portal gives is one of these, with a sentence the user can act on."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class WayOn:
    """What the user can do instead: a page of the portal, and what its link says."""

    url: str
    label: Any


class Refused(Exception):
    """The base of all refusals. `str()` is a sentence to the user."""

    @property
    def sentence(self) -> str:
        """The sentence shown to the user."""
        return str(self.args[0]) if self.args else ""

    @property
    def message(self) -> str:
        """The sentence, with the link to the way on where there is one."""
        way_on: WayOn | None = getattr(self, "way_on", None)
        if way_on is None:
            return self.sentence
        return format_html('{} <a class="ds-link" href="{}">{}</a>', self.sentence, way_on.url, way_on.label)


class NotAllowed(Refused, PermissionDenied):
    """This person may not do this, whatever the time (HTTP 403)."""


class NotNow(Refused):
    """This person may do this, but not now: the deadline has passed, or something is missing (HTTP 409).

    `way_on` is what can be done instead, where there is something.
    """

    def __init__(self, *args: Any, way_on: WayOn | None = None) -> None:
        super().__init__(*args)
        self.way_on = way_on


class MovedOn(NotNow):
    """Somebody else was first: the object is in another state than the page showed."""

    def __init__(self, sentence: Any = None) -> None:
        super().__init__(sentence or _("Somebody has already changed this. You now see how it stands."))


def may(check: Callable[..., None], *args: Any, **kwargs: Any) -> Refused | None:
    """The refusal that `check` would give, or None when the action is allowed."""
    try:
        check(*args, **kwargs)
    except Refused as refusal:
        return refusal
    return None
