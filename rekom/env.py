"""Reads the environment: each helper gives a typed value, or stops with one sentence naming the variable."""

import os
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}


@dataclass(frozen=True)
class Url:
    """An address taken apart: `scheme://user:password@host:port/path?options`, each part decoded."""

    scheme: str
    user: str = ""
    password: str = field(default="", repr=False)
    host: str = ""
    port: int | None = None
    path: str = ""
    options: dict[str, str] = field(default_factory=dict)


def env_str(name: str, default: str | None = None, *, choices: tuple[str, ...] = ()) -> str:
    """The variable's text. Raises ImproperlyConfigured when it is missing, or not one of `choices`."""
    value = os.environ.get(name, "").strip()
    if not value:
        if default is None:
            raise ImproperlyConfigured(f"Set {name}: the portal cannot start without it.")
        return default
    if choices and value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}; it is {value!r}.")
    return value


def env_bool(name: str, default: bool) -> bool:
    """Yes or no. Raises ImproperlyConfigured for anything but true/false, yes/no, on/off, 1/0."""
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false; it is {value!r}.")


def env_int(name: str, default: int, *, least: int = 0) -> int:
    """A whole number of at least `least`. Raises ImproperlyConfigured for anything else."""
    value = os.environ.get(name, "").strip()
    if not value:
        return default
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number; it is {value!r}.") from None
    if number < least:
        raise ImproperlyConfigured(f"{name} must be at least {least}; it is {number}.")
    return number


def env_list(name: str, default: list[str] | None = None) -> list[str]:
    """Values parted by commas, without empty ones. Raises ImproperlyConfigured when none and no default."""
    values = [part.strip() for part in os.environ.get(name, "").split(",") if part.strip()]
    if values:
        return values
    if default is None:
        raise ImproperlyConfigured(f"Set {name}: one or more values with commas between.")
    return default


def env_url(name: str, default: str | None = None, *, schemes: tuple[str, ...]) -> Url:
    """An address of one of the `schemes`. Raises ImproperlyConfigured; a password is never shown."""
    return parse_url(env_str(name, default), schemes=schemes, name=name)


def parse_url(text: str, *, schemes: tuple[str, ...], name: str) -> Url:
    """Take an address apart; `name` is what the error sentence calls it. Raises ImproperlyConfigured."""
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{name} is not an address that can be read.") from None
    if parts.scheme not in schemes:
        wanted = " or ".join(f"{scheme}://" for scheme in schemes)
        raise ImproperlyConfigured(f"{name} must start with {wanted}.")
    return _url(parts, port)


def _url(parts: SplitResult, port: int | None) -> Url:
    return Url(
        scheme=parts.scheme,
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        host=unquote(parts.hostname or ""),
        port=port,
        path=unquote(parts.path),
        options={key: values[-1] for key, values in parse_qs(parts.query, keep_blank_values=True).items()},
    )
