"""The stage of the bench: durable engines, the demo county, gunicorn with two workers and production settings."""

import contextlib
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import django

from rekom.local.engines import Engines

WORKERS = 2


@dataclass(frozen=True)
class Place:
    """Where the portal answers, and the process that serves it."""

    host: str
    port: int
    web: subprocess.Popen[bytes]


@contextlib.contextmanager
def open_stage(base: Path, var: Path) -> Iterator[Place]:
    """Everything runs inside, and is stopped after; Django is set up with production settings."""
    var.mkdir(parents=True, exist_ok=True)
    engines = Engines(base, var, is_durable=True)
    port = _free_port()
    key = secrets.token_urlsafe(60)
    os.environ |= {"REKOM_VAR": str(var), "SECRET_KEY": key, "PORTAL_URL": f"http://127.0.0.1:{port}"}
    os.environ |= engines.start({})
    try:
        _manage(base, "migrate", "--verbosity", "0")
        _manage(base, "make_demo")
        os.environ |= {
            "REKOM_ENV": "production",
            "REKOM_HTTPS": "false",
            "ALLOWED_HOSTS": "127.0.0.1,testserver",
            "EMAIL_URL": f"file://{var / 'mail'}",
            "DEFAULT_FROM_EMAIL": "Rekom <rekom@example.no>",
        }
        django.setup()
        web = _serve(base, port)
        try:
            yield Place("127.0.0.1", port, web)
        finally:
            web.terminate()
            web.wait(timeout=30)
    finally:
        engines.stop()


def _manage(base: Path, *words: str) -> None:
    environment = {**os.environ, "REKOM_ENV": "demo"}
    subprocess.run([sys.executable, "manage.py", *words], cwd=base, env=environment, check=True)


def _serve(base: Path, port: int) -> subprocess.Popen[bytes]:
    words = ["-m", "gunicorn", "rekom.wsgi", "--bind", f"127.0.0.1:{port}", "--workers", str(WORKERS)]
    web = subprocess.Popen([sys.executable, *words, "--log-level", "warning"], cwd=base)
    for _turn in range(200):
        with contextlib.suppress(urllib.error.HTTPError, OSError):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/helse/", timeout=2).close()
            except urllib.error.HTTPError:
                return web  # it answers; worker and beat are not part of the bench
            return web
        time.sleep(0.1)
    raise RuntimeError("gunicorn does not answer")


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])
