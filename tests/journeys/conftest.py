"""What the journeys share: the template database, a running portal, a browser."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from tests.journeys.portal import RunningPortal, Template

CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser"]


@pytest.fixture(scope="session")
def demo_template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Template]:
    """The demo county on 22 November 2026, built once by the demo's own commands."""
    template = Template(settings.DATABASES["default"], tmp_path_factory.mktemp("journeys"))
    template.build()
    yield template
    template.drop()


@pytest.fixture
def portal(demo_template: Template) -> Iterator[RunningPortal]:
    """A running portal on its own copy of the demo county."""
    running = RunningPortal(demo_template, os.environ["REDIS_URL"])
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def shared_portal(demo_template: Template) -> Iterator[RunningPortal]:
    """A running portal for those who only read."""
    running = RunningPortal(demo_template, os.environ["REDIS_URL"])
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium."""
    path = next(name for name in CHROMIUM if Path(name).exists())
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield chromium
        chromium.close()
