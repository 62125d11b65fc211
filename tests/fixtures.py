"""Fixtures that all tests share."""

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import connections
from django.test import Client
from django.utils import timezone

from networks.models import User
from rekom.local.engines import Engines
from tests.factories import UserFactory
from tests.faults.machinery import Machinery
from tests.migrated import migrated
from tests.post_office import PostOffice
from tests.world import AUTUMN, World, make_world


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """The tests' database is a copy of one that is migrated already."""
    server = connections["default"].settings_dict
    server["TEST"]["TEMPLATE"] = migrated(server)


@pytest.fixture
def world(db) -> World:
    """A small county with one person for each role; see tests/world.py."""
    return make_world()


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
