"""The letter about what has become of bodies and places: to whom, once, and when nobody is told."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from common.clock import oslo
from common.models import OutboxMail
from common.refusals import NotAllowed, NotNow
from networks.models import Kindergarten, KindergartenPeriod, Partnership, Seat
from networks.queries.concerned import changes_accepted, concerned_by
from networks.services import history, register_import
from networks.services.history import Told
from tests import factories as f
from tests.networks import register_files as files
from tests.networks.test_services_register_import import accept, stands, upload
from tests.world import AUTUMN

DAY = date(2026, 11, 1)
AHEAD = date(2027, 1, 1)
NEW_YEAR = oslo(2027, 1, 1, 0, 5)
TOLD, LATER = Told(on=DAY), Told(on=AHEAD)
INSIDE = ["coordinator", "head", "leader", "owner"]


@pytest.fixture
def officer(world):
    return world.person("case_officer")


def letters():
    return OutboxMail.objects.filter(kind="networks/bodies_changed")


def told(world):
    """The roles of those who have got a letter, each as often as they have got one."""
    names = {user.pk: role for role, user in world.people.items()}
    return sorted(names[key] for key in letters().values_list("recipient", flat=True))


def said(letter):
    return [(line["what"], line["name"], line["before"], line["after"]) for line in letter.context["changes"]]


def sell(world, officer, told=TOLD, **more):
    arguments = {"kindergarten": world.kindergarten, "owner": world.other_owner, **more}
    return history.give_new_owner(**arguments, told=told, by=officer, now=AUTUMN)


def test_a_sale_is_told_to_both_owners_the_head_and_the_leaders(world, officer):
    sell(world, officer)
    assert told(world) == sorted([*INSIDE, "other_owner"])
    letter = letters().get(recipient=world.people["head"])
    assert said(letter) == [("new_owner", "Lekestua", "Lekestua Prøve SA", "Annen eier AS")]
    assert letter.context["path"].endswith(f"/barnehager/{world.kindergarten.pk}/")
    assert {f"network:{world.network.pk}", f"kindergarten:{world.kindergarten.pk}"} <= set(letter.topics)
    assert f"county:{world.county.pk}" in letter.topics


def test_a_move_is_told_to_the_leaders_of_both_networks(world, officer):
    history.move_kindergarten(
        kindergarten=world.kindergarten,
        municipality=world.other_municipality,
        told=TOLD,
        by=officer,
        now=AUTUMN,
    )
    assert told(world) == sorted([*INSIDE, "other_leader"])
    assert said(letters().first()) == [("move", "Lekestua", "Prøvedal", "Annendal")]


def test_a_closing_is_told_to_owner_head_and_leaders(world, officer):
    history.close_kindergarten(kindergarten=world.kindergarten, told=TOLD, by=officer, now=AUTUMN)
    assert told(world) == INSIDE


def test_a_kindergarten_that_is_taken_up_is_told_of_on_both_sides(world, officer):
    history.merge(of=world.kindergarten, into=world.other_kindergarten, told=TOLD, by=officer, now=AUTUMN)
    assert told(world) == sorted([*INSIDE, "other_head", "other_owner"])


def test_a_merger_of_owners_is_told_to_both_and_the_networks_where_one_owned(world, officer):
    history.merge(of=world.owner, into=world.other_owner, told=TOLD, by=officer, now=AUTUMN)
    assert told(world) == ["coordinator", "leader", "other_owner", "owner"]
    letter = letters().get(recipient=world.people["owner"])
    assert (letter.context["has_taken_up"], letter.context["is_own_page"]) == (True, True)


def test_a_merger_of_what_is_paid_is_told_to_the_networks_it_is_paid_for(world, officer):
    history.merge(of=world.payee, into=world.other_owner, told=TOLD, by=officer, now=AUTUMN)
    assert told(world) == ["coordinator", "leader", "other_leader", "other_owner"]


def test_a_merger_of_universities_is_told_where_the_first_one_worked(world, officer):
    history.merge(of=world.university, into=world.other_university, told=TOLD, by=officer, now=AUTUMN)
    assert told(world) == ["coordinator", "leader", "other_uh", "uh"]
    assert Partnership.objects.filter(network=world.network, university=world.other_university).exists()


def test_a_merger_of_municipalities_is_told_to_owners_and_leaders_of_both(world, officer):
    history.merge(of=world.municipality, into=world.other_municipality, told=TOLD, by=officer, now=AUTUMN)
    assert told(world) == ["coordinator", "leader", "other_leader", "owner"]


def test_a_part_that_goes_is_told_of_in_one_letter_each(world, officer):
    history.split(
        of=world.owner,
        into=world.other_owner,
        kindergartens=[world.kindergarten, world.sister],
        told=TOLD,
        by=officer,
        now=AUTUMN,
    )
    assert told(world) == sorted([*INSIDE, "other_owner"])
    assert len(said(letters().get(recipient=world.people["owner"]))) == 2
    assert len(said(letters().get(recipient=world.people["head"]))) == 1


def test_one_with_several_roles_gets_one_letter_and_who_records_it_none(world, officer):
    for role, user in (("owner", "head"), ("leader", "case_officer")):
        Seat.objects.filter(user=world.people[role]).update(user=world.people[user])
    sell(world, officer)
    assert told(world) == ["coordinator", "head", "other_owner"]


def test_who_no_longer_has_the_seat_is_not_told(world, officer):
    Seat.objects.filter(user=world.people["owner"]).update(valid_to=AUTUMN.date())
    sell(world, officer)
    assert "owner" not in told(world)


def test_new_names_and_openings_are_told_to_nobody(world, officer):
    history.rename(of=world.kindergarten, name="Storstua", told=TOLD, by=officer, now=AUTUMN)
    new = Kindergarten(name="Ny", owner=world.owner, municipality=world.municipality)
    history.open_kindergarten(kindergarten=new, told=TOLD, by=officer, now=AUTUMN)
    assert not letters().exists()


@pytest.mark.parametrize(("back", "is_told"), [(365, True), (366, False)])
def test_what_happened_more_than_a_year_ago_is_told_to_nobody(world, officer, back, is_told):
    sell(world, officer, told=Told(on=AUTUMN.date() - timedelta(days=back)))
    assert letters().exists() == is_told


def test_nobody_is_told_when_the_service_refuses(world, officer):
    with pytest.raises(NotAllowed):
        sell(world, world.person("leader"))
    with pytest.raises(NotNow):
        sell(world, officer, owner=world.owner)
    assert not letters().exists()


def test_nobody_is_told_when_the_transaction_fails(world, officer):
    with transaction.atomic():
        sell(world, officer)
        transaction.set_rollback(True)
    assert not letters().exists()


# --- Ahead ------------------------------------------------------------------------------------------------


def test_a_planned_change_is_told_on_its_day_and_once(world, officer):
    sell(world, officer, told=LATER)
    assert not letters().exists()
    for _again in range(2):
        history.carry_out_planned(now=NEW_YEAR)
    assert told(world) == sorted([*INSIDE, "other_owner"])


def test_a_planned_part_is_told_of_in_one_letter_each(world, officer):
    parts = [world.kindergarten, world.sister]
    history.split(
        of=world.owner, into=world.other_owner, kindergartens=parts, told=LATER, by=officer, now=AUTUMN
    )
    assert history.carry_out_planned(now=NEW_YEAR) == 3
    assert told(world) == sorted([*INSIDE, "other_owner"])


def test_a_change_that_is_taken_back_is_told_to_nobody(world, officer):
    change = sell(world, officer, told=LATER)
    history.cancel_change(change=change, by=officer, now=AUTUMN)
    history.carry_out_planned(now=NEW_YEAR)
    assert not letters().exists()


def test_what_could_not_be_carried_out_is_told_to_nobody(world, officer):
    sell(world, officer, told=LATER)
    sell(world, officer, told=LATER, kindergarten=world.sister)
    KindergartenPeriod.objects.filter(kindergarten=world.kindergarten).update(valid_from=date(2027, 6, 1))
    assert history.carry_out_planned(now=NEW_YEAR) == 1
    assert [line[1] for line in said(letters().get(recipient=world.people["owner"]))] == ["Lillestua"]
    assert "head" not in told(world)


# --- From the register ------------------------------------------------------------------------------------


def imported(world):
    """A file in which a kindergarten is sold and another has gone, accepted one by one."""
    buyer = world.other_owner
    buyer.org_number = files.numbers(300, 1)[0]
    buyer.save(update_fields=["org_number"])
    units = stands(world, lekestua={"owner": buyer.name, "owner_number": buyer.org_number})
    return upload(world, [unit for place, unit in enumerate(units) if place != 1], covers_county=True)


def test_the_register_tells_each_person_once_for_the_file_when_it_is_finished(world, officer):
    batch = imported(world)
    for kind in sorted(set(batch.rows.values_list("kind", flat=True))):
        accept(world, batch, kind)
    assert len(changes_accepted(batch)) == 2
    assert not letters().exists()
    register_import.finish_import(batch=batch, by=officer, now=AUTUMN)
    assert told(world) == sorted([*INSIDE, "other_owner"])
    letter = letters().get(recipient=world.people["owner"])
    assert sorted(line[:2] for line in said(letter)) == [("closed", "Lillestua"), ("new_owner", "Lekestua")]
    assert letter.key == f"bodies_changed:import:{batch.pk}:{world.people['owner'].pk}"


def test_what_is_not_accepted_from_the_register_is_told_to_nobody(world, officer):
    batch = imported(world)
    register_import.finish_import(batch=batch, by=officer, now=AUTUMN)
    assert not letters().exists()


def test_many_changes_are_asked_about_in_as_few_statements_as_one(world, officer):
    changes = [sell(world, officer)]
    with CaptureQueriesContext(connection) as few:
        assert len(concerned_by(changes, now=AUTUMN)) == 1
    for _more in range(3):
        one = f.KindergartenFactory(owner=world.owner, municipality=world.municipality)
        changes.append(sell(world, officer, kindergarten=one))
    with CaptureQueriesContext(connection) as many:
        assert len(concerned_by(changes, now=AUTUMN)) == 4
    assert len(few) == len(many)
