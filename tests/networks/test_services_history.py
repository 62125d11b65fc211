"""What becomes of bodies and places: dated changes, what follows from them, and who may record them."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from common.clock import oslo
from common.refusals import NotAllowed, NotNow
from networks.models import (
    Kindergarten,
    KindergartenPeriod,
    Municipality,
    MunicipalityChange,
    NetworkMunicipality,
    Organisation,
    OrganisationKind,
    Partnership,
    RegisterChange,
    Seat,
)
from networks.queries import bodies_for, kindergartens_in
from networks.queries.inquiries import bodies_to_ask
from networks.roles import Role
from networks.services import history, register_kindergarten
from networks.services.history import Told
from networks.states import RegisterChangeKind as Kind
from tests import factories as f
from tests.world import AUTUMN, ROLES

DAY = date(2026, 11, 1)
AHEAD = date(2027, 1, 1)
NEW_YEAR = oslo(2027, 1, 1, 0, 5)
TOLD, LATER = Told(on=DAY, note="Vedtatt"), Told(on=AHEAD)


@pytest.fixture
def officer(world):
    return world.person("case_officer")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def periods(kindergarten):
    rows = KindergartenPeriod.objects.filter(kindergarten=kindergarten).order_by("valid_from")
    return [
        (row.name, row.owner.name, row.municipality.name_nb, row.valid_from, row.valid_to) for row in rows
    ]


def verbs(world):
    """Each service with arguments that would be allowed to a case officer."""
    nearby = f.MunicipalityFactory(county=world.county)
    return [
        (history.rename, {"of": world.kindergarten, "name": "Nytt navn"}),
        (history.merge, {"of": world.owner, "into": world.other_owner}),
        (
            history.split,
            {"of": world.owner, "into": world.other_owner, "kindergartens": [world.sister]},
        ),
        (history.move_kindergarten, {"kindergarten": world.kindergarten, "municipality": nearby}),
        (history.give_new_owner, {"kindergarten": world.kindergarten, "owner": world.other_owner}),
        (history.close_kindergarten, {"kindergarten": world.kindergarten}),
        (
            history.open_kindergarten,
            {"kindergarten": Kindergarten(name="Ny", owner=world.owner, municipality=world.municipality)},
        ),
    ]


# --- Who, and when ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", [role for role in ROLES if role != "case_officer"])
def test_only_a_case_officer_of_the_county_records_changes(world, role):
    by = world.person(role)
    for service, arguments in verbs(world):
        with pytest.raises(NotAllowed):
            service(**arguments, told=TOLD, by=by, now=AUTUMN)
    assert not RegisterChange.objects.exists()


def test_each_change_is_written_down_with_its_day_and_who_recorded_it(world, officer):
    for service, arguments in verbs(world):
        with transaction.atomic():
            found = service(**arguments, told=TOLD, by=officer, now=AUTUMN)
            assert (found.on, found.note, found.recorded_by, found.recorded_at) == (
                DAY,
                "Vedtatt",
                officer,
                AUTUMN,
            )
            assert not found.is_planned
            transaction.set_rollback(True)


def test_a_change_comes_after_the_last_one(world, officer):
    history.rename(of=world.kindergarten, name="Andre navn", told=TOLD, by=officer, now=AUTUMN)
    for on in (DAY, DAY - timedelta(days=1)):
        with pytest.raises(NotNow):
            history.rename(of=world.kindergarten, name="Tredje", told=Told(on=on), by=officer, now=AUTUMN)
    assert fresh(world.kindergarten).name == "Andre navn"


def test_a_change_is_at_most_a_year_ahead(world, officer):
    with pytest.raises(NotNow):
        history.rename(
            of=world.owner, name="Langt fram", told=Told(on=date(2027, 11, 23)), by=officer, now=AUTUMN
        )
    history.rename(
        of=world.owner, name="Langt fram", told=Told(on=date(2027, 11, 20)), by=officer, now=AUTUMN
    )


# --- What follows -----------------------------------------------------------------------------------------


def test_rename_keeps_both_names(world, officer):
    history.rename(of=world.kindergarten, name="Storstua", told=TOLD, by=officer, now=AUTUMN)
    history.rename(of=world.owner, name="Storstua SA", told=TOLD, by=officer, now=AUTUMN)
    history.rename(of=world.municipality, name="Nydal", told=TOLD, by=officer, now=AUTUMN)

    assert fresh(world.kindergarten).name == "Storstua"
    assert fresh(world.owner).name == "Storstua SA"
    assert fresh(world.municipality).name_nb == "Nydal"
    names = [row[0] for row in periods(world.kindergarten)]
    assert names == ["Lekestua", "Storstua"]
    before = RegisterChange.objects.order_by("pk").values_list("name_before", "name_after")
    assert list(before) == [
        ("Lekestua", "Storstua"),
        ("Lekestua Prøve SA", "Storstua SA"),
        ("Prøvedal", "Nydal"),
    ]


def test_rename_to_the_same_name_is_refused(world, officer):
    with pytest.raises(NotNow):
        history.rename(of=world.owner, name=world.owner.name, told=TOLD, by=officer, now=AUTUMN)


def test_a_new_owner_ends_one_period_and_begins_another(world, officer):
    history.give_new_owner(
        kindergarten=world.kindergarten, owner=world.other_owner, told=TOLD, by=officer, now=AUTUMN
    )
    assert fresh(world.kindergarten).owner == world.other_owner
    assert [(row[1], row[4]) for row in periods(world.kindergarten)] == [
        ("Lekestua Prøve SA", DAY),
        ("Annen eier AS", None),
    ]


def test_a_new_owner_can_be_one_that_nobody_knew(world, officer):
    new = Organisation(name="Helt Ny SA", kind=OrganisationKind.PRIVATE_OWNER)
    history.give_new_owner(kindergarten=world.kindergarten, owner=new, told=TOLD, by=officer, now=AUTUMN)
    found = Organisation.objects.get(name="Helt Ny SA")
    assert (found.county, fresh(world.kindergarten).owner) == (world.county, found)


def test_the_owner_it_has_already_is_refused(world, officer):
    with pytest.raises(NotNow):
        history.give_new_owner(
            kindergarten=world.kindergarten, owner=world.owner, told=TOLD, by=officer, now=AUTUMN
        )


def test_what_lies_in_another_county_is_refused(world, officer):
    foreign = f.OrganisationFactory()
    with pytest.raises(NotAllowed):
        history.give_new_owner(
            kindergarten=world.kindergarten, owner=foreign, told=TOLD, by=officer, now=AUTUMN
        )
    with pytest.raises(NotAllowed):
        history.move_kindergarten(
            kindergarten=world.kindergarten,
            municipality=f.MunicipalityFactory(),
            told=TOLD,
            by=officer,
            now=AUTUMN,
        )


def test_merged_owners_leave_kindergartens_payments_and_people_to_the_successor(world, officer):
    world.network.payee = world.owner
    world.network.save()
    change = history.merge(of=world.owner, into=world.other_owner, told=TOLD, by=officer, now=AUTUMN)

    before = fresh(world.owner)
    assert (before.successor, before.ended_on, change.kind) == (world.other_owner, DAY, Kind.MERGER)
    assert {row.owner for row in Kindergarten.objects.all()} == {world.other_owner}
    assert fresh(world.network).payee == world.other_owner
    mine = Seat.objects.filter(user=world.people["owner"], role=Role.OWNER).order_by("pk")
    assert [(row.organisation, row.valid_to) for row in mine] == [
        (world.owner, None),
        (world.other_owner, None),
    ]


def test_merged_universities_keep_partnerships_and_one_coordinator(world, officer):
    history.merge(of=world.university, into=world.other_university, told=TOLD, by=officer, now=AUTUMN)
    rows = Partnership.objects.filter(network=world.network).order_by("valid_from")
    assert [(row.university, row.valid_to, row.is_first_partner) for row in rows] == [
        (world.university, DAY, True),
        (world.other_university, None, True),
    ]
    coordinators = Seat.objects.filter(organisation=world.other_university, role=Role.UH_COORDINATOR)
    assert [row.user for row in coordinators] == [world.people["other_uh"]]


def test_nobody_is_invited_to_or_asked_of_a_body_that_has_been_taken_up_in_another(world, officer):
    history.merge(of=world.university, into=world.other_university, told=TOLD, by=officer, now=AUTUMN)
    history.merge(of=world.owner, into=world.other_owner, told=TOLD, by=officer, now=AUTUMN)
    offered = {
        *bodies_for(Role.UH_COORDINATOR, world.county, now=AUTUMN),
        *bodies_for(Role.OWNER, world.county, now=AUTUMN),
        *bodies_to_ask(world.round)["universities"],
        *bodies_to_ask(world.round)["owners"],
    }
    assert offered >= {world.other_university, world.other_owner}
    assert not offered & {world.university, world.owner}


def test_a_partnership_that_the_successor_has_is_not_made_twice(world, officer):
    f.PartnershipFactory(network=world.network, university=world.other_university)
    history.merge(of=world.university, into=world.other_university, told=TOLD, by=officer, now=AUTUMN)
    rows = Partnership.objects.filter(network=world.network, valid_to=None)
    assert [row.university for row in rows] == [world.other_university]


def test_a_merged_municipality_goes_on_in_a_new_one_in_the_same_network(world, officer):
    new = Municipality(number="5099", name_nb="Storkommunen")
    told = Told(on=date(2026, 6, 1))
    for one in (world.municipality, world.other_municipality):
        history.merge(of=one, into=new, told=told, by=officer, now=AUTUMN)

    assert Municipality.objects.get(number="5099").valid_from == date(2026, 6, 1)
    assert {row.municipality for row in Kindergarten.objects.all()} == {new}
    assert fresh(world.municipality).valid_to == date(2026, 6, 1)
    assert NetworkMunicipality.objects.get(municipality=new).network == world.network
    assert set(MunicipalityChange.objects.values_list("before", "after")) == {
        (world.municipality.pk, new.pk),
        (world.other_municipality.pk, new.pk),
    }


def test_a_merger_in_the_middle_of_a_round_keeps_its_kindergartens(world, officer):
    before = set(kindergartens_in(world.network, world.round))
    new = Municipality(number="5099", name_nb="Storkommunen")
    told = Told(on=date(2027, 2, 1))
    history.merge(of=world.municipality, into=new, told=told, by=officer, now=oslo(2027, 2, 2))
    assert set(kindergartens_in(world.network, world.round)) == before


def test_a_split_takes_the_kindergartens_that_are_named(world, officer):
    history.split(
        of=world.owner,
        into=world.other_owner,
        kindergartens=[world.sister],
        told=TOLD,
        by=officer,
        now=AUTUMN,
    )
    assert (fresh(world.sister).owner, fresh(world.kindergarten).owner) == (world.other_owner, world.owner)
    assert [row.kind for row in RegisterChange.objects.order_by("pk")] == [Kind.SPLIT, Kind.NEW_OWNER]


def test_a_split_names_kindergartens_of_its_own(world, officer):
    for wrong in ([], [world.other_kindergarten]):
        with pytest.raises(NotNow):
            history.split(
                of=world.owner,
                into=world.other_owner,
                kindergartens=wrong,
                told=TOLD,
                by=officer,
                now=AUTUMN,
            )


def test_a_part_of_a_municipality_goes_to_another(world, officer):
    history.split(
        of=world.municipality,
        into=world.other_municipality,
        kindergartens=[world.sister],
        told=TOLD,
        by=officer,
        now=AUTUMN,
    )
    assert fresh(world.sister).municipality == world.other_municipality
    found = MunicipalityChange.objects.get()
    assert (found.kind, found.before, found.after) == (
        "split",
        world.municipality,
        world.other_municipality,
    )


def test_closing_and_opening_again_are_periods(world, officer):
    history.close_kindergarten(
        kindergarten=world.kindergarten, told=Told(on=date(2026, 6, 1)), by=officer, now=AUTUMN
    )
    assert fresh(world.kindergarten).closed_on == date(2026, 6, 1)
    history.open_kindergarten(kindergarten=world.kindergarten, told=TOLD, by=officer, now=AUTUMN)
    assert fresh(world.kindergarten).closed_on is None
    assert [row[3:] for row in periods(world.kindergarten)][-2:] == [
        (date(2018, 1, 1), date(2026, 6, 1)),
        (DAY, None),
    ]


def test_a_new_kindergarten_is_registered_from_the_day_it_opens(world, officer):
    new = Kindergarten(name="Nystua", owner=world.owner, municipality=world.municipality)
    history.open_kindergarten(kindergarten=new, told=TOLD, by=officer, now=AUTUMN)
    assert [row[3] for row in periods(Kindergarten.objects.get(name="Nystua"))] == [DAY]
    with pytest.raises(NotNow):
        history.open_kindergarten(
            kindergarten=Kindergarten(name="Senere", owner=world.owner, municipality=world.municipality),
            told=LATER,
            by=officer,
            now=AUTUMN,
        )


def test_what_has_ended_cannot_be_merged_again(world, officer):
    history.merge(of=world.owner, into=world.other_owner, told=TOLD, by=officer, now=AUTUMN)
    later = Told(on=date(2026, 11, 10))
    with pytest.raises(NotNow):
        history.merge(of=world.owner, into=world.payee, told=later, by=officer, now=AUTUMN)
    with pytest.raises(NotNow):
        history.merge(of=world.payee, into=world.owner, told=later, by=officer, now=AUTUMN)


# --- Ahead ------------------------------------------------------------------------------------------------


def test_a_change_that_lies_ahead_waits_for_its_day(world, officer):
    history.give_new_owner(
        kindergarten=world.kindergarten, owner=world.other_owner, told=LATER, by=officer, now=AUTUMN
    )
    assert history.carry_out_planned(now=oslo(2026, 12, 31, 23, 55)) == 0
    assert fresh(world.kindergarten).owner == world.owner

    assert history.carry_out_planned(now=NEW_YEAR) == 1
    assert fresh(world.kindergarten).owner == world.other_owner
    assert periods(world.kindergarten)[-1][3] == AHEAD
    assert history.carry_out_planned(now=NEW_YEAR) == 0


def test_a_planned_change_can_be_taken_back_until_its_day(world, officer):
    change = history.split(
        of=world.owner,
        into=world.other_owner,
        kindergartens=[world.sister],
        told=LATER,
        by=officer,
        now=AUTUMN,
    )
    with pytest.raises(NotAllowed):
        history.cancel_change(change=change, by=world.person("leader"), now=AUTUMN)
    history.cancel_change(change=change, by=officer, now=AUTUMN)
    assert not RegisterChange.objects.exists()

    done = history.rename(of=world.owner, name="Nytt", told=TOLD, by=officer, now=AUTUMN)
    with pytest.raises(NotNow):
        history.cancel_change(change=done, by=officer, now=AUTUMN)


def test_what_cannot_be_carried_out_waits_and_leaves_the_others_alone(world, officer, caplog):
    history.rename(of=world.kindergarten, name="Nytt", told=LATER, by=officer, now=AUTUMN)
    history.rename(of=world.owner, name="Nytt SA", told=LATER, by=officer, now=AUTUMN)
    KindergartenPeriod.objects.filter(kindergarten=world.kindergarten).update(valid_from=date(2027, 6, 1))
    assert history.carry_out_planned(now=NEW_YEAR) == 1
    assert fresh(world.owner).name == "Nytt SA"
    assert RegisterChange.objects.get(is_planned=True).kindergarten == world.kindergarten
    assert "could not be carried out" in caplog.text


# --- What the database holds ------------------------------------------------------------------------------


def test_a_kindergarten_is_born_with_a_period(world):
    made = Kindergarten.objects.bulk_create(
        [Kindergarten(name="Masse", owner=world.owner, municipality=world.municipality)]
    )
    one = register_kindergarten(
        Kindergarten(name="Én", owner=world.owner, municipality=world.municipality), since=DAY
    )
    assert [row[3] for row in periods(made[0])] == [date(2018, 1, 1)]
    assert [row[3] for row in periods(one)] == [DAY]
    assert not Kindergarten.objects.filter(periods__isnull=True).exists()


@pytest.mark.parametrize("past", ["another owner", "another name", "no period"])
def test_a_kindergarten_cannot_be_changed_past_its_periods(world, past):
    mine = KindergartenPeriod.objects.filter(kindergarten=world.kindergarten)
    with transaction.atomic():
        if past == "another owner":
            Kindergarten.objects.filter(pk=world.kindergarten.pk).update(owner=world.other_owner)
        elif past == "another name":
            mine.update(name="Feil")
        else:
            mine.delete()
        with pytest.raises(IntegrityError):
            _check_now()
        transaction.set_rollback(True)


def _check_now():
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
