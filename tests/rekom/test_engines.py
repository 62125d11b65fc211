"""Real servers, started and killed: what a machine without PostgreSQL and Valkey stands on."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from rekom.addresses import socket_dir
from rekom.local import lock, processes
from rekom.local.engines import Engines

BASE = Path(__file__).resolve().parent.parent.parent

# Python 3.12 and later warn about a fork in a process with threads, as a worker of pytest-xdist is.
pytestmark = pytest.mark.filterwarnings("ignore:.*multi-threaded.*:DeprecationWarning")

START_AND_WAIT = """
import os, sys, time
from pathlib import Path
from rekom.local.engines import Engines
Engines(Path(sys.argv[1]), Path(sys.argv[2]), is_durable=False).start({})
print("started", flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def var():
    folder = BASE / "var" / f"test-engine-trial-{os.getpid()}"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(socket_dir(BASE, folder), ignore_errors=True)


@pytest.fixture
def engines(var):
    engines = Engines(BASE, var, is_durable=False)
    yield engines
    engines.stop()


def ask(addresses, statement):
    with psycopg.connect(addresses["DATABASE_URL"], autocommit=True) as connection:
        cursor = connection.execute(statement)
        return cursor.fetchone() if cursor.description else None


def is_open(addresses):
    try:
        return ask(addresses, "SELECT 1") == (1,)
    except psycopg.OperationalError:
        return False


@pytest.mark.engines
def test_engines_keep_the_data_over_a_stop(engines):
    first = engines.start({})
    ask(first, "CREATE TABLE IF NOT EXISTS kept (word text)")
    ask(first, "INSERT INTO kept VALUES ('Snåase')")
    engines.stop()
    assert not is_open(first)
    assert ask(engines.start({}), "SELECT word FROM kept") == ("Snåase",)


@pytest.mark.engines
def test_engines_start_again_after_everything_was_killed(engines):
    engines.start({})
    for engine in engines.running:
        os.killpg(engine.process.pid, signal.SIGKILL)
        engine.process.wait()
    engines.running.clear()
    assert is_open(engines.start({}))


@pytest.mark.engines
def test_engines_end_with_a_parent_that_is_killed(var, engines):
    parent = subprocess.Popen(
        [sys.executable, "-c", START_AND_WAIT, str(BASE), str(var)],
        cwd=BASE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout.readline() == "started\n"
    parent.kill()
    parent.wait()
    parent.stdout.close()
    assert is_open(engines.start({}))


@pytest.mark.engines
@pytest.mark.parametrize(
    "left", ["", "half", "{pid}\n/elsewhere\n"], ids=["empty", "half written", "reused number"]
)
def test_a_left_over_lock_of_postgresql_does_not_stop_the_start(engines, left):
    engines.start({})
    engines.stop()
    lock_file = engines.var / "postgres" / "postmaster.pid"
    if not lock_file.parent.exists():
        pytest.skip("PostgreSQL's files lie outside the checkout on this machine")
    lock_file.write_text(left.format(pid=os.getpid()), encoding="ascii")
    shutil.chown(lock_file, lock_file.parent.owner())
    assert is_open(engines.start({}))


def test_engines_start_nothing_where_the_environment_names_both(var):
    engines = Engines(BASE, var / "never", is_durable=False)
    assert engines.start({"DATABASE_URL": "postgresql://x", "REDIS_URL": "redis://x"}) == {}
    assert not (var / "never").exists()


def test_only_one_holds_a_lock(tmp_path):
    with lock.take(tmp_path / "lock"), pytest.raises(lock.Busy):
        lock.take(tmp_path / "lock")
    lock.take(tmp_path / "lock").close()


def test_leftovers_are_ended_and_a_reused_number_is_left_alone(tmp_path):
    mine = processes.start(["sleep", "60"], env={"PATH": os.environ["PATH"]}, output=subprocess.DEVNULL)
    register = processes.Register(tmp_path / "pids")
    register.add("sleeper", mine)
    text = register.path.read_text(encoding="utf-8")
    register.path.write_text(text.replace('"born": "', '"born": "9'), encoding="utf-8")
    assert processes.Register(register.path).end_leftovers(patience=1) == []
    assert mine.poll() is None
    register.path.write_text(text, encoding="utf-8")
    assert processes.Register(register.path).end_leftovers(patience=5) == ["sleeper"]
    assert mine.wait(5) == -signal.SIGTERM
    assert not register.path.exists()


def test_a_broken_register_is_an_empty_one(tmp_path):
    path = tmp_path / "pids"
    path.write_text("{", encoding="utf-8")
    assert processes.Register(path).end_leftovers() == []


def test_a_program_that_does_not_listen_is_killed():
    stubborn = processes.start(
        ["sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.1; done"],
        env={"PATH": os.environ["PATH"]},
        output=subprocess.PIPE,
    )
    assert stubborn.stdout.readline() == b"ready\n"
    began = time.monotonic()
    assert processes.stop(stubborn, patience=0.3) == -signal.SIGKILL
    assert time.monotonic() - began < 5
    stubborn.stdout.close()


def test_the_sockets_path_stays_short_in_a_deep_folder():
    deep = Path("/home/somebody") / ("deep/" * 30)
    assert len(str(socket_dir(deep, deep / "var") / ".s.PGSQL.5432.lock")) <= 100
