"""Who gets which answer at the portal's own addresses."""

from tests.access import EVERYBODY, MISSING, MOVED, Row
from tests.rekom import (
    access_ahead,
    access_dates,
    access_dispensations,
    access_follow_up,
    access_found,
    access_outbox,
)
from tests.world import ROLES

STAFF_AND_LEADERS = ("leader", "coordinator", "case_officer", "approver", "other_leader")
NOT_ALLOWED_METHOD = 405
UNWELL = 503  # no worker and no beat in a test

ROWS = [
    *access_dates.ROWS,
    *access_dispensations.ROWS,
    *access_ahead.ROWS,
    *access_outbox.ROWS,
    *access_follow_up.ROWS,
    *access_found.ROWS,
    Row("home", allowed=ROLES),
    Row("round_detail", allowed=STAFF_AND_LEADERS, make=lambda world: {"year": 2027}),
    Row("account_login", allowed=("anonymous",), refused=MOVED),
    Row("account_request_login_code", allowed=("anonymous",), refused=MOVED),
    Row("account_confirm_login_code", allowed=EVERYBODY, status=MOVED),
    Row("account_signup", allowed=("anonymous",), refused=MOVED),
    Row("account_email_verification_sent", allowed=EVERYBODY, status=MOVED),
    Row("account_inactive", allowed=EVERYBODY),
    Row("account_logout", allowed=ROLES),
    Row("set_language", allowed=EVERYBODY, method="post", data={"language": "nb"}, status=MOVED),
    Row("components", allowed=EVERYBODY, status=MISSING),
    Row("demo_sign_in", allowed=EVERYBODY, method="post", data={"role": "owner"}, status=MISSING),
    Row("demo_clock", allowed=EVERYBODY, status=MISSING),
    Row("health", allowed=EVERYBODY, status=UNWELL),
]
