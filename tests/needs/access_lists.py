"""Who gets which answer: the networks' lists of nominations, and the county's. Joined in `access.py`."""

from collections.abc import Callable
from typing import Any

from tests.access import MOVED, Row
from tests.needs import chain
from tests.needs.access_bases import COUNTY, DRAFT_READERS, LEADERS, Place, after
from tests.world import APRIL, FEBRUARY, World

STAFF = ("case_officer", "approver")
OFFICERS = ("case_officer", "foreign_officer")
"""Each keeps the tables of their own county."""


def ranked(world: World) -> None:
    """A ranked list that is not sent."""
    chain.ranked_list(world, chain.submitted_nomination(world))


def sent_list(world: World) -> None:
    """A sent list."""
    chain.submitted_list(world, chain.submitted_nomination(world))


def year(world: World) -> dict[str, int]:
    """The round's grant year."""
    return {"year": world.round.grant_year}


def table_rows(kind: str, entry: Callable[[World], Any]) -> list[Row]:
    """Who gets which answer in one of the county's code tables; `entry` is one of its rows."""

    def one(world: World) -> dict[str, int]:
        return {"pk": entry(world).pk}

    def posted(url: str, make: Place, who: tuple[str, ...] = ("case_officer",), **data: str) -> Row:
        return Row(url, who, make, method="post", data=data, status=MOVED)

    return [
        Row(f"needs:{kind}_list", (*STAFF, "foreign_officer")),
        posted(f"needs:{kind}_list", lambda world: {}, OFFICERS),
        Row(f"needs:{kind}_create", OFFICERS),
        posted(f"needs:{kind}_create", lambda world: {}, OFFICERS, name="Noe nytt"),
        Row(f"needs:{kind}_edit", ("case_officer",), one),
        posted(f"needs:{kind}_edit", one, name="Noe nytt"),
        posted(f"needs:{kind}_retire", one),
        posted(f"needs:{kind}_restore", one),
    ]


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
    Row("needs:nomination_list_download", (*DRAFT_READERS, *STAFF), after(ranked), now=FEBRUARY),
    Row("needs:nomination_list_download", (*DRAFT_READERS, *COUNTY), after(sent_list), now=APRIL),
    Row("needs:nomination_county_list", COUNTY, now=FEBRUARY),
    Row("needs:nomination_county_download", COUNTY, now=FEBRUARY),
    *[
        row
        for kind, entry in (("theme", chain.theme), ("study_type", chain.study_type))
        for row in table_rows(kind, entry)
    ],
    Row("needs:study_terms_newest", ("case_officer",), status=MOVED),
    Row("needs:study_terms", ("case_officer",), year),
    Row("needs:study_terms", ("case_officer",), year, method="post", status=MOVED),
]
