"""Factories for people and places: plain rows, no surprises."""

from datetime import date
from itertools import count

import factory
from allauth.account.models import EmailAddress
from stdnum.no import orgnr

from networks.models import (
    County,
    Forum,
    Kindergarten,
    KindergartenFigures,
    Municipality,
    Network,
    NetworkMunicipality,
    Organisation,
    OrganisationKind,
    Partnership,
    Seat,
    User,
)
from networks.roles import BODY_FIELD, Role

LONG_AGO = date(2020, 1, 1)
FIRST_STEM = 91_000_000
_org_stem = count(FIRST_STEM)


def begin_again() -> None:
    """Number from the start, so that a test makes the same rows alone and after others."""
    global _org_stem
    _org_stem = count(FIRST_STEM)
    for made in factory.django.DjangoModelFactory.__subclasses__():
        made.reset_sequence()


def org_number() -> str:
    """A synthetic organisation number with a right check digit."""
    stem = next(_org_stem)
    found = [number for digit in range(10) if orgnr.is_valid(number := f"{stem}{digit}")]
    return found[0] if found else org_number()


class CountyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = County

    number = factory.Sequence(lambda n: f"{n % 50:02d}")  # from 50 on they are named by the tests themselves
    name = factory.Sequence(lambda n: f"Prøvefylket {n}")
    office_name = factory.LazyAttribute(lambda o: f"Statsforvalteren i {o.name}")
    office_org_number = factory.LazyFunction(org_number)
    postal_address = "Postboks 1, 7000 Prøveby"
    email = "post@example.no"
    phone = "00 00 00 00"


class MunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Municipality

    county = factory.SubFactory(CountyFactory)
    number = factory.Sequence(lambda n: f"{6000 + n % 4000}")
    name_nb = factory.Sequence(lambda n: f"Prøvekommune {n}")
    valid_from = LONG_AGO


class OrganisationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Organisation

    county = factory.SubFactory(CountyFactory)
    kind = OrganisationKind.PRIVATE_OWNER
    name = factory.Sequence(lambda n: f"Prøve-eier {n} AS")
    org_number = factory.LazyFunction(org_number)
    account_number = "12345678911"
    postal_address = "Prøveveien 1, 7000 Prøveby"


class KindergartenFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Kindergarten
        skip_postgeneration_save = True

    name = factory.Sequence(lambda n: f"Prøve barnehage {n}")
    org_number = factory.LazyFunction(org_number)
    owner = factory.SubFactory(OrganisationFactory)
    municipality = factory.SubFactory(MunicipalityFactory)

    @factory.post_generation
    def children(self, create, extracted, **kwargs):
        KindergartenFigures.objects.create(
            kindergarten=self, year=2026, children=extracted or 40, staff_fte=12, departments=3
        )


class NetworkFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Network

    county = factory.SubFactory(CountyFactory)
    name = factory.Sequence(lambda n: f"Prøvenettverket {n}")


class NetworkMunicipalityFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = NetworkMunicipality

    valid_from = LONG_AGO


class PartnershipFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Partnership

    valid_from = LONG_AGO


class ForumFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Forum

    county = factory.SubFactory(CountyFactory)
    name = factory.LazyAttribute(lambda o: f"Samarbeidsforum {o.county.name}")


class UserFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.no")
    name = factory.Sequence(lambda n: f"Prøveperson {n}")

    @factory.post_generation
    def address(self, create, extracted, **kwargs):
        EmailAddress.objects.create(user=self, email=self.email, verified=True, primary=True)


def seat(role: Role, body, user: User | None = None, **fields) -> Seat:
    """A seat for `user` (or somebody new) in `body`, valid since long ago."""
    return Seat.objects.create(
        user=user or UserFactory(), role=role, valid_from=LONG_AGO, **{BODY_FIELD[role]: body}, **fields
    )


def as_always(kindergarten: Kindergarten, **values) -> None:
    """Let the kindergarten have had these values (name, owner, municipality) as long as it has been known."""
    Kindergarten.objects.filter(pk=kindergarten.pk).update(**values)
    kindergarten.periods.update(**values)
    kindergarten.refresh_from_db()
