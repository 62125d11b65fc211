"""Who gets which answer from the pages on which one follows up and reminds."""

from networks.states import Duty
from tests.access import MOVED, Row
from tests.world import APRIL, World

STAFF = ("case_officer", "approver")
FOLLOWERS = ("leader", "coordinator", *STAFF, "other_leader")
REMINDERS = ("leader", "coordinator", "case_officer")


def round_of(world: World) -> dict[str, object]:
    return {"year": world.round.grant_year}


def needs_reports(world: World) -> dict[str, object]:
    return {"year": world.round.grant_year, "duty": Duty.NEEDS_REPORT.value}


def decision(world: World) -> dict[str, object]:
    return {"year": world.round.grant_year, "duty": Duty.DECISION.value}


def the_owner(world: World) -> dict[str, str]:
    return {"body": f"{world.owner.pk}-{world.network.pk}-0", "line": "Husk fristen.", "token": "a1b2"}


ROWS = [
    Row("follow_up_overview", allowed=FOLLOWERS, make=round_of),
    Row("follow_up", allowed=FOLLOWERS, make=needs_reports),
    Row("follow_up", allowed=STAFF, make=decision, now=APRIL),
    Row("follow_up_download", allowed=FOLLOWERS, make=needs_reports),
    Row("follow_up_download", allowed=STAFF, make=decision, now=APRIL),
    Row("remind_now", allowed=(*REMINDERS, "other_leader"), make=needs_reports, status=MOVED),
    Row("remind_now", allowed=REMINDERS, make=needs_reports, data=the_owner),
    Row("remind_now", allowed=REMINDERS, make=needs_reports, method="post", data=the_owner, status=MOVED),
]
