"""The national kindergarten register: a file with 6,000 kindergartens read, compared and accepted, by itself.

All of it is taken back. The second reading of the same file must find nothing to do.
"""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable

KINDERGARTENS = 6_000
TIMES = {
    "upload": "read, compare and keep the rows",
    "accept": "accept all of them",
    "again": "read the same file again",
    "changed": "read a later file: other numbers of children, every sixth renamed",
    "accept_changed": "accept all of them",
}


def table() -> str:
    """Seconds of each step, and how much memory the whole process takes at most."""
    found = json.loads(
        subprocess.run(  # noqa: S603 -- our own module
            [sys.executable, "-m", "tests.bench.register"], check=True, capture_output=True, text=True
        ).stdout.splitlines()[-1]
    )
    head = [f"## Register, {KINDERGARTENS:,} kindergartens\n", "| step | seconds |", "|---|---|"]
    rows = [f"| {label} | {found[step]:.1f} |" for step, label in TIMES.items()]
    size = f"The file has {found['megabytes']:.1f} MB."
    told = f"{found['proposed']:,} proposals, then {found['left']}."
    memory = f"The whole process has taken {found['most']:.0f} MB at most, {found['before']:.0f} MB before it began."
    return "\n".join([*head, *rows, "", f"{size} {told} {memory}", ""])


def measure() -> dict[str, float]:
    """The figures of one import. Django must be set up; nothing of it is kept."""
    from django.db import transaction

    from networks.models import County, Municipality, Seat
    from networks.roles import Role
    from networks.services import register_import as services
    from networks.services.register_import import Uploaded
    from tests.networks import register_files as files

    county = County.objects.order_by("pk").first()
    assert county is not None  # noqa: S101 -- a bench without its county cannot go on
    places = Municipality.objects.filter(county=county, valid_to=None).exclude(number="")
    content = files.as_json(
        files.pages(files.country(KINDERGARTENS, [row.number for row in places], start=1_000_000))
    )
    officer = Seat.objects.filter(role=Role.CASE_OFFICER, county=county).select_related("user")[0].user
    now = _now()
    uploaded = Uploaded("måling.json", content, now.date())
    took: dict[str, float] = {"megabytes": len(content) / 1024 / 1024, "before": _most()}

    def step(name: str, call: Callable[[], object]) -> object:
        started = time.perf_counter()
        result = call()
        took[name] = time.perf_counter() - started
        return result

    def upload() -> object:
        return services.upload_register(county=county, uploaded=uploaded, by=officer, now=now)

    try:
        with transaction.atomic():
            batch = step("upload", upload)
            keys = list(batch.rows.values_list("pk", flat=True))  # type: ignore[attr-defined]  # -- an import
            step("accept", lambda: _accept(batch, keys, officer, now))
            services.finish_import(batch=batch, by=officer, now=now)  # type: ignore[arg-type]  # -- an import
            again = step("again", upload)
            took["proposed"], took["left"] = len(keys), again.rows.count()  # type: ignore[attr-defined]  # -- an import
            _later(step, files, uploaded, county, officer, now, places)
            raise _Undo
    except _Undo:
        pass
    return took | {"most": _most()}


def _accept(batch: object, keys: list[int], officer: object, now: object) -> None:
    from django.db import connection

    from networks.services.register_import import accept_rows

    found = accept_rows(batch=batch, keys=keys, by=officer, now=now)  # type: ignore[arg-type]  # -- as measured
    if found.refusals:
        raise RuntimeError(found.refusals[0].sentence)
    with connection.cursor() as cursor:  # what the database checks when the transaction ends counts too
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _later(step, files, uploaded, county, officer, now, places) -> None:  # type: ignore[no-untyped-def]  # -- a bench
    """A file of the day after: each kindergarten has one child more, and every sixth another name."""
    from dataclasses import replace
    from datetime import timedelta

    from networks.services.register_import import upload_register

    units = files.country(KINDERGARTENS, [row.number for row in places], start=1_000_000)
    for at, unit in enumerate(units):
        unit["AntallBarn"] += 1
        unit["Navn"] += " ny" * (at % 6 == 0)
    later, content = now + timedelta(days=1), files.as_json(files.pages(units))
    uploaded = replace(uploaded, content=content, of_day=later.date())
    batch = step("changed", lambda: upload_register(county=county, uploaded=uploaded, by=officer, now=later))
    keys = list(batch.rows.values_list("pk", flat=True))
    step("accept_changed", lambda: _accept(batch, keys, officer, later))


def _now():  # type: ignore[no-untyped-def]  # -- a bench
    from common import clock

    return clock.now()


def _most() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


class _Undo(Exception):
    """Takes back what the bench has made."""


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(measure()))
