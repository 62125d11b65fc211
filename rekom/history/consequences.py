"""What a change would follow for: counted before it is recorded, so that nobody is surprised."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from common.dates import oslo_date
from grants.models import Grant, Payout
from grants.states import PayoutState
from needs.models import NeedsReport, Nomination
from needs.states import NOMINATION_FINAL, NeedsReportState
from networks.models import Kindergarten, Municipality, Network, Organisation, Partnership, Seat
from networks.models.periods import valid_on
from networks.queries.history import open_in

Facts = list[tuple[str, Any]]
UNSENT = (NeedsReportState.DRAFT, NeedsReportState.RETURNED)


def consequences(thing: Organisation | Kindergarten | Municipality, *, now: datetime) -> Facts:
    """What belongs to the thing today, as (label, number): at most eight statements."""
    if isinstance(thing, Organisation):
        return _of_organisation(thing, now=now)
    if isinstance(thing, Municipality):
        return _of_municipality(thing, now=now)
    return _of_kindergarten(thing, now=now)


def _of_organisation(one: Organisation, *, now: datetime) -> Facts:
    today = oslo_date(now)
    own = Q(nomination__kindergarten__owner=one)
    return [
        (_("Kindergartens"), len(open_in(one, today))),
        (_("People with a role"), Seat.objects.filter(valid_on(today), organisation=one).count()),
        (_("Partnerships"), Partnership.objects.filter(valid_on(today), university=one).count()),
        (_("Networks whose money it receives"), Network.objects.filter(payee=one).count()),
        *_reports(Q(owner=one)),
        *_nominations(Q(kindergarten__owner=one)),
        (_("Grants"), Grant.objects.filter(Q(university=one) | Q(network__payee=one)).count()),
        *_payouts(own | Q(owner=one)),
    ]


def _of_kindergarten(one: Kindergarten, *, now: datetime) -> Facts:
    return [
        (_("People with a role"), Seat.objects.filter(valid_on(oslo_date(now)), kindergarten=one).count()),
        *_reports(Q(needs__kindergartens=one)),
        *_nominations(Q(kindergarten=one)),
        *_payouts(Q(nomination__kindergarten=one)),
    ]


def _of_municipality(one: Municipality, *, now: datetime) -> Facts:
    today = oslo_date(now)
    inside = Q(kindergarten__municipality=one)
    return [
        (_("Kindergartens"), len(open_in(one, today))),
        (_("People who speak for it"), Seat.objects.filter(valid_on(today), municipality=one).count()),
        (_("Partnerships"), Partnership.objects.filter(valid_on(today), municipality=one).count()),
        *_reports(Q(needs__kindergartens__municipality=one)),
        *_nominations(inside),
    ]


def _reports(about: Q) -> Facts:
    rows = NeedsReport.objects.filter(about)
    return [
        (_("Needs reports that are not sent"), rows.filter(state__in=UNSENT).distinct().count()),
        (
            _("Needs reports that are sent"),
            rows.filter(state=NeedsReportState.SUBMITTED).distinct().count(),
        ),
    ]


def _nominations(about: Q) -> Facts:
    rows = Nomination.objects.filter(about, anonymised_at__isnull=True)
    return [
        (_("Nominations under way"), rows.exclude(state__in=list(NOMINATION_FINAL)).count()),
        (_("Nominations that are sent"), rows.filter(state__in=list(NOMINATION_FINAL)).count()),
    ]


def _payouts(about: Q) -> Facts:
    rows = Payout.objects.filter(about, state=PayoutState.PLANNED)
    return [(_("Payouts that are not made"), rows.distinct().count())]
