"""January and February: what is promised for several years, the preliminary frame, and the frame that came."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from typing import Any

from common.clock import oslo
from grants.queries.budget import budget_of
from grants.queries.posts import (
    Identity,
    ProposedPost,
    budget_before,
    commitments_of,
    identity_of,
    proposed_commitments,
    proposed_posts,
)
from grants.services.budget import BudgetValues, record_budget
from grants.services.commitment import CommitmentValues, save_commitment
from grants.services.posts import PostValues
from networks.models import OrganisationKind
from rekom.demo_county import tables, texts
from rekom.demo_county.play.stage import Event, Stage

FRAME_2025 = 14_500_000
MORE_EACH_YEAR = 400_000
CAP_PERCENT = Decimal(30)
KEY: dict[str, Any] = {
    "flat_percent": Decimal(25),
    "weight_children": Decimal(1),
    "weight_staff": Decimal(1),
    "round_to": 500,
    "cap_at_requested": True,
}


def frame_events(stage: Stage, year: int) -> list[Event]:
    """The frame as it is guessed in January where there is no earlier one, and as it came in February."""
    steps = (
        (oslo(year, 1, 11, 9), _promise),
        (oslo(year, 1, 11, 10), partial(_record, is_preliminary=True)),
        (oslo(year, 2, 20, 10), partial(_record, is_preliminary=False)),
    )
    return [Event(at, partial(act, stage, year)) for at, act in steps]


def first_frame(year: int) -> int:
    """What the office guesses before the letter of allocation has come, in kroner."""
    return FRAME_2025 + MORE_EACH_YEAR * (year - 2025) - 500_000


def _promise(stage: Stage, year: int, now: datetime) -> None:
    """What was promised for several years before the portal, written down the first time a frame is recorded."""
    if commitments_of(stage.county).exists():
        return
    nord = next(
        row
        for row in stage.owners.values()
        if row.kind == OrganisationKind.UNIVERSITY and row.label == tables.NORD
    )
    save_commitment(
        county=stage.county,
        values=CommitmentValues(
            label="ABLU med samisk profil",
            unit_nok=80_000,
            units=13,
            first_on=date(2021, 8, 1),
            last_on=date(2025, 6, 30),
            university=nord.pk,
            note=texts.PROMISED,
        ),
        by=stage.case_officer,
        now=now,
    )


def _record(stage: Stage, year: int, now: datetime, *, is_preliminary: bool) -> None:
    round = stage.round(year)
    known = budget_of(round)
    if is_preliminary and budget_before(round) is not None:
        return  # the key begins on last year's frame
    rows = [*known.fixed_rows, *known.committed_rows] if known else []
    stored = {identity_of(row): row["pk"] for row in rows}
    record_budget(
        round=round,
        values=BudgetValues(
            frame_nok=first_frame(year) if is_preliminary else FRAME_2025 + MORE_EACH_YEAR * (year - 2025),
            is_preliminary=is_preliminary,
            individual_cap_percent=CAP_PERCENT,
            **KEY,
            note="" if is_preliminary else texts.NEW_FRAME,
        ),
        fixed=[_post(post, stored) for post in proposed_posts(round)],
        committed=[_post(post, stored) for post in proposed_commitments(round)],
        version=known.version if known else 0,
        by=stage.case_officer,
        now=now,
    )


def _post(post: ProposedPost, stored: Mapping[Identity, int]) -> PostValues:
    """A post as it is proposed; the stored one stays where there is one."""
    return PostValues(**vars(post), pk=stored.get(identity_of(vars(post))))
