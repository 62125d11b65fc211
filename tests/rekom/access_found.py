"""Who gets which answer from search, news and what stands still."""

from tests.access import Row
from tests.world import ROLES

ROWS = [
    Row("search", allowed=ROLES),
    Row("news", allowed=ROLES),
    Row("standstill", allowed=("case_officer", "approver", "foreign_officer")),
]
