"""A Redis of the fault tests' own, a mail server, and processes that end with the test."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from rekom.addresses import socket_dir
from rekom.local.engines import Engines
from tests.post_office import PostOffice

BASE = Path(__file__).resolve().parent.parent.parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Python 3.12 and later warn about a fork in a process with threads, as the mail server makes this one."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning"))


@pytest.fixture(scope="session")
def engine_folder() -> Iterator[Path]:
    """Where engines of these tests' own keep their files."""
    folder = BASE / "var" / f"test-faults-{os.getpid()}"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(socket_dir(BASE, folder), ignore_errors=True)


@pytest.fixture
def own_redis(engine_folder: Path) -> Iterator[Engines]:
    """A Valkey that a test may stop and empty."""
    engines = Engines(BASE, engine_folder, is_durable=False)
    engines.start({"DATABASE_URL": "the tests'"})
    yield engines
    engines.stop()


@pytest.fixture
def office() -> Iterator[PostOffice]:
    """A mail server that a test commands."""
    office = PostOffice()
    office.start()
    yield office
    office.stop()
