"""Fixtures that all tests share."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connections, transaction
from django.test import Client
from django.utils import timezone, translation
from pytest_django import DjangoDbBlocker

from networks.models import User
from rekom.local.engines import Engines
from tests.access import Scene, Stage
from tests.factories import UserFactory, begin_again
from tests.faults.machinery import Machinery
from tests.migrated import migrated
from tests.post_office import PostOffice
from tests.world import AUTUMN, World, make_world


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tests' database is a copy of one that is migrated already."""
    server = connections["default"].settings_dict
    server["TEST"]["TEMPLATE"] = migrated(server)


@pytest.fixture(autouse=True)
def _numbers_from_the_start(request: pytest.FixtureRequest) -> None:
    """Each test makes the same rows, whatever the ones before it made; a scene has begun by itself."""
    if "scene" not in request.fixturenames:
        begin_again()


@pytest.fixture
def world(db) -> World:
    """A small county with one person for each role; see tests/world.py."""
    return make_world()


@pytest.fixture(scope="module")
def scene(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[Stage]:
    """What the rows of a scene need, built once for all of them; each test takes back what it does on it."""
    asked: Scene = request.param
    with (
        django_db_blocker.unblock(),
        pytest.MonkeyPatch.context() as patch,
        translation.override("nb"),
        transaction.atomic(),
    ):
        patch.setattr("common.clock.shift", lambda: asked.now - timezone.now())
        begin_again()
        world = make_world()
        stage = Stage(world, dict(asked.make(world)))
        yield stage
        transaction.set_rollback(True)


@pytest.fixture
def at(monkeypatch) -> Callable[[datetime], None]:
    """`at(instant)` lets the portal's clock show that instant, in pages and tasks of this process."""

    def set_clock(instant: datetime) -> None:
        monkeypatch.setattr("common.clock.shift", lambda: instant - timezone.now())

    return set_clock


@pytest.fixture
def sign_in(world) -> Callable[[str], Client]:
    """`sign_in("leader")` gives a client in which that person of the world is signed in."""

    def signed_in(role: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(world.person(role), backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return signed_in


@pytest.fixture
def reader(db) -> User:
    """Somebody who gets mail."""
    return UserFactory(name="Kari Prøve", email="kari@example.no")


@pytest.fixture
def machinery(
    transactional_db: None, tmp_path: Path, own_redis: Engines, office: PostOffice
) -> Iterator[Machinery]:
    """Processes on the test's own database and Redis (tests/faults); the clock shows 20 November 2026 at noon."""
    machinery = Machinery(tmp_path, own_redis.running[0].url, office)
    machinery.show(AUTUMN)
    yield machinery
    machinery.stop()
