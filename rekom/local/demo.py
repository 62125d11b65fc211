"""`make demo`: the whole portal in one terminal, and one Ctrl-C that ends it.

Starts the embedded engines where no address is given, brings the database up to date, makes the demo county
once, and keeps web server, worker and beat running with each line of theirs marked.
Run: `python -m rekom.local.demo`.
"""

import argparse
import contextlib
import os
import secrets
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from rekom.addresses import socket_dir
from rekom.local import lock, processes
from rekom.local.engines import Engines
from rekom.local.place import EngineError, outside

BASE = Path(__file__).resolve().parent.parent.parent
READY_WITHIN = 90.0  # seconds until the portal must answer
PORTS_TRIED = 20
DEMO_DATA = ("postgres", "postgres.new", "valkey", "mail", "documents", "clock", "secret_key")
LOGS = ("postgres.log", "valkey.log", "engines.pids", "demo.pids")


class Stopped(Exception):  # noqa: N818 -- not an error: somebody pressed Ctrl-C
    """Somebody asked the portal to end."""


@dataclass(frozen=True)
class Part:
    """One program of the portal and the words that start it."""

    name: str
    command: list[str]


def main(arguments: list[str] | None = None) -> int:
    """Run or reset the demo. Returns the exit code: 0 after Ctrl-C, 1 (and a sentence) when it cannot run."""
    var = Path(os.environ.get("REKOM_VAR") or BASE / "var")
    try:
        options = _options(arguments)
        with _only_demo(var):
            return reset(var) if options.reset else Demo(var, options).run()
    except (EngineError, lock.Busy) as error:
        _say(str(error))
        return 1


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--port", type=int, default=None, help="the first port to try (else PORT, else 8000)")
    parser.add_argument("--reset", action="store_true", help="throw the demo's data away")
    parser.add_argument("--stop-when-ready", action="store_true", help="end as soon as everything answers")
    parser.add_argument("--without-county", action="store_true", help="start with an empty portal")
    options = parser.parse_args(arguments)
    if options.port is None:
        port = os.environ.get("PORT", "").strip() or "8000"
        if not port.isdigit() or not 0 < int(port) < 65536 - PORTS_TRIED:
            raise EngineError(f"PORT must be a whole number between 1 and 65515; it is {port!r}.")
        options.port = int(port)
    return options


@contextlib.contextmanager
def _only_demo(var: Path) -> Iterator[None]:
    try:
        handle = lock.take(var / "demo.lock")
    except lock.Busy:
        raise lock.Busy(
            "The demo runs already in this folder: stop it with Ctrl-C in its terminal first."
        ) from None
    except PermissionError as error:
        raise EngineError(
            f"{error.filename} belongs to another user: run as that user, or remove the folder {var}."
        ) from None
    with handle:
        yield


def reset(var: Path) -> int:
    """Throw away the demo's own data; a database that DATABASE_URL names is not touched."""
    if os.environ.get("DATABASE_URL"):
        _say("DATABASE_URL is set: that database is yours, and nothing was removed.")
        return 1
    for name in ("demo.pids", "engines.pids"):
        processes.Register(var / name).end_leftovers()
    for name in (*DEMO_DATA, *LOGS):
        _remove(var / name)
    _remove(socket_dir(BASE, var))
    if os.geteuid() == 0:
        _remove(outside(BASE, var))
    _say("The demo's data is gone. `make demo` builds a new county.")
    return 0


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


class Demo:
    """The portal's programs, from start to stop."""

    def __init__(self, var: Path, options: argparse.Namespace) -> None:
        self.var = var
        self.options = options
        self.port: int = options.port
        self.register = processes.Register(var / "demo.pids")
        self.engines = Engines(BASE, var, is_durable=True)
        self.parts: dict[str, subprocess.Popen[bytes]] = {}
        self.output = Output()
        self.began = time.monotonic()

    def run(self) -> int:
        """Start everything, show its lines until somebody asks to stop, and stop in order."""
        for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(kind, _ask_to_stop)
        code = 0
        try:
            self._start()
            if not self.options.stop_when_ready:
                self._watch()
        except Stopped:
            pass
        except EngineError as error:
            _say(str(error))
            code = 1
        finally:
            self._stop()
        return code

    def _start(self) -> None:
        ended = self.register.end_leftovers()
        if ended:
            _say(f"Ended what an earlier run had left: {', '.join(ended)}.")
        environment = dict(os.environ)
        environment.update(self.engines.start(environment))
        self.port = self._free_port()
        environment.update(self._settings(environment))
        prepare = ["migrate", "--noinput", "--verbosity", "0"]
        self._manage(prepare if self.options.without_county else ["prepare_demo"], environment)
        for part in self._parts():
            process = processes.start(part.command, env=environment, cwd=BASE, output=subprocess.PIPE)
            self.parts[part.name] = process
            self.register.add(part.name, process)
            self.output.follow(part.name, process)
        self._wait_until_ready()
        self._greet()

    def _settings(self, environment: dict[str, str]) -> dict[str, str]:
        """What the demo sets for its programs; what the terminal says itself is kept."""
        ours = {
            "REKOM_ENV": "demo",
            "DJANGO_SETTINGS_MODULE": "rekom.settings",
            "SECRET_KEY": _secret_key(self.var / "secret_key"),
            "PORTAL_URL": f"http://localhost:{self.port}",
            "PYTHONUNBUFFERED": "1",
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser",  # it is a demo
        }
        return {name: environment.get(name) or value for name, value in ours.items()} | {"REKOM_ENV": "demo"}

    def _free_port(self) -> int:
        for port in range(self.port, self.port + PORTS_TRIED):
            with socket.socket() as line:
                line.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                try:
                    line.bind(("127.0.0.1", port))
                except OSError:
                    continue
            if port != self.port:
                _say(f"Port {self.port} is busy; the portal takes {port}.")
            return port
        raise EngineError(
            f"The ports {self.port} to {self.port + PORTS_TRIED - 1} are busy: choose one, as in"
            " `make demo PORT=9000`."
        )

    def _manage(self, command: list[str], environment: dict[str, str]) -> None:
        process = processes.start(
            [sys.executable, "manage.py", *command], env=environment, cwd=BASE, output=subprocess.PIPE
        )
        self.parts["setup"] = process
        self.output.follow("setup", process)
        while process.poll() is None or self.output.is_open("setup"):
            self.output.pass_on(0.1)
        del self.parts["setup"]
        if process.returncode:
            raise EngineError(f"`manage.py {' '.join(command)}` failed; its last lines stand above.")

    def _parts(self) -> list[Part]:
        python = sys.executable
        celery = [python, "-m", "celery", "-A", "rekom.celery"]
        web = ["-m", "gunicorn", "rekom.wsgi", "--bind", f"127.0.0.1:{self.port}", "--workers", "2"]
        quiet = ["--threads", "4", "--no-control-socket", "--log-level", "warning"]
        worker = ["--concurrency", "1", "--without-gossip", "--without-mingle", "--loglevel", "WARNING"]
        beat = ["--scheduler", "rekom.celery:LivingScheduler", "--pidfile=", "--loglevel", "WARNING"]
        return [
            Part("web", [python, *web, *quiet]),
            Part("worker", [*celery, "--quiet", "worker", *worker]),
            Part("beat", [*celery, "--quiet", "beat", *beat]),
        ]

    def _wait_until_ready(self) -> None:
        end = time.monotonic() + READY_WITHIN
        while not self._is_well():
            self.output.pass_on(0.2)
            self._raise_if_one_ended()
            if time.monotonic() > end:
                raise EngineError(f"The portal did not answer within {READY_WITHIN:.0f} seconds.")

    def _is_well(self) -> bool:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}/helse/", timeout=3) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def _raise_if_one_ended(self) -> None:
        for name, process in self.parts.items():
            if process.poll() is not None:
                self.output.pass_on(0)
                raise EngineError(f"{name} ended by itself (code {process.returncode}); the portal stops.")

    def _greet(self) -> None:
        seconds = time.monotonic() - self.began
        print(
            f"\n  Rekom is running:  http://localhost:{self.port}   (ready in {seconds:.0f} s)\n"
            f"  Mails land in      {self.var / 'mail'}\n"
            "  Stop with Ctrl-C; the data is kept. Start over with `make demo-reset`.\n",
            flush=True,
        )

    def _watch(self) -> None:
        while True:
            self.output.pass_on(1.0)
            self._raise_if_one_ended()

    def _stop(self) -> None:
        """Web and beat first, then the worker with the task it is at, then the engines."""
        for kind in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(kind, signal.SIG_IGN)
        if self.parts:
            _say("Stopping …")
        for name in ("setup", "web", "beat", "worker"):
            if name in self.parts:
                processes.stop(self.parts[name])
        self.output.pass_on(0)
        self.engines.stop()
        self.register.clear()
        _say("Stopped.")


class Output:
    """The lines of several programs in one terminal, each marked with who says it."""

    def __init__(self) -> None:
        self._selector = selectors.DefaultSelector()
        self._rest: dict[str, bytes] = {}

    def follow(self, name: str, process: subprocess.Popen[bytes]) -> None:
        """Show this program's lines from now on."""
        if process.stdout:
            self._selector.register(process.stdout, selectors.EVENT_READ, name)
            self._rest.setdefault(name, b"")

    def is_open(self, name: str) -> bool:
        """Can this program still say something?"""
        return any(key.data == name for key in self._selector.get_map().values())

    def pass_on(self, seconds: float) -> None:
        """Wait up to `seconds` for something to show, and show it."""
        if not self._selector.get_map():
            time.sleep(seconds)
        for key, _mask in self._selector.select(seconds):
            data = os.read(key.fd, 65536)
            if not data:
                self._selector.unregister(key.fileobj)
            *lines, self._rest[key.data] = (self._rest[key.data] + (data or b"\n")).split(b"\n")
            for line in filter(None, lines):
                print(f"{key.data:<6} | {line.decode(errors='replace')}", flush=True)


def _secret_key(path: Path) -> str:
    """The demo's key, made once, so that people stay signed in over a restart."""
    if not path.exists() or not path.read_text(encoding="ascii"):
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="ascii")
    return path.read_text(encoding="ascii")


def _ask_to_stop(number: int, frame: FrameType | None) -> None:
    raise Stopped


def _say(sentence: str) -> None:
    print(f"rekom  | {sentence}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
