"""Who gets which answer from what lies ahead, the calendar link, and the demo's mails."""

from networks.services import make_feed
from tests.access import EVERYBODY, MISSING, MOVED, Row
from tests.world import AUTUMN, ROLES, World

ALL_STAFF = ("case_officer", "approver", "foreign_officer")


def a_link(world: World) -> dict[str, str]:
    user = world.person("owner")
    return {"token": make_feed(user=user, by=user, now=AUTUMN).token}


ROWS = [
    Row("ahead", allowed=ALL_STAFF),
    Row("feed_make", allowed=ROLES, method="post", status=MOVED),
    Row("feed_revoke", allowed=ROLES, method="post", status=MOVED),
    Row("calendar_feed", allowed=EVERYBODY, make=a_link),
    Row("demo_mail", allowed=EVERYBODY, make=lambda world: {"pk": 1}, status=MISSING),
    Row("demo_mail_html", allowed=EVERYBODY, make=lambda world: {"pk": 1}, status=MISSING),
]
