"""PostgreSQL is restarted while mail is being sent: what the mail server has answered is not forgotten."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from rekom.local.engines import Engines
from tests.common.letters import KIND
from tests.faults.machinery import BASE, Machinery, until
from tests.post_office import PostOffice
from tests.world import AUTUMN

pytestmark = pytest.mark.engines

MAILS = 60
POST = """
INSERT INTO common_outboxmail (kind, key, "to", language, context, topics, attachments, priority, asked_because,
    planned_at, status, next_try_at, attempts, reason, subject, text, html)
SELECT %(kind)s, 'k' || number, 'kari@example.no', 'nb', '{"role": "styrer", "body": "Lek"}', '{}', '{}', 0, '',
    %(now)s, 'planned', %(now)s, 0, '', '', '', ''
FROM generate_series(1, %(count)s) AS number
"""


@pytest.fixture
def engines(engine_folder: Path) -> Iterator[Engines]:
    """A PostgreSQL and a Valkey of this test's own."""
    engines = Engines(BASE, engine_folder, is_durable=True)
    engines.start({})
    yield engines
    engines.stop()


@pytest.fixture
def own_machinery(tmp_path: Path, engines: Engines, office: PostOffice) -> Iterator[Machinery]:
    """Processes on these engines."""
    postgres, valkey = engines.running
    machinery = Machinery(tmp_path, valkey.url, office, database=postgres.url)
    machinery.more |= {"REKOM_MAIL_TIMEOUT": "60"}  # the mail server holds its answer while PostgreSQL stops
    machinery.show(AUTUMN)
    words = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    subprocess.run(words, cwd=BASE, env=machinery.environment(), check=True)
    yield machinery
    machinery.stop()


def states(database: str) -> dict[str, int]:
    with psycopg.connect(database) as line:
        return dict(line.execute("SELECT status, count(*) FROM common_outboxmail GROUP BY status").fetchall())


def test_restarted_while_mail_is_sent(own_machinery, engines, office):
    postgres = engines.running[0]
    with psycopg.connect(postgres.url) as line:
        line.execute(POST, {"kind": KIND, "now": AUTUMN, "count": MAILS})
    own_machinery.both()
    office.wait_for(5, 30)
    office.has_data.clear()
    office.holds_data = True
    assert office.has_data.wait(10)
    postgres.stop()  # while the mail server has a text and has not answered
    office.holds_data = False
    time.sleep(2)
    postgres.start()
    until(lambda: states(postgres.url) == {"sent": MAILS}, "not all is sent")
    assert (len(office.ids()), set(office.ids().values())) == (MAILS, {1})
