"""Reads of the register's figures for the county's plan."""

from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from common.dates import oslo_date
from common.sorting import norwegian
from networks.models import County, KindergartenFigures
from networks.queries.shared import open_on


def kindergartens_with_figures(county: County, *, now: datetime) -> QuerySet[Any]:
    """The county's open kindergartens with owner and municipality, and their newest `children`, `staff_fte` and
    `figures_year` (None where the register has none), by municipality in Norwegian order.
    """
    today = oslo_date(now)
    newest = KindergartenFigures.objects.filter(kindergarten=OuterRef("pk"), year__lte=today.year)
    newest = newest.order_by("-year")
    return (
        open_on(today)
        .filter(municipality__county=county)
        .select_related("owner", "municipality")
        .annotate(
            children=Subquery(newest.values("children")[:1]),
            staff_fte=Subquery(newest.values("staff_fte")[:1]),
            figures_year=Subquery(newest.values("year")[:1]),
        )
        .order_by(norwegian("municipality__name_nb"), "municipality", "pk")
    )
