"""Agreements and teacher teams: who writes them down, and how many days they promise in a year."""

from datetime import date
from decimal import Decimal

import pytest

from common.models import Attachment
from common.refusals import NotAllowed, NotNow
from networks.models import Partnership, PartnershipAgreement, Teacher
from networks.queries.agreements import agreements_of_university, days_promised, teachers_of
from networks.services.agreements import (
    AgreementInput,
    TeacherInput,
    add_teacher,
    change_agreement,
    change_teacher,
    record_agreement,
)
from tests.networks.access_agreements import agreement, teacher
from tests.world import AUTUMN

TYPED = AgreementInput(title="Ny avtale", valid_from=date(2026, 8, 1), days_per_year=20)


def record(world, by, **changes):
    where = {"network": world.network, "university": world.university, "typed": TYPED, **changes}
    return record_agreement(**where, by=world.person(by), now=AUTUMN)


@pytest.mark.parametrize("by", ["leader", "coordinator", "uh"])
def test_either_side_writes_down_an_agreement(world, by):
    made = record(world, by)
    assert (made.title, made.days_per_year, made.recorded_by) == ("Ny avtale", 20, world.people[by])


@pytest.mark.parametrize("by", ["member", "owner", "other_leader", "other_uh", "case_officer"])
def test_nobody_else_writes_it_down(world, by):
    with pytest.raises(NotAllowed):
        record(world, by)
    assert not PartnershipAgreement.objects.exists()


def test_an_agreement_is_made_with_a_partner(world):
    with pytest.raises(NotNow):
        record(world, "leader", university=world.other_university)
    assert not PartnershipAgreement.objects.exists()


def test_an_agreement_ends_after_it_began(world):
    typed = AgreementInput(title="Bakvendt", valid_from=date(2026, 8, 1), valid_to=date(2026, 8, 1))
    with pytest.raises(NotNow):
        record(world, "leader", typed=typed)
    assert not PartnershipAgreement.objects.exists()


def test_change_agreement_keeps_the_file_and_says_who(world):
    made = agreement(world)
    change_agreement(agreement=made, typed=TYPED, version=1, by=world.person("uh"), now=AUTUMN)
    found = PartnershipAgreement.objects.get()
    assert (found.title, found.version, found.recorded_by) == ("Ny avtale", 2, world.people["uh"])
    assert found.attachment_id is not None
    assert Attachment.objects.count() == 1


def test_change_agreement_on_an_older_version_is_refused(world):
    made = agreement(world)
    change_agreement(agreement=made, typed=TYPED, version=1, by=world.person("uh"), now=AUTUMN)
    with pytest.raises(NotNow):
        change_agreement(agreement=made, typed=TYPED, version=1, by=world.person("leader"), now=AUTUMN)
    assert PartnershipAgreement.objects.get().version == 2


def test_an_agreement_can_be_ended_after_the_partnership(world):
    made = agreement(world)
    Partnership.objects.filter(network=world.network).update(valid_to=date(2026, 8, 1))
    typed = AgreementInput(title="Slutt", valid_from=date(2020, 1, 1), valid_to=date(2026, 8, 1))
    change_agreement(agreement=made, typed=typed, version=1, by=world.person("leader"), now=AUTUMN)
    assert PartnershipAgreement.objects.get().valid_to == date(2026, 8, 1)


@pytest.mark.parametrize(
    ("first", "after", "promised"),
    [
        (date(2020, 1, 1), None, 24),
        (date(2026, 1, 1), date(2027, 1, 1), 24),
        (date(2026, 7, 2), None, 12),
        (date(2020, 1, 1), date(2026, 7, 2), 12),
        (date(2026, 8, 1), None, 10),
    ],
)
def test_an_agreement_counts_for_the_part_of_the_year_in_which_it_holds(world, first, after, promised):
    agreement(world, valid_from=first, valid_to=after, days_per_year=24)
    assert days_promised(world.university, [world.network], 2026) == {world.network.pk: Decimal(promised)}


def test_agreements_that_follow_each_other_promise_no_more_than_one(world):
    agreement(world, valid_to=date(2026, 8, 1), days_per_year=20)
    agreement(world, valid_from=date(2026, 8, 1), days_per_year=20)
    assert days_promised(world.university, [world.network], 2026) == {world.network.pk: Decimal(20)}


def test_an_agreement_outside_the_year_promises_nothing(world):
    agreement(world, valid_to=date(2026, 1, 1))
    assert days_promised(world.university, [world.network], 2026) == {}
    assert not agreements_of_university(world.university, [world.network], now=AUTUMN)


def test_the_university_says_who_follows_the_network(world):
    made = teacher(world, is_team_leader=True)
    typed = TeacherInput(name="Prøve Faglærer", field="Språk", valid_from=date(2020, 1, 1))
    change_teacher(teacher=made, typed=typed, by=world.person("uh"), now=AUTUMN)
    found = Teacher.objects.get()
    assert (found.field, found.is_team_leader) == ("Språk", False)


@pytest.mark.parametrize("by", ["leader", "other_uh", "case_officer"])
def test_nobody_else_says_who_follows_the_network(world, by):
    typed = TeacherInput(name="Prøve", valid_from=date(2026, 8, 1))
    with pytest.raises(NotAllowed):
        add_teacher(
            network=world.network,
            university=world.university,
            typed=typed,
            by=world.person(by),
            now=AUTUMN,
        )
    assert not Teacher.objects.exists()


def test_those_who_no_longer_follow_the_network_are_left_out(world):
    teacher(world, name="Prøve Før", valid_to=date(2026, 8, 1))
    teacher(world, name="Prøve Nå")
    teacher(world, name="Prøve Leder", is_team_leader=True)
    assert [row.name for row in teachers_of([world.network], now=AUTUMN)] == ["Prøve Leder", "Prøve Nå"]
