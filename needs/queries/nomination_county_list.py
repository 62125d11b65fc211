"""Reads of the county's combined list: all networks' nominations side by side. It follows by itself."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet, Subquery

from common.sorting import norwegian
from needs.models import Nomination, NominationList
from needs.queries.nomination import nominations
from needs.queries.nomination_list import RankedRow, row_of
from needs.states import NominationListState, NominationState
from networks.models import Network, Round, User
from networks.models.periods import valid_on
from networks.roles import is_staff_of

SENT = tuple(
    set(NominationState) - {NominationState.DRAFT, NominationState.PROPOSED, NominationState.WITHDRAWN}
)
"""The states of a nomination that a network has got, whatever came of the study."""


def county_nominations(user: User, round: Round, *, now: datetime) -> QuerySet[Nomination]:
    """The round's nominations in the county, by network and its order.

    The county governor's staff get all that have been sent to a network, whatever became of them; others those in
    play in submitted lists, without what could tell who it is. Columns: `network_pk`, `network_name` (None outside
    all networks), `is_list_sent`.
    """
    home = Network.objects.filter(
        valid_on(round.reference_on, "memberships__"),
        memberships__municipality=OuterRef("kindergarten__municipality"),
    ).order_by("pk")
    sent = NominationList.objects.filter(
        round=round, state=NominationListState.SUBMITTED, network=OuterRef("network_pk")
    )
    rows = (
        nominations()
        .select_related("outcome")
        .filter(
            round=round,
            kindergarten__municipality__county=round.county_id,
            state__in=SENT,
        )
        .annotate(network_pk=Subquery(home.values("pk")[:1]), network_name=Subquery(home.values("name")[:1]))
        .annotate(is_list_sent=Exists(sent))
        .order_by(
            norwegian("network_name").asc(nulls_last=True),
            F("network_rank").asc(nulls_last=True),
            "submitted_at",
            "pk",
        )
    )
    if is_staff_of(user, round.county, now=now):
        return rows
    shown = rows.filter(is_list_sent=True, state=NominationState.SUBMITTED)
    return shown.defer("student_name", "student_email", "network_note")


def county_rows(rows: QuerySet[Nomination], *, with_names: bool) -> list[tuple[Any, RankedRow]]:
    """Each nomination of `county_nominations` with its row."""
    return [(row, row_of(row, row.network_rank, with_names=with_names)) for row in rows]
