"""`make demo` for real: started, asked, interrupted, killed."""

import contextlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from rekom.addresses import socket_dir
from rekom.local import demo, lock
from rekom.local.processes import born

BASE = Path(__file__).resolve().parent.parent.parent
OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "CLOCK_FILE", "PORT", "PORTAL_URL")


@pytest.fixture(scope="module")
def var():
    folder = BASE / "var" / f"test-demo-{os.getpid()}"
    yield folder
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(socket_dir(BASE, folder), ignore_errors=True)


@contextlib.contextmanager
def running(var, *arguments, **environment):
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    process = subprocess.Popen(
        [sys.executable, "-m", "rekom.local.demo", "--without-county", *arguments],
        cwd=BASE,
        env=kept | {"REKOM_VAR": str(var)} | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=60)


def address_of(process):
    said = []
    for line in process.stdout:
        said.append(line)
        found = re.search(r"Rekom is running: +(\S+)", line)
        if found:
            return found[1]
    raise AssertionError("".join(said))


def children_of(var):
    text = "".join(path.read_text(encoding="utf-8") for path in var.glob("*.pids"))
    return [int(number) for number in re.findall(r'"pid": (\d+)', text)]


@pytest.mark.engines
def test_demo_answers_then_stops_everything_at_ctrl_c(var):
    with running(var, PORT="18100") as process:
        address = address_of(process)
        children = children_of(var)
        with urllib.request.urlopen(f"{address}/helse/") as answer:
            assert answer.status == 200
        process.send_signal(signal.SIGINT)
        last = process.communicate(timeout=60)[0].strip().splitlines()[-1]
    assert (process.returncode, last) == (0, "rekom  | Stopped.")
    assert len(children) == 5
    assert [pid for pid in children if born(pid)] == []


@pytest.mark.engines
def test_demo_takes_the_next_port_and_starts_after_its_parent_was_killed(var):
    with socket.socket() as busy, running(var, PORT="18120") as process:
        busy.bind(("127.0.0.1", 18140))
        address_of(process)
        with running(var, PORT="18140") as second:
            assert second.communicate(timeout=60)[0] == (
                "rekom  | The demo runs already in this folder: stop it with Ctrl-C in its terminal first.\n"
            )
        process.kill()
        with running(var, "--stop-when-ready", PORT="18140") as third:
            said = third.communicate(timeout=90)[0]
    assert third.returncode == 0, said
    assert "Port 18140 is busy; the portal takes 18141." in said


@pytest.mark.parametrize("port", ["many", "0", "70000", "-1"])
def test_demo_refuses_a_port_that_is_none(monkeypatch, tmp_path, capsys, port):
    monkeypatch.setenv("PORT", port)
    monkeypatch.setenv("REKOM_VAR", str(tmp_path))
    assert demo.main([]) == 1
    assert capsys.readouterr().out == (
        f"rekom  | PORT must be a whole number between 1 and 65515; it is {port!r}.\n"
    )


def test_reset_leaves_a_database_that_the_environment_names_alone(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somebody@db.example.no/theirs")
    monkeypatch.setenv("REKOM_VAR", str(tmp_path))
    (tmp_path / "mail").mkdir()
    assert demo.main(["--reset"]) == 1
    assert (tmp_path / "mail").exists()
    assert "nothing was removed" in capsys.readouterr().out


def test_reset_removes_the_demos_data_and_nothing_else(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("REKOM_VAR", str(tmp_path))
    for name in ("postgres", "valkey", "mail", "notes"):
        (tmp_path / name).mkdir()
    assert demo.main(["--reset"]) == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo.lock", "notes"]


def test_reset_waits_for_nobody_while_the_demo_runs(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("REKOM_VAR", str(tmp_path))
    with lock.take(tmp_path / "demo.lock"):
        assert demo.main(["--reset"]) == 1
    assert "The demo runs already" in capsys.readouterr().out
