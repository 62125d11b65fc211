"""PostgreSQL and Valkey for a machine that has neither, for the demo and the tests. Sockets, no ports."""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

from rekom.local import processes
from rekom.local.place import EngineError, Place, find_place, valkey_program

PATIENCE = 60.0  # seconds that an engine may take to answer
RETRY = 12.0  # seconds during which a killed predecessor may still be dying
DATABASE = "rekom"
# A small environment: the engines never follow the terminal's language, and get no secret.
PLAIN = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "TZ": "UTC"}


class Postgres:
    """One PostgreSQL server with one database, `rekom`, owned by the user `rekom`."""

    def __init__(self, place: Place, register: processes.Register, *, is_durable: bool) -> None:
        self.place = place
        self.register = register
        self.is_durable = is_durable
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"postgresql://{DATABASE}@/{DATABASE}?host={self.place.sockets}"

    def start(self) -> None:
        """Start the server and wait until it answers; make its files first where there are none."""
        if not (self.place.database / "PG_VERSION").exists():
            self._make_files()
        end = time.monotonic() + RETRY
        while not self._start_once():
            if time.monotonic() > end:
                raise EngineError(f"PostgreSQL does not start: see the last lines of {self._log}.")
            time.sleep(0.5)
        self._make_database()

    def stop(self) -> None:
        """End the server the quick way: open transactions are rolled back, nothing is lost."""
        if self.process:
            processes.stop(self.process, with_signal=signal.SIGINT, patience=30)

    @property
    def _log(self) -> Path:
        return self.place.var / "postgres.log"

    def _make_files(self) -> None:
        # Beside its place first, so that an interrupted start leaves nothing half made.
        fresh = self.place.database.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        shutil.rmtree(self.place.database, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if self.place.owner:
            os.chown(fresh, self.place.owner.uid, self.place.owner.gid)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C.UTF-8"]
        login = ["-U", DATABASE, "--auth=trust", "--encoding=UTF8"]
        self._run("initdb", "-D", str(fresh), *login, *locale, "--no-sync")
        fresh.rename(self.place.database)

    def _start_once(self) -> bool:
        _clear_lock(self.place.database)
        with self._log.open("ab") as log:
            self.process = processes.start(
                [str(self.place.programs / "postgres"), "-D", str(self.place.database), *self._options()],
                env=PLAIN,
                output=log,
                owner=self.place.owner,
                end_with=signal.SIGINT,
            )
        if not self._is_ready():
            return False
        self.register.add("postgres", self.process)
        return True

    def _options(self) -> list[str]:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.place.sockets),
            "max_connections": "200",
        }
        if not self.is_durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return [part for name, value in options.items() for part in ("-c", f"{name}={value}")]

    def _is_ready(self) -> bool:
        end = time.monotonic() + PATIENCE
        lock = self.place.database / "postmaster.pid"
        while self.process and self.process.poll() is None and time.monotonic() < end:
            with contextlib.suppress(OSError):
                lines = lock.read_text(encoding="ascii", errors="replace").splitlines()
                if lines and lines[0] == str(self.process.pid) and lines[-1].strip() == "ready":
                    return True
            time.sleep(processes.POLL)
        return False

    def _make_database(self) -> None:
        login = ["-h", str(self.place.sockets), "-U", DATABASE]
        question = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"  # noqa: S608 -- a constant
        found = self._run("psql", *login, "-d", "postgres", "-Atc", question)
        if not found.strip():
            self._run("createdb", *login, DATABASE)

    def _run(self, program: str, *arguments: str) -> str:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [str(self.place.programs / program), *arguments],
            env=PLAIN,
            cwd="/",
            capture_output=True,
            text=True,
            **(self.place.owner.as_arguments() if self.place.owner else {}),
        )
        if done.returncode:
            raise EngineError(f"PostgreSQL's {program} failed: {' '.join(done.stderr.split())}")
        return done.stdout


def _clear_lock(database: Path) -> None:
    """Remove the lock of a server that is gone; end one that an earlier run has left behind.

    A server that lives and works on this very folder is asked to end and waited for; a process that only has
    the same number is nobody's concern.
    """
    lock = database / "postmaster.pid"
    try:
        pid = int(lock.read_text(encoding="ascii", errors="replace").splitlines()[0])
    except FileNotFoundError:
        return
    except (ValueError, IndexError):  # half written
        lock.unlink()
        return
    end = time.monotonic() + RETRY
    while _works_on(pid, database):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT if time.monotonic() < end else signal.SIGKILL)
        time.sleep(0.2)
    lock.unlink(missing_ok=True)


def _works_on(pid: int, database: Path) -> bool:
    if processes.born(pid) is None:
        return False
    try:
        return Path(f"/proc/{pid}/cwd").resolve(strict=True) == database.resolve()
    except OSError:
        return False


class Valkey:
    """One Valkey server on a socket; what is queued survives a stop when it is durable."""

    def __init__(self, place: Place, register: processes.Register, *, is_durable: bool) -> None:
        self.place = place
        self.register = register
        self.is_durable = is_durable
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"unix://{self._socket}"

    @property
    def _socket(self) -> Path:
        return self.place.sockets / "valkey.sock"

    def start(self) -> None:
        """Start the server and wait until it answers. Raises EngineError."""
        folder = self.place.var / "valkey"
        folder.mkdir(mode=0o700, exist_ok=True)
        log = self.place.var / "valkey.log"
        with log.open("ab") as output:
            self.process = processes.start(
                [str(valkey_program()), *self._options(folder)], env=PLAIN, cwd=folder, output=output
            )
        end = time.monotonic() + PATIENCE
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise EngineError(f"Valkey does not start: see the last lines of {log}.")
            time.sleep(processes.POLL)
        self.register.add("valkey", self.process)

    def stop(self) -> None:
        """End the server."""
        if self.process:
            processes.stop(self.process)

    def _options(self, folder: Path) -> list[str]:
        return [
            *("--port", "0", "--unixsocket", str(self._socket), "--unixsocketperm", "700"),
            *("--dir", str(folder), "--save", "", "--appendonly", "yes" if self.is_durable else "no"),
            *("--maxmemory-policy", "noeviction"),
        ]

    def _answers(self) -> bool:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(2)
                line.connect(str(self._socket))
                line.sendall(b"PING\r\n")
                return line.recv(7).startswith(b"+PONG")
        except OSError:
            return False


class Engines:
    """The engines that the environment does not name an address for; `start` returns the addresses."""

    def __init__(self, base: Path, var: Path, *, is_durable: bool) -> None:
        self.base = base
        self.var = var
        self.is_durable = is_durable
        self.running: list[Postgres | Valkey] = []

    def start(self, environment: Mapping[str, str]) -> dict[str, str]:
        """Start what is missing, and give its addresses. Raises EngineError; nothing is left running then."""
        wanted: dict[str, type[Postgres] | type[Valkey]] = {}
        if not environment.get("DATABASE_URL"):
            wanted["DATABASE_URL"] = Postgres
        if not environment.get("REDIS_URL"):
            wanted["REDIS_URL"] = Valkey
        if not wanted:
            return {}
        place = find_place(self.base, self.var)
        register = processes.Register(self.var / "engines.pids")
        register.end_leftovers()
        addresses = {}
        try:
            for name, kind in wanted.items():
                engine = kind(place, register, is_durable=self.is_durable)
                self.running.append(engine)
                engine.start()
                addresses[name] = engine.url
        except BaseException:
            self.stop()
            raise
        return addresses

    def stop(self) -> None:
        """Stop all, last started first."""
        for engine in reversed(self.running):
            engine.stop()
        self.running.clear()
        processes.Register(self.var / "engines.pids").clear()
