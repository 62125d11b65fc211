"""What a row of the access matrix is: one URL, and who gets which answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.world import AUTUMN, ROLES, World

OK, MOVED, FORBIDDEN, MISSING = 200, 302, 403, 404
EVERYBODY = (*ROLES, "anonymous")


@dataclass(frozen=True)
class Row:
    """`url` is a URL name; `make` builds what the page needs in the world and returns the URL's arguments.

    `allowed` answer with `status`; all other signed-in people get `refused` (404 when they may not know it exists,
    403 when the page is known); anonymous people are sent to sign in (302) unless named in `allowed`.
    """

    url: str
    allowed: tuple[str, ...]
    make: Callable[[World], Mapping[str, Any]] = lambda world: {}
    method: str = "get"
    data: Mapping[str, Any] | Callable[[World], Mapping[str, Any]] = field(default_factory=dict)
    status: int = OK
    refused: int = MISSING
    now: datetime = AUTUMN

    def expected(self, role: str) -> int:
        """The status that `role` must get."""
        if role in self.allowed:
            return self.status
        return MOVED if role == "anonymous" else self.refused
