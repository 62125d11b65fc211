"""Money that waits: payments on hold, letters that nobody has opened, studies that are not confirmed."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants.models import GrantLetter, Half, PaymentHold, Payout
from grants.queries.letter_delivery import seen
from grants.states import PayoutState
from needs.states import NOMINATION_NOT_STUDYING
from networks.models import County, Round
from rekom.standstill.row import Still

UNOPENED_AFTER = timedelta(days=7)
UNOPENED_FOR = timedelta(days=180)
SILENT_AFTER = timedelta(days=7)


def on_hold(county: County, rounds: list[Round], now: datetime) -> Iterable[Still]:
    """The recipients whose payments wait, because the report of an earlier year is overdue."""
    rows = PaymentHold.objects.filter(lifted_at__isnull=True, round__county=county)
    for row in rows.select_related("network", "university", "round").order_by("placed_at", "pk"):
        yield Still(
            who=str(row.network or row.university),
            why=_("Payments wait until the report for %(year)s is in.") % {"year": row.round.grant_year},
            since=row.placed_at,
            url=reverse("reporting:report_overview", kwargs={"year": row.round.grant_year}),
        )


def unopened_letters(county: County, rounds: list[Round], now: datetime) -> Iterable[Still]:
    """The letters of the last half-year that no reader has opened within a week."""
    mine = GrantLetter.objects.filter(
        grant__decision__round__county=county,
        issued_at__lte=now - UNOPENED_AFTER,
        issued_at__gt=now - UNOPENED_FOR,
    )
    rows = seen(mine, is_seen=False).select_related("grant__network", "grant__university").defer("snapshot")
    for row in rows.order_by("issued_at", "pk"):
        yield Still(
            who=str(row.grant.network or row.grant.university),
            why=_("Grant letter %(number)s is not opened in the portal.") % {"number": row.number},
            since=row.issued_at,
            url=reverse("grants:letter_detail", kwargs={"letter": row.pk}),
        )


def unconfirmed(county: County, rounds: list[Round], now: datetime) -> Iterable[Still]:
    """By network: the autumn payouts where student or head has not answered within a week. No names."""
    silent = Q(confirmation__student_says="") | Q(confirmation__head_says="")
    rows = (
        Payout.objects.filter(silent, round__county=county, half=Half.AUTUMN, state=PayoutState.PLANNED)
        .filter(confirmation__is_paid_anyway__isnull=True, confirmation__asked_at__lte=now - SILENT_AFTER)
        .exclude(nomination__state__in=NOMINATION_NOT_STUDYING)
        .order_by()
        .values("network", "network__name", "round__grant_year")
        .annotate(number=Count("pk"), asked=Min("confirmation__asked_at"))
        .order_by("asked", "network")
    )
    for row in rows:
        why = ngettext(
            "%(n)s payout waits for an answer from student or head.",
            "%(n)s payouts wait for an answer from student or head.",
            row["number"],
        )
        place = {"year": row["round__grant_year"], "network": row["network"]}
        yield Still(
            who=row["network__name"],
            why=why % {"n": row["number"]},
            since=row["asked"],
            url=reverse("grants:payout_list", kwargs=place),
        )
