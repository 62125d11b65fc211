"""Turns the addresses of the environment into what Django and Celery want."""

import hashlib
import os
import tempfile
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from rekom.env import Url, parse_url

LONGEST_SOCKET_PATH = 100  # the system allows 107 bytes; PostgreSQL puts a name behind the folder's


def socket_dir(base: Path, var: Path) -> Path:
    """The folder of the embedded engines' sockets: in `var`, or a short one when that path is too long."""
    inside = var / "run"
    if len(os.fsencode(inside / ".s.PGSQL.5432.lock")) <= LONGEST_SOCKET_PATH and os.geteuid() != 0:
        return inside
    mark = hashlib.sha256(os.fsencode(f"{base}|{var}|{os.geteuid()}")).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"rekom-{mark}"


def embedded_database(base: Path, var: Path) -> str:
    """The address of the PostgreSQL that the demo starts in this checkout."""
    return "postgresql://rekom@/rekom?" + urlencode({"host": str(socket_dir(base, var))}, safe="/")


def embedded_valkey(base: Path, var: Path) -> str:
    """The address of the Valkey that the demo starts in this checkout."""
    return f"unix://{socket_dir(base, var) / 'valkey.sock'}"


def database(address: str) -> dict[str, Any]:
    """Django's DATABASES entry for `postgresql://user:password@host:port/name?host=/socket/folder&sslmode=…`."""
    url = parse_url(address, schemes=("postgresql", "postgres"), name="DATABASE_URL")
    options = dict(url.options)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": url.path.lstrip("/") or "rekom",
        "USER": url.user,
        "PASSWORD": url.password,
        "HOST": options.pop("host", url.host),
        "PORT": str(url.port or options.pop("port", "")),
        "OPTIONS": options,
    }


def redis(address: str) -> str:
    """The address as Django's cache and redis-py want it. Raises ImproperlyConfigured for another scheme."""
    parse_url(address, schemes=("redis", "rediss", "unix"), name="REDIS_URL")
    return address


def broker(address: str) -> str:
    """The address as Celery wants it: `unix:///path?db=1` is `redis+socket:///path?virtual_host=1` there."""
    url = parse_url(address, schemes=("redis", "rediss", "unix"), name="REDIS_URL")
    if url.scheme != "unix":
        return address
    login = f"{url.user}:{url.password}@" if url.password else ""
    base = f"redis+socket://{login}{url.path}"
    return f"{base}?virtual_host={url.options['db']}" if "db" in url.options else base


def mail(url: Url) -> dict[str, Any]:
    """Django's EMAIL_* settings for `smtp://user:password@host:port?tls`, `smtps://…`, `file:///folder`, …

    A line that does not say `tls` or `ssl` is not encrypted; `smtps://` is the same as `ssl`.
    """
    if url.scheme in ("smtp", "smtps"):
        return _smtp(url)
    backend = f"django.core.mail.backends.{ {'file': 'filebased'}.get(url.scheme, url.scheme) }.EmailBackend"
    settings: dict[str, Any] = {"EMAIL_BACKEND": backend}
    if url.scheme == "file":
        settings["EMAIL_FILE_PATH"] = url.path
    return settings


def _smtp(url: Url) -> dict[str, Any]:
    secure = url.scheme == "smtps" or _is_on(url, "ssl")
    tls = _is_on(url, "tls") and not secure
    return {
        "EMAIL_BACKEND": "common.outbox.smtp.EmailBackend",
        "EMAIL_HOST": url.host or "localhost",
        "EMAIL_PORT": url.port or (465 if secure else 587 if tls else 25),
        "EMAIL_HOST_USER": url.user,
        "EMAIL_HOST_PASSWORD": url.password,
        "EMAIL_USE_SSL": secure,
        "EMAIL_USE_TLS": tls,
    }


def _is_on(url: Url, option: str) -> bool:
    """`?tls`, `?tls=yes`, `?tls=true` and `?tls=1` all mean yes."""
    return url.options.get(option, "no") in ("", "yes", "true", "on", "1")
