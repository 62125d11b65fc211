"""`manage.py calendar --from DATE --to DATE [--json] [--county NR]`: what the portal does by itself, day by day.

The same as the staff's page "The next 60 days", for any days. Nothing is sent or written. Letters to come are counted
with those who owe today; for days that have passed the number is what was planned then, without names.

`--json` prints a list with one object for each line:
`at` (ISO 8601 with offset), `date`, `weekday`, `holiday` ("" when none), `kind` (opens, closes, late, letters,
digest), `county` (number), `year` (of the round), `key` (of the duty or inquiry), `title`, `body` (whose own date it
is; "" for all), `offset` ("opens", "-7", "+1"; "" where it does not apply), `letters` (number or null), `names`.
"""

import json
from argparse import ArgumentParser
from datetime import date, datetime, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common import clock, dates
from networks.deadlines import end_of_day, start_of_day
from networks.queries import rounds_in_play
from rekom.planning.ahead_days import Day, Line, days_of, lines_between

MOST_DAYS = 3 * 366
BAD_CALL = 2


class Command(BaseCommand):
    """Prints what opens, closes and becomes late, and whom the portal writes to."""

    help = (
        "Prints what happens by itself between two days: what opens, closes, and whom the portal writes to."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--from", required=True, dest="first", help="the first day, as 2027-01-31")
        parser.add_argument("--to", required=True, dest="last", help="the last day, as 2027-01-31")
        parser.add_argument("--json", action="store_true", help="as JSON, described in this file")
        parser.add_argument("--county", default="", help="the number of one county (default: all)")

    def handle(self, *args: Any, **options: Any) -> None:
        first, last = _day(options["first"], "--from"), _day(options["last"], "--to")
        _check(first, last)
        now = clock.now()
        start = start_of_day(first) - timedelta(seconds=1)
        rounds = rounds_in_play(now=min(start, now))
        if options["county"]:
            rounds = rounds.filter(county__number=options["county"])
        days = days_of(lines_between(rounds, start=start, until=end_of_day(last), now=now))
        self.stdout.write(_as_json(days) if options["json"] else _as_text(days))


def _day(typed: str, name: str) -> date:
    try:
        return datetime.strptime(typed, "%Y-%m-%d").date()  # noqa: DTZ007 -- a day without an hour
    except ValueError:
        raise CommandError(
            f"{name}: {typed!r} is not a day. Write it as 2027-01-31.", returncode=BAD_CALL
        ) from None


def _check(first: date, last: date) -> None:
    if first > last:
        raise CommandError("--from lies after --to.", returncode=BAD_CALL)
    if (last - first).days > MOST_DAYS:
        raise CommandError("Ask for at most three years at a time.", returncode=BAD_CALL)
    if not date(1900, 1, 1) < first or not last < date(2200, 1, 1):
        raise CommandError("Ask for days between 1900 and 2200.", returncode=BAD_CALL)


def _as_text(days: list[Day]) -> str:
    if not days:
        return _("Nothing happens.")
    return "\n".join(row for day in days for row in ("", _head(day), *map(_row, day.lines)))


def _head(day: Day) -> str:
    head = f"{day.weekday} {dates.day(day.day)}"
    return f"{head} ({day.holiday})" if day.holiday else head


def _row(line: Line) -> str:
    row = f"  {dates.clock_time(line.at)}  {line.text}"
    if line.letters is None:
        return row
    number = ngettext("%(n)s letter", "%(n)s letters", line.letters) % {"n": line.letters}
    return f"{row}: {number}" + (f" ({', '.join(line.names)})" if line.names else "")


def _as_json(days: list[Day]) -> str:
    return json.dumps(
        [_object(day, line) for day in days for line in day.lines], ensure_ascii=False, indent=2
    )


def _object(day: Day, line: Line) -> dict[str, Any]:
    return {
        "at": line.at.astimezone(clock.OSLO).isoformat(),
        "date": day.day.isoformat(),
        "weekday": day.weekday,
        "holiday": day.holiday,
        "kind": line.kind.value,
        "county": line.round.county.number,
        "year": line.round.grant_year,
        "key": line.key,
        "title": line.title,
        "body": line.body,
        "offset": line.offset,
        "letters": line.letters,
        "names": list(line.names),
    }
