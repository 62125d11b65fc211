"""Starts programs that end with us, and finds those that an earlier, killed run has left."""

import contextlib
import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

PR_SET_PDEATHSIG = 1
POLL = 0.05  # seconds


@dataclass(frozen=True)
class Owner:
    """A user of this machine that a program runs as, because PostgreSQL refuses root."""

    name: str
    uid: int
    gid: int

    def as_arguments(self) -> dict[str, Any]:
        """What subprocess needs to become this user."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []}


def start(
    command: list[str],
    *,
    env: Mapping[str, str],
    cwd: Path | str = "/",
    output: IO[bytes] | int,
    owner: Owner | None = None,
    end_with: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a program in a session of its own, out of Ctrl-C's reach; it gets `end_with` when we die."""
    return subprocess.Popen(
        command,
        env=dict(env),
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_leash(end_with),  # noqa: PLW1509 -- the caller has one thread, and the leash must be tied in the child
        **(owner.as_arguments() if owner else {}),
    )


def _leash(end_with: signal.Signals) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)
    parent = os.getpid()

    def tie() -> None:
        libc.prctl(PR_SET_PDEATHSIG, int(end_with))
        if os.getppid() != parent:  # killed between fork and here
            os._exit(1)

    return tie


def stop(
    process: subprocess.Popen[bytes], *, with_signal: signal.Signals = signal.SIGTERM, patience: float = 15
) -> int:
    """Ask a program to end, wait `patience` seconds, then kill it. Returns its exit code."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(with_signal)
    try:
        return process.wait(patience)
    except subprocess.TimeoutExpired:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        return process.wait()


def born(pid: int) -> str | None:
    """When a live process started, in the kernel's own counting; None when it is gone or a zombie."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None
    fields = text[text.rindex(")") + 2 :].split()
    return None if fields[0] in "ZX" else fields[19]


class Register:
    """A file of the programs a run has started, so that the next run can end what a killed one left."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._mine: list[dict[str, str | int]] = []

    def add(self, name: str, process: subprocess.Popen[bytes]) -> None:
        """Note a started program with its time of birth, so that a reused number is never mistaken for it."""
        birth = born(process.pid)
        if birth is None:
            return
        self._mine.append({"name": name, "pid": process.pid, "born": birth})
        fresh = self.path.with_suffix(".new")
        fresh.write_text(json.dumps(self._mine), encoding="utf-8")
        fresh.replace(self.path)

    def clear(self) -> None:
        """Everything has ended as it should."""
        self._mine = []
        self.path.unlink(missing_ok=True)

    def end_leftovers(self, *, patience: float = 12) -> list[str]:
        """End the programs of an earlier run, last started first. Returns their names."""
        left = [entry for entry in reversed(self._read()) if _lives(entry)]
        for entry in left:
            kind = signal.SIGINT if entry["name"] == "postgres" else signal.SIGTERM
            _signal(entry, kind)
        if not _wait_for_end(left, patience):
            for entry in left:
                _signal(entry, signal.SIGKILL)
            _wait_for_end(left, 5)
        self.clear()
        return [str(entry["name"]) for entry in left]

    def _read(self) -> list[dict[str, Any]]:
        try:
            entries = json.loads(self.path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return []
        return entries if isinstance(entries, list) else []


def _lives(entry: dict[str, Any]) -> bool:
    birth = born(entry["pid"])
    return birth is not None and birth == entry["born"]


def _signal(entry: dict[str, Any], kind: signal.Signals) -> None:
    if _lives(entry):
        with contextlib.suppress(ProcessLookupError):
            os.kill(entry["pid"], kind)


def _wait_for_end(entries: list[dict[str, Any]], patience: float) -> bool:
    end = time.monotonic() + patience
    while any(_lives(entry) for entry in entries):
        if time.monotonic() > end:
            return False
        time.sleep(POLL)
    return True
