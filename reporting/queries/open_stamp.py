"""The change stamp: one value that is new whenever something that everybody may read has changed."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import (
    CharField,
    Count,
    Exists,
    F,
    Max,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Sum,
    TextField,
    Value,
)
from django.db.models.functions import MD5, Cast, Coalesce, Concat

from common.dates import oslo_date
from grants.models import Grant, GrantLetter, GrantLine
from grants.states import DecisionState
from needs.models import StudyType, Theme
from networks.models import (
    County,
    Deadline,
    KindergartenPeriod,
    LongTermPlan,
    Municipality,
    Network,
    Organisation,
    OrganisationKind,
    Round,
)
from reporting.models import MeasureReport, Report
from reporting.states import FactsState, ReportState


def stamp(*, now: datetime) -> str:
    """A short text that stands for all that is public at `now`, of all counties. One statement.

    Amounts and letters follow the history that the database keeps of each change, once they are issued: what is not
    public leaves it as it was, so that nobody can see from it that something is under way. The day is part of it,
    since pages tell what lies ahead.
    """
    parts = {f"part{number}": Subquery(rows) for number, rows in enumerate(_parts())}
    found = County.objects.order_by("pk").values_list(*parts.values())[:1]
    row = found.first()
    return sha256(repr((row, oslo_date(now))).encode()).hexdigest()[:32]


def _parts() -> list[QuerySet[Any, Any]]:
    """What the stamp is made of, one value each."""
    line_events = GrantLine.pgh_event_model  # type: ignore[attr-defined]  # -- made by pghistory
    grant_events = Grant.pgh_event_model  # type: ignore[attr-defined]  # -- made by pghistory
    issued, approved = DecisionState.ISSUED, Q(state=ReportState.APPROVED)
    lines = line_events.objects.filter(pgh_obj__grant__decision__state=issued)
    grants = grant_events.objects.filter(pgh_obj__decision__state=issued)
    letters = GrantLetter.objects.filter(grant__decision__state=issued)
    return [
        lines.order_by("-pgh_id").values("pgh_id")[:1],
        grants.order_by("-pgh_id").values("pgh_id")[:1],
        letters.order_by("-pk").values("pk")[:1],
        _one(Round.objects.filter(decision__state=DecisionState.ISSUED), Count("pk")),
        _one(Report.objects.filter(approved), Count("pk")),
        _one(Report.objects.filter(approved), Max("approved_at")),
        _one(Report.objects.filter(approved), Sum("version")),
        _one(_public_facts(), Max("agreed_at")),
        _one(_public_facts(), Count("pk")),
        _one(LongTermPlan.objects, Max("adopted_at")),
        _said(Round.objects, "grant_year", "moves_to_working_day"),
        _said(Deadline.objects, "round_id", "duty", "opens_at", "due_at"),
        _said(County.objects, "name", "number", "office_name", "email"),
        _said(Network.objects, "name"),
        _said(Organisation.objects.filter(kind=OrganisationKind.UNIVERSITY), "name"),
        _said(Organisation.objects, "kind"),
        _said(Theme.objects, "name", "order"),
        _said(StudyType.objects, "name", "order"),
        _said(Municipality.objects, "number", "name_nb", "valid_to"),
        _said(KindergartenPeriod.objects, "name", "municipality_id", "owner_id"),
    ]


def _public_facts() -> QuerySet[MeasureReport]:
    """The facts that all sides have agreed on, under a network's report that is approved."""
    under = Report.objects.filter(
        state=ReportState.APPROVED,
        grant__network=OuterRef("measure__basis__network"),
        grant__decision__round=OuterRef("measure__basis__round"),
    )
    return MeasureReport.objects.filter(Exists(under), state=FactsState.AGREED)


def _one(rows: Any, aggregate: Any) -> QuerySet[Any, Any]:
    """An aggregate of all the rows, as a subquery."""
    found: QuerySet[Any, Any] = rows.order_by().values(all=Value(1)).annotate(value=aggregate).values("value")
    return found


def _said(rows: Any, *fields: str) -> QuerySet[Any, Any]:
    """The fingerprint of what all the rows say in these fields."""
    text: Any = Concat(
        *(Coalesce(Cast(F(name), CharField()), Value("-")) for name in ("pk", *fields)),
        output_field=TextField(),
    )
    return _one(rows, MD5(StringAgg(text, Value("|"), order_by="pk")))
