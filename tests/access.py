"""What a row of the access matrix is: one URL, and who gets which answer."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from tests.world import AUTUMN, ROLES, World

OK, MOVED, FORBIDDEN, MISSING = 200, 302, 403, 404
EVERYBODY = (*ROLES, "anonymous")


Make = Callable[[World], Mapping[str, Any]]


@dataclass(frozen=True)
class Scene:
    """What a row needs in the world, and when: rows of equal scenes are tried on one stage."""

    make: Make
    now: datetime

    @property
    def name(self) -> str:
        """What keeps its tests with one worker of pytest-xdist, so that no other sets it too."""
        return f"{self.make.__module__}.{self.make.__qualname__}"


@dataclass(frozen=True)
class Stage:
    """A scene that is set: the world, and the arguments of the row's URL."""

    world: World
    place: Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Row:
    """`url` is a URL name; `make` builds what the page needs in the world and returns the URL's arguments.

    `allowed` answer with `status`; all other signed-in people get `refused` (404 when they may not know it exists,
    403 when the page is known); anonymous people are sent to sign in (302) unless named in `allowed`.
    """

    url: str
    allowed: tuple[str, ...]
    make: Make = lambda world: {}
    method: str = "get"
    data: Mapping[str, Any] | Callable[[World], Mapping[str, Any]] = field(default_factory=dict)
    status: int = OK
    refused: int = MISSING
    now: datetime = AUTUMN

    @property
    def scene(self) -> Scene:
        """What the row stands on."""
        return Scene(self.make, self.now)

    def address(self, stage: Stage) -> str:
        """The row's address on the stage that is set for its scene."""
        return reverse(self.url, kwargs=dict(stage.place))

    def sent(self, stage: Stage) -> Mapping[str, Any]:
        """What is sent to it there."""
        return self.data(stage.world) if callable(self.data) else self.data

    def expected(self, role: str) -> int:
        """The status that `role` must get."""
        if role in self.allowed:
            return self.status
        return MOVED if role == "anonymous" else self.refused


def each(rows: Iterable[Row]) -> pytest.MarkDecorator:
    """One test for each row, on the stage of its scene (`scene`, tests/fixtures.py); named by method and URL."""
    rows = list(rows)
    return pytest.mark.parametrize(
        ("row", "scene"),  # pytest puts side by side what is equal in the last
        [pytest.param(row, row.scene, marks=pytest.mark.xdist_group(row.scene.name)) for row in rows],
        ids=[f"{row.method} {row.url}" for row in rows],
        indirect=["scene"],
        scope="module",
    )
