"""Who answers for a kindergarten in a round: its owner, or the owner before who had reported when it was sold."""

from datetime import date

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate

from common.clock import OSLO
from common.models import ContentVersion
from needs.models import NeedsReport
from needs.states import NEEDS_REPORT_FINAL
from networks.models import KindergartenPeriod, Organisation, Round
from networks.models.periods import valid_on


def answering(round: Round) -> QuerySet[KindergartenPeriod]:
    """The open kindergartens of the round as the owner who answers for each had or has it: one period for each.

    That is the owner now; or an earlier owner who had sent its report, or said that there is nothing new, to the
    network while it owned the kindergarten. That report stands, and the kindergarten is not reported twice.
    """
    return _open(round).filter(
        Q(_is_newest(), ~Exists(_reported(round, kindergarten=OuterRef("kindergarten"))))
        | Q(pk__in=_reported(round).values("pk"))
    )


def answered_by_former(round: Round) -> dict[int, Organisation]:
    """The kindergartens (keys) that an earlier owner answers for in the round, with that owner."""
    rows = _open(round).filter(pk__in=_reported(round).values("pk")).select_related("owner")
    return {row.kindergarten_id: row.owner for row in rows}


def _open(round: Round) -> QuerySet[KindergartenPeriod]:
    """The periods of the county's kindergartens that are not closed on the round's reference day."""
    is_open = Q(kindergarten__closed_on__isnull=True) | Q(kindergarten__closed_on__gt=round.reference_on)
    return KindergartenPeriod.objects.filter(is_open, municipality__county=round.county_id).order_by()


def _is_newest() -> Q:
    return Q(valid_to__isnull=True) | Q(valid_to=F("kindergarten__closed_on"))


def _reported(round: Round, **of: object) -> QuerySet[KindergartenPeriod]:
    """The ended periods in which the owner of then sent its report; the first one of each kindergarten."""
    earlier = _in_reach(round).filter(
        kindergarten=OuterRef("kindergarten"), valid_from__lt=OuterRef("valid_from")
    )
    return _in_reach(round).filter(~Exists(earlier), **of)


def _in_reach(round: Round) -> QuerySet[KindergartenPeriod]:
    first = ContentVersion.objects.filter(
        content_type=ContentType.objects.get_for_model(NeedsReport), object_id=OuterRef("pk")
    ).order_by("number")
    sent = TruncDate(Coalesce(Subquery(first.values("at")[:1]), F("submitted_at")), tzinfo=OSLO)
    reports = NeedsReport.objects.filter(
        round=round, state__in=list(NEEDS_REPORT_FINAL), owner=OuterRef("owner")
    ).annotate(sent_on=sent)
    to_network = reports.filter(
        sent_on__gte=OuterRef("valid_from"),
        sent_on__lt=OuterRef("valid_to"),
        network__memberships__municipality=OuterRef("municipality"),
    ).filter(valid_on(round.reference_on, "network__memberships__"))
    newer = KindergartenPeriod.objects.filter(
        kindergarten=OuterRef("kindergarten"), valid_from__gte=OuterRef("valid_to")
    ).exclude(owner=OuterRef("owner"))
    return KindergartenPeriod.objects.filter(
        Exists(newer), Exists(to_network), valid_to__gt=date(round.grant_year - 1, 1, 1)
    ).order_by()
