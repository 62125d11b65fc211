"""Who gets which answer: the networks' lists of nominations, and the county's. Joined in `access.py`."""

from tests.access import MOVED, Row
from tests.needs import chain
from tests.needs.access_bases import COUNTY, DRAFT_READERS, LEADERS, after
from tests.world import APRIL, FEBRUARY, World

STAFF = ("case_officer", "approver")


def ranked(world: World) -> None:
    """A ranked list that is not sent."""
    chain.ranked_list(world, chain.submitted_nomination(world))


def sent_list(world: World) -> None:
    """A sent list."""
    chain.submitted_list(world, chain.submitted_nomination(world))


ROWS: list[Row] = [
    Row(
        "needs:nomination_list_overview",
        (*DRAFT_READERS, *COUNTY, "other_leader", "other_uh"),
        now=FEBRUARY,
    ),
    Row(
        "needs:nomination_list_detail",
        (*DRAFT_READERS, *STAFF),
        after(ranked),
        now=FEBRUARY,
    ),
    Row("needs:nomination_list_detail", (*DRAFT_READERS, *COUNTY), after(sent_list), now=APRIL),
    Row("needs:nomination_list_rank", LEADERS, after(ranked), now=FEBRUARY),
    Row(
        "needs:nomination_list_rank",
        LEADERS,
        after(ranked),
        method="post",
        data={"do": "save"},
        status=MOVED,
        now=FEBRUARY,
    ),
    Row("needs:nomination_list_submit", LEADERS, after(ranked), now=FEBRUARY),
    Row(
        "needs:nomination_list_submit",
        LEADERS,
        after(ranked),
        method="post",
        data={"version": 1},
        status=MOVED,
        now=FEBRUARY,
    ),
    Row("needs:nomination_list_workbook", (*DRAFT_READERS, *STAFF), after(ranked), now=FEBRUARY),
    Row("needs:nomination_list_workbook", (*DRAFT_READERS, *COUNTY), after(sent_list), now=APRIL),
    Row("needs:nomination_county_list", COUNTY, now=FEBRUARY),
    Row("needs:nomination_county_workbook", COUNTY, now=FEBRUARY),
]
