"""`make check`: everything that must hold before a commit, each by name, and how many failed."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent.parent
APPS = ["common", "networks", "needs", "grants", "reporting", "rekom"]
AT_ONCE = 2
LINES_SHOWN = 60  # of what a failed check says

# A production that does not exist: enough to ask Django whether these settings are safe.
PRODUCTION = {
    "REKOM_ENV": "production",
    "SECRET_KEY": "check-only-" + "0123456789abcdefghijklmnopqrstuvwxyz" * 2,
    "DATABASE_URL": "postgresql://rekom@localhost/rekom",
    "REDIS_URL": "redis://localhost:6379/0",
    "ALLOWED_HOSTS": "rekom.example.no",
    "PORTAL_URL": "https://rekom.example.no",
    "EMAIL_URL": "smtp://mail.example.no",
    "DEFAULT_FROM_EMAIL": "rekom@example.no",
}


@dataclass(frozen=True)
class Check:
    """One thing that must hold: its name and the command that says so with exit code 0."""

    name: str
    command: list[str]
    settings: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """What a check said."""

    check: Check
    is_good: bool
    seconds: float
    output: str


CHECKS = [
    Check("format", ["-m", "ruff", "format", "--check", "--output-format", "concise", "."]),
    Check("lint", ["-m", "ruff", "check", "--output-format", "concise", "."]),
    Check("types", ["-m", "mypy", *APPS]),
    Check("migrations", ["-W", "ignore", "manage.py", "makemigrations", "--check", "--dry-run"]),
    Check("settings", ["manage.py", "check", "--deploy", "--fail-level", "WARNING"], PRODUCTION),
    Check("translations", ["-m", "rekom.local.translations"]),
    Check("templates", ["-m", "djlint", "templates", "--lint", "--quiet"]),
    Check("architecture", ["-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/test_architecture.py"]),
]


def main(names: list[str]) -> int:
    """Run the named checks, or all. Returns 0 when each is good, else 1."""
    unknown = set(names) - {check.name for check in CHECKS}
    if unknown:
        print(f"There is no check named {', '.join(sorted(unknown))}.")
        return 1
    chosen = [check for check in CHECKS if not names or check.name in names]
    failed = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for outcome in pool.map(_run, chosen):
            _show(outcome)
            failed += not outcome.is_good
    print(f"\n{len(chosen) - failed} of {len(chosen)} checks passed, {failed} failed.")
    return 1 if failed else 0


def _run(check: Check) -> Outcome:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, *check.command],
        cwd=BASE,
        env={**os.environ, "REKOM_ENV": "test", **check.settings},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    return Outcome(check, done.returncode == 0, time.monotonic() - began, done.stdout + done.stderr)


def _show(outcome: Outcome) -> None:
    word = "ok" if outcome.is_good else "FAILED"
    print(f"{outcome.check.name:<14} {word:<7} {outcome.seconds:5.1f} s", flush=True)
    if not outcome.is_good:
        lines = outcome.output.strip().splitlines()
        more = [f"… and {len(lines) - LINES_SHOWN} more lines"] if len(lines) > LINES_SHOWN else []
        print("".join(f"    {line}\n" for line in [*lines[:LINES_SHOWN], *more]), flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
