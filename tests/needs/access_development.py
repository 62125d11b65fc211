"""Who gets which answer: development work in kindergartens, and a university's own page. Joined in `access.py`."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.access import MOVED, Row
from tests.needs import development_stage as stage
from tests.world import NEXT_SPRING, World

LEADS = ("head", "owner")
INSIDE = ("leader", "coordinator", "member", "uh")
STAFF = ("case_officer", "approver")
WRITERS = (*LEADS, "other_head", "other_owner")
GATHERING = {"on": "2028-05-03", "title": "Lek inne", "held": "yes", "staff_present": "9"}
LOG = {"on": "2028-05-03", "traces": "Barna venter på tur.", "done": ""}
DAYS = {"on": "2028-02-01", "days": "1,5", "what": "Veiledning"}

Make = Callable[[World], Mapping[str, Any]]


def beginning(world: World) -> dict[str, int]:
    """A granted measure and a kindergarten without work."""
    return {"measure": stage.granted_measure(world).pk, "kindergarten": world.kindergarten.pk}


def planned(world: World) -> dict[str, int]:
    return {"pk": stage.begun(world).pk}


def under_way(world: World) -> dict[str, int]:
    """Work with a gathering, and an entry of the head's."""
    work = stage.ongoing(world)
    stage.gathering(world, work)
    stage.entry(world, work)
    return {"pk": work.pk}


def over(world: World) -> dict[str, int]:
    return {"pk": stage.finished(world).pk}


def with_gathering(world: World) -> dict[str, int]:
    row = stage.gathering(world)
    return {"pk": row.work_id, "gathering": row.pk}


def with_entry(world: World) -> dict[str, int]:
    row = stage.entry(world)
    return {"pk": row.work_id, "entry": row.pk}


def network(world: World) -> dict[str, int]:
    return {"network": world.network.pk}


def network_at_work(world: World) -> dict[str, int]:
    under_way(world)
    return network(world)


def university(world: World) -> dict[str, int]:
    return {"university": world.university.pk}


def university_at_work(world: World) -> dict[str, int]:
    stage.granted_measure(world)
    stage.days(world)
    return university(world)


def line(world: World) -> dict[str, int]:
    return {**university(world), "pk": stage.days(world).pk}


def days_typed(world: World) -> dict[str, str]:
    return {**DAYS, "network": str(world.network.pk)}


def get(url: str, allowed: tuple[str, ...], make: Make, **more: Any) -> Row:
    return Row(f"needs:{url}", allowed, make, now=NEXT_SPRING, **more)


def post(url: str, allowed: tuple[str, ...], make: Make, data: Any = None) -> Row:
    return get(url, allowed, make, method="post", data=data or {}, status=MOVED)


ROWS: list[Row] = [
    Row("needs:development_own", WRITERS, now=NEXT_SPRING),
    get("development_begin", LEADS, beginning),
    post("development_begin", LEADS, beginning),
    get("development_detail", (*LEADS, *INSIDE), under_way),
    get("development_detail", (*LEADS, *INSIDE), planned),
    get("development_detail", (*LEADS, *INSIDE), over),
    get("development_edit", LEADS, planned),
    post("development_edit", LEADS, planned, {"goal": "Alle barn er med i leken.", "plan": "Lekegrupper"}),
    post("development_start", LEADS, planned),
    get("development_finish", LEADS, under_way),
    post("development_finish", LEADS, under_way),
    get("development_stop", LEADS, under_way),
    post("development_stop", LEADS, under_way, {"comment": "Vi har ingen ressursperson."}),
    post("development_resume", LEADS, over),
    get("gathering_create", LEADS, under_way),
    post("gathering_create", LEADS, under_way, GATHERING),
    get("gathering_edit", LEADS, with_gathering),
    post("gathering_edit", LEADS, with_gathering, GATHERING),
    get("gathering_remove", LEADS, with_gathering),
    post("gathering_remove", LEADS, with_gathering),
    get("development_log_create", LEADS, under_way),
    post("development_log_create", LEADS, under_way, LOG),
    get("development_log_withdraw", ("head",), with_entry),
    post("development_log_withdraw", ("head",), with_entry),
    get("development_list", (*INSIDE, *STAFF), network),
    get("development_list", (*INSIDE, *STAFF), network_at_work),
    get("development_list_download", (*INSIDE, *STAFF), network_at_work),
    get("university_page", ("uh", *STAFF), university),
    get("university_page", ("uh", *STAFF), university_at_work),
    get("university_page_download", ("uh", *STAFF), university_at_work),
    get("used_days_create", ("uh",), university),
    post("used_days_create", ("uh",), university, days_typed),
    get("used_days_edit", ("uh",), line),
    post("used_days_edit", ("uh",), line, days_typed),
    get("used_days_remove", ("uh",), line),
    post("used_days_remove", ("uh",), line),
]
