"""What every test stands on: the settings of a test run, engines, strict templates, a language."""

import os
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import django
import pytest

# Before pytest-django looks for settings, and for every process that a test starts.
os.environ["DJANGO_SETTINGS_MODULE"] = "rekom.settings"
os.environ["REKOM_ENV"] = "test"
CLOCK = Path(tempfile.gettempdir()) / f"rekom-test-clock-{os.getpid()}"
os.environ["CLOCK_FILE"] = str(CLOCK)

from django.conf import settings  # noqa: E402 -- after the environment
from django.utils import translation  # noqa: E402 -- after the environment

from common.documents import pdf  # noqa: E402 -- after the environment
from rekom.local import lock  # noqa: E402 -- after the environment
from rekom.local.engines import Engines  # noqa: E402 -- after the environment
from rekom.local.place import EngineError  # noqa: E402 -- after the environment
from tests import strict_templates  # noqa: E402 -- after the environment

BASE = Path(__file__).resolve().parent.parent
SLOTS = 4  # test runs at the same time in one checkout
PAGES_KEPT = 500  # documents that are made once for all tests that make the same
ENGINES = pytest.StashKey[Engines]()
LOCK = pytest.StashKey[object]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Start PostgreSQL and Valkey where the environment names none (shared by all workers), then Django."""
    is_worker = hasattr(config, "workerinput")
    has_both = os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")
    if not (is_worker or has_both or config.option.collectonly):
        _start_engines(config)
    # WeasyPrint takes a second for each; the whole way anew is `make_pdf.__wrapped__`.
    pdf.make_pdf = lru_cache(PAGES_KEPT)(pdf.make_pdf)
    django.setup()
    # A worker of xdist inherits the settings' name, so that its settings were read before this file was.
    settings.CLOCK_FILE = str(CLOCK)
    config.pluginmanager.import_plugin("tests.fixtures")  # its models need Django to be set up


def _start_engines(config: pytest.Config) -> None:
    var, held = _free_slot()
    engines = Engines(BASE, var, is_durable=False)
    try:
        os.environ.update(engines.start(os.environ))
    except EngineError as error:
        raise pytest.UsageError(str(error)) from None
    config.stash[ENGINES] = engines
    config.stash[LOCK] = held


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what this run has started."""
    engines = config.stash.get(ENGINES, None)
    if engines:
        engines.stop()


def _free_slot() -> tuple[Path, object]:
    for number in range(1, SLOTS + 1):
        var = BASE / "var" / f"test-engines-{number}"
        try:
            return var, lock.take(var / "lock")
        except lock.Busy:
            continue
    raise pytest.UsageError(f"{SLOTS} test runs are under way in this checkout already.")


@pytest.fixture(scope="session", autouse=True)
def _strict_templates() -> None:
    strict_templates.install()


@pytest.fixture(autouse=True)
def _bokmål() -> Iterator[None]:
    """Each test begins in bokmål, whatever the one before it chose."""
    with translation.override("nb"):
        yield


@pytest.fixture(autouse=True)
def _clock_set_right() -> Iterator[None]:
    """A test that moves the clock leaves it as it was."""
    yield
    CLOCK.unlink(missing_ok=True)
