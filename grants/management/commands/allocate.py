"""`manage.py allocate INPUT.json [--output OUT.json]`: the allocation without a portal around it."""

import json
import os
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from grants.allocation import AllocationError, allocate, from_json
from grants.allocation.values import shown
from grants.allocation_texts import with_explanations


class Command(BaseCommand):
    """Needs no database, answers in bokmål; a wrong input is one line on stderr, status 1 and no file."""

    help = "Allocate a frame of money to recipients, from one JSON file to another (or to standard output)."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        """One input, one output."""
        parser.add_argument("input", type=Path, metavar="INPUT.json", help="the frame, the posts and the key")
        parser.add_argument("--output", type=Path, metavar="OUT.json", help="default: standard output")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, allocate, write; or say in one line which field is wrong."""
        try:
            answer = _answer(_content(options["input"]))
            if options["output"] is None:
                self._print(answer)
            else:
                _save(options["output"], answer)
        except AllocationError as error:
            self.stderr.write(str(error))
            sys.exit(1)

    def _print(self, answer: bytes) -> None:
        """UTF-8 whatever the terminal's own encoding is."""
        buffer = getattr(self.stdout, "buffer", None)
        if buffer is None:
            self.stdout.write(answer.decode())
        else:
            buffer.write(answer)
            buffer.flush()


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise AllocationError("input", f"{shown(str(path))} cannot be read ({error.strerror})") from None


def _answer(content: bytes) -> bytes:
    """The output as UTF-8 JSON, its explanations in bokmål whoever runs the command."""
    outcome = allocate(from_json(content))
    with translation.override("nb"):
        answer = with_explanations(outcome)
    return json.dumps(answer, ensure_ascii=False, indent=2).encode() + b"\n"


def _save(path: Path, answer: bytes) -> None:
    """All of it or nothing: written beside the target, then moved into its place."""
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(answer)
        else:
            _replace(path.resolve(), answer)
    except OSError as error:
        raise AllocationError("output", f"{shown(str(path))} cannot be written ({error.strerror})") from None


def _replace(path: Path, answer: bytes) -> None:
    beside = path.with_name(f".{path.name[:100]}.{os.getpid()}.part")
    try:
        beside.write_bytes(answer)
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)
