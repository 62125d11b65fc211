"""What the outbox's tests stand on: a real mail server."""

from collections.abc import Iterator

import pytest

from tests.post_office import PostOffice


@pytest.fixture
def smtp(settings) -> Iterator[PostOffice]:
    office = PostOffice()
    office.start()
    settings.EMAIL_BACKEND = "common.outbox.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", office.port, 5
    yield office
    office.stop()
