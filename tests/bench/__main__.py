"""Starts durable engines, makes the demo county, serves it with gunicorn, measures, prints tables.

Nothing here is a test: figures of a busy machine must not turn a run red. The data is kept in `build/bench`, so that
a second run starts at once.
"""

import argparse
import os
import sys
from pathlib import Path

BASE = Path(__file__).resolve().parent.parent.parent
VAR = BASE / "build" / "bench"
PARTS = [
    "pages",
    "parts",
    "scenarios",
    "needs",
    "reports",
    "workbook",
    "register",
    "tick",
    "mail",
    "outbox",
    "letters",
    "seats",
    "wheel",
    "trace",
    "dashboards",
    "summary",
    "search",
    "openness",
]


def main() -> int:
    """Measure everything, or some parts. Returns the exit code."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--times", type=int, default=60, help="requests per page with one client")
    parser.add_argument("--seconds", type=int, default=20, help="how long eight clients press")
    parser.add_argument("--only", choices=PARTS, nargs="+", help="these parts alone")
    options = parser.parse_args()
    from tests.bench import stage

    wanted = options.only or PARTS
    with stage.open_stage(BASE, VAR) as place:
        from tests.bench import (
            dashboards,
            letters,
            load,
            mail,
            needs,
            openness,
            outbox,
            pages,
            parts,
            register,
            reports,
            scenarios,
            search,
            seats,
            summary,
            tick,
            trace,
            wheel,
            workbook,
        )

        print(f"\n## Data\n\n{pages.size_of_data()}\n")
        if "pages" in wanted:
            found = pages.crawl()
            print(pages.query_table(found))
            print(load.one_client(place, found, times=options.times))
            print(load.submissions(place, times=options.times))
            print(load.eight_clients(place, found, seconds=options.seconds))
        tables = {
            "parts": parts.table,
            "scenarios": lambda: scenarios.table(place, times=options.times),
            "needs": lambda: needs.table(place, times=options.times),
            "reports": lambda: reports.table(place),
            "workbook": workbook.table,
            "register": register.table,
            "tick": tick.table,
            "mail": mail.table,
            "letters": letters.table,
            "seats": lambda: seats.table(place, times=options.times),
            "wheel": lambda: wheel.table(times=options.times),
            "openness": lambda: openness.table(times=options.times),
            "trace": lambda: trace.table(times=options.times),
            "dashboards": lambda: dashboards.table(times=options.times),
            "summary": lambda: summary.table(times=min(options.times, 10)),
            "search": lambda: search.table(times=options.times),
            "outbox": lambda: outbox.table(place, times=options.times),
        }
        for part, table in tables.items():
            if part in wanted:
                print(table())
    return 0


if __name__ == "__main__":
    os.environ["DJANGO_SETTINGS_MODULE"] = "rekom.settings"
    sys.exit(main())
