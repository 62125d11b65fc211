"""Where one form is enough: a private owner with one kindergarten writes the needs report, and no assessment.

What the owner and the kindergarten have to say is the same, so it is asked once. The assessment is made of the report
when it is sent, so that those who read assessments find it among the others.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from common.dates import oslo_date
from needs.models import Assessment, NeedsReport
from networks.models import Kindergarten, NetworkMunicipality, OrganisationKind, Round, Seat
from networks.models.periods import valid_on
from networks.roles import Role

MADE_OF_THE_REPORT = 0
"""The version of an assessment that nobody has written by hand."""


def combined_kindergartens(round: Round, *, now: datetime) -> QuerySet[Kindergarten]:
    """The kindergartens of the round for which the needs report is the only form.

    Their private owner has no other open kindergarten in the county; the head, if there is one, is the owner's
    contact too; they belong to a network; and nobody has begun an assessment by hand.
    """
    is_open = Q(closed_on__isnull=True) | Q(closed_on__gt=round.reference_on)
    of_county = Kindergarten.objects.filter(is_open, municipality__county=round.county_id)
    contacts = Seat.objects.filter(
        valid_on(oslo_date(now)),
        role=Role.OWNER,
        organisation=OuterRef("kindergarten__owner"),
        user=OuterRef("user"),
    )
    other_heads = Seat.objects.filter(
        ~Exists(contacts),
        valid_on(oslo_date(now)),
        role=Role.HEAD,
        kindergarten=OuterRef("pk"),
        user__is_active=True,
    )
    memberships = NetworkMunicipality.objects.filter(
        valid_on(round.reference_on), municipality=OuterRef("municipality")
    )
    by_hand = Assessment.objects.filter(
        round=round, kindergarten=OuterRef("pk"), version__gt=MADE_OF_THE_REPORT
    )
    return of_county.filter(
        ~Exists(of_county.filter(owner=OuterRef("owner")).exclude(pk=OuterRef("pk"))),
        ~Exists(other_heads),
        ~Exists(by_hand),
        Exists(memberships),
        owner__kind=OrganisationKind.PRIVATE_OWNER,
    )


def has_combined_form(kindergarten: Kindergarten, round: Round, *, now: datetime) -> bool:
    """Whether the needs report is this kindergarten's only form in the round."""
    if kindergarten.owner.kind != OrganisationKind.PRIVATE_OWNER:
        return False
    return combined_kindergartens(round, now=now).filter(pk=kindergarten.pk).exists()


def combined_kindergarten_of(report: NeedsReport, *, now: datetime) -> Kindergarten | None:
    """The kindergarten for which this report is the only form; None where the owner has two forms or more."""
    if report.owner.kind != OrganisationKind.PRIVATE_OWNER:
        return None
    return combined_kindergartens(report.round, now=now).filter(owner=report.owner_id).first()
