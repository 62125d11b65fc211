"""Reads of people, places, networks and rounds."""

from datetime import date

import pytest

from common.clock import oslo
from networks import queries
from networks.models import Deadline, NetworkMunicipality, Partnership, Round
from networks.models import Kindergarten as Kindergartens
from networks.roles import LEADERS, Role
from networks.services import mark_deadlines, system_user
from tests import factories as f
from tests.world import AUTUMN, make_round


def test_rounds_are_seen_in_one_s_county(world):
    for role in ("head", "owner", "leader", "uh", "forum", "approver"):
        assert list(queries.rounds_visible_to(world.person(role), now=AUTUMN)) == [world.round]
    for role in ("foreign_officer", "nobody"):
        assert list(queries.rounds_visible_to(world.person(role), now=AUTUMN)) == []


def test_newest_round_comes_first(world):
    newest = make_round(world.county, 2028)
    assert queries.newest_round(world.person("owner"), now=AUTUMN) == newest


def test_rounds_come_with_dates_in_three_statements(world, django_assert_num_queries):
    make_round(world.county, 2028)
    make_round(world.county, 2029)
    with django_assert_num_queries(3):
        assert (
            len(
                [
                    row
                    for round in queries.rounds()
                    for row in round.deadlines.all()
                    if row.dispensations.all()
                ]
            )
            == 0
        )


def test_round_is_in_play_until_two_months_after_its_last_date(world):
    def in_play(now):
        return list(queries.rounds_in_play(now=now))

    assert in_play(oslo(2026, 1, 1)) == [world.round]
    mark_deadlines(round=world.fresh_round(), by=system_user(), now=oslo(2028, 7, 1))
    assert in_play(oslo(2028, 8, 1)) == [world.round]
    assert in_play(oslo(2028, 9, 1)) == []


def test_round_that_was_never_marked_stays_in_play(world):
    assert list(queries.rounds_in_play(now=oslo(2035, 1, 1))) == [world.round]


def test_kindergartens_of_a_network_follow_their_municipality(world):
    found = queries.kindergartens_in(world.network, world.round)
    assert [kindergarten.name for kindergarten in found] == ["Lekestua", "Lillestua"]


def test_kindergartens_come_in_norwegian_order(world):
    for name in ("Ås", "Østre", "Ærlig", "Aust"):
        f.KindergartenFactory(name=name, owner=world.owner, municipality=world.municipality)
    names = [kindergarten.name for kindergarten in queries.kindergartens_in(world.network, world.round)]
    assert names == ["Aust", "Lekestua", "Lillestua", "Ærlig", "Østre", "Ås"]


def test_closed_kindergarten_counts_until_the_reference_day(world):
    Kindergartens.objects.filter(pk=world.sister.pk).update(closed_on=date(2027, 1, 1))
    assert [k.name for k in queries.kindergartens_in(world.network, world.round)] == ["Lekestua"]


def test_membership_counts_on_1_january_of_the_grant_year(world):
    row = NetworkMunicipality.objects.get(municipality=world.municipality)
    row.valid_to = date(2027, 1, 1)
    row.save(update_fields=["valid_to"])
    NetworkMunicipality.objects.create(
        network=world.other_network, municipality=world.municipality, valid_from=date(2027, 1, 1)
    )
    assert list(queries.kindergartens_in(world.network, world.round)) == []
    assert queries.network_of(world.kindergarten, world.round) == world.other_network
    before = Round(county=world.county, grant_year=2026, scheme_key="REKOM_2021")
    assert queries.network_of(world.kindergarten, before) == world.network


def test_chain_reports_to_each_of_its_networks(world):
    f.KindergartenFactory(owner=world.owner, municipality=world.other_municipality)
    pairs = queries.owner_networks([world.owner.pk], world.round)
    assert pairs == sorted([(world.owner.pk, world.network.pk), (world.owner.pk, world.other_network.pk)])


def test_university_works_with_the_whole_network_or_one_municipality(world):
    def names(university):
        rows = Kindergartens.objects.filter(queries.partnered([university.pk], world.round))
        return sorted(rows.values_list("name", flat=True))

    assert names(world.university) == ["Lekestua", "Lillestua"]
    Partnership.objects.create(
        network=world.other_network,
        university=world.university,
        municipality=world.other_municipality,
        valid_from=date(2020, 1, 1),
    )
    assert names(world.university) == ["Annenstua", "Lekestua", "Lillestua"]
    assert names(world.other_university) == ["Annenstua"]


def test_people_with_a_role_are_named_once(world):
    f.seat(Role.COORDINATOR, world.network, world.people["leader"])
    people = queries.people_with(LEADERS, now=AUTUMN, network=[world.network.pk])
    assert sorted(person.email for person in people) == ["coordinator@example.no", "leader@example.no"]


def test_people_who_have_left_are_not_asked(world):
    leader = world.person("leader")
    leader.is_active = False
    leader.save(update_fields=["is_active"])
    people = queries.people_with([Role.NETWORK_LEADER], now=AUTUMN, network=[world.network.pk])
    assert people == []


@pytest.mark.parametrize("duties", [1, 3])
def test_deadlines_cost_the_same_for_one_and_three(world, duties, django_assert_num_queries):
    keep = Deadline.objects.filter(round=world.round).values_list("pk", flat=True)[:duties]
    Deadline.objects.exclude(pk__in=list(keep)).delete()
    with django_assert_num_queries(3):
        assert len(queries.rounds().get(pk=world.round.pk).deadlines.all()) == duties
