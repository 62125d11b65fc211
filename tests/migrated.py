"""A database in which every migration has been run: made once, then copied for each worker and each run."""

import os
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

BASE = Path(__file__).resolve().parent.parent
PREFIX = "rekom_migrated_"
KEPT = 4
"""So many of them stay on a server that outlives a run: other checkouts stand at other migrations."""
ONE_AT_A_TIME = 20260112
"""The key of the lock under which one is made."""


def migrated(server: dict[str, Any]) -> str:
    """The name of the database for the migrations as they stand, made if it is missing. `server` as in DATABASES."""
    name = f"{PREFIX}{_mark()}"
    with psycopg.connect(address(server, "postgres"), autocommit=True) as line:
        line.execute("SELECT pg_advisory_lock(%s)", [ONE_AT_A_TIME])
        names = [row[0] for row in line.execute(_THERE, [f"{PREFIX}%"])]
        if name not in names:
            for old in names[KEPT - 1 :]:
                line.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
            _make(line, server, name)
    return name


_THERE = "SELECT datname FROM pg_database WHERE datname LIKE %s ORDER BY oid DESC"


def _mark() -> str:
    """Changes with every migration of ours, and with the packages that bring theirs."""
    said = sha256()
    for path in sorted([*BASE.glob("*/migrations/*.py"), *BASE.glob("requirements/*.txt")]):
        said.update(f"{path.name}\n".encode() + path.read_bytes())
    return said.hexdigest()[:16]


def _make(line: psycopg.Connection[Any], server: dict[str, Any], name: str) -> None:
    unready = f"{name}_unready"
    line.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(unready)))
    line.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(unready)))
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate", "--verbosity", "0"],
        cwd=BASE,
        env={**os.environ, "DATABASE_URL": address(server, unready)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    line.execute(
        sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(unready), sql.Identifier(name))
    )


def address(server: dict[str, Any], name: str) -> str:
    """The address of a database on the tests' server."""
    host, port = server["HOST"], server["PORT"]
    place = f"?host={host}" if str(host).startswith("/") else ""
    where = "" if place else f"{host}:{port or 5432}"
    secret = f":{server['PASSWORD']}" if server["PASSWORD"] else ""
    return f"postgresql://{server['USER']}{secret}@{where}/{name}{place}"
