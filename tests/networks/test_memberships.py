"""Which municipalities and universities a network has: rules, what is written, what is refused."""

from datetime import date

import pytest
from django.urls import reverse

from common.history import history_of
from common.refusals import MovedOn, NotAllowed, NotNow, may
from networks.models import Network, NetworkMunicipality, Partnership
from networks.queries.memberships import RoundTouched, rounds_touched
from networks.rules import memberships as rules
from networks.services import memberships as services
from tests import factories as f
from tests.world import AUTUMN, ROLES

FIRST, LATER = date(2027, 1, 1), date(2028, 1, 1)


def allowed(world, check, *args) -> set[str]:
    """The roles that a rule allows."""
    return {role for role in ROLES if may(check, world.person(role), *args, now=AUTUMN) is None}


def lines(world) -> list[tuple[str, str, str]]:
    """The history of the world's network: verb, from, to."""
    return [(line.verb, line.before, line.after) for line in history_of(world.network)]


def a_membership(world) -> NetworkMunicipality:
    return NetworkMunicipality.objects.get(network=world.network)


def a_partnership(world) -> Partnership:
    return Partnership.objects.get(network=world.network)


def join(world, by="case_officer", **changes):
    what = {
        "network": world.network,
        "municipality": world.other_municipality,
        "valid_from": FIRST,
        **changes,
    }
    return services.join_network(**what, by=world.person(by), now=AUTUMN)


def leave(world, ends_on, by="case_officer", membership=None):
    row = membership or a_membership(world)
    services.leave_network(membership=row, ends_on=ends_on, by=world.person(by), now=AUTUMN)


def begin(world, by="case_officer", **changes):
    what = {"network": world.network, "university": world.other_university, "valid_from": FIRST, **changes}
    return services.begin_partnership(**what, by=world.person(by), now=AUTUMN)


def end(world, ends_on, by="case_officer", partnership=None):
    row = partnership or a_partnership(world)
    services.end_partnership(partnership=row, ends_on=ends_on, by=world.person(by), now=AUTUMN)


def free(world) -> None:
    """The other municipality belongs to no network."""
    NetworkMunicipality.objects.filter(network=world.other_network).delete()


def test_only_the_countys_case_officer_keeps_its_networks(world):
    network, place, university = world.network, world.other_municipality, world.other_university
    officer = {"case_officer"}
    assert allowed(world, rules.check_may_create_network, world.county) == officer
    assert allowed(world, rules.check_may_join_network, network, place, FIRST) == officer
    assert allowed(world, rules.check_may_leave_network, a_membership(world), FIRST) == officer
    assert allowed(world, rules.check_may_begin_partnership, network, university, None, FIRST) == officer
    assert allowed(world, rules.check_may_end_partnership, a_partnership(world), FIRST) == officer


def test_what_belongs_to_another_county_is_refused(world):
    elsewhere = f.CountyFactory(number="98")
    with pytest.raises(NotAllowed):
        join(world, municipality=f.MunicipalityFactory(county=elsewhere))
    with pytest.raises(NotAllowed):
        begin(world, university=f.OrganisationFactory(county=elsewhere, kind="university"))
    with pytest.raises(NotAllowed):
        begin(world, municipality=f.MunicipalityFactory(county=elsewhere))
    assert lines(world) == []


@pytest.mark.parametrize("day", [date(1999, 12, 31), date(2101, 1, 1)])
def test_days_outside_our_time_are_refused(world, day):
    free(world)
    for call in (join, begin):
        with pytest.raises(NotNow):
            call(world, valid_from=day)
    for stop in (leave, end):
        with pytest.raises(NotNow):
            stop(world, day)
    assert lines(world) == []


def test_create_network_makes_an_empty_one(world):
    made = services.create_network(
        county=world.county, name="Tredje nettverk", by=world.person("case_officer"), now=AUTUMN
    )
    assert (made.county, made.payee, made.memberships.count()) == (world.county, None, 0)
    assert [line.verb for line in history_of(made)] == ["create_network"]


def test_create_network_refused_for_a_name_that_is_taken(world):
    with pytest.raises(NotNow):
        services.create_network(
            county=world.county, name=world.network.name, by=world.person("case_officer"), now=AUTUMN
        )
    assert Network.objects.filter(county=world.county).count() == 2


def test_join_network_from_a_day(world):
    free(world)
    made = join(world)
    assert (made.network, made.municipality, made.valid_from, made.valid_to) == (
        world.network,
        world.other_municipality,
        FIRST,
        None,
    )
    assert lines(world) == [("join_network", "", "2027-01-01")]


def test_join_network_refused_while_in_another_which_is_named(world):
    with pytest.raises(NotNow, match="Annet nettverk") as refused:
        join(world)
    other = NetworkMunicipality.objects.get(network=world.other_network)
    where = {"network": world.other_network.pk, "pk": other.pk}
    assert refused.value.way_on.url == reverse("networks:membership_end", kwargs=where)
    assert NetworkMunicipality.objects.count() == 2
    assert lines(world) == []


def test_join_network_refused_before_one_that_is_agreed_ahead(world):
    NetworkMunicipality.objects.filter(network=world.other_network).update(valid_from=LATER)
    with pytest.raises(NotNow, match="Annet nettverk"):
        join(world)


def test_join_network_the_day_after_the_other_ended(world):
    NetworkMunicipality.objects.filter(network=world.other_network).update(valid_to=FIRST)
    assert join(world).valid_from == FIRST


def test_join_network_refused_for_a_municipality_that_has_ended(world):
    free(world)
    world.other_municipality.valid_to = FIRST
    world.other_municipality.save()
    with pytest.raises(NotNow):
        join(world)


def test_join_network_refused_for_others(world):
    free(world)
    with pytest.raises(NotAllowed):
        join(world, by="leader")
    assert lines(world) == []


def test_leave_network_keeps_the_row(world):
    leave(world, FIRST)
    assert a_membership(world).valid_to == FIRST
    assert lines(world) == [("leave_network", "", "2027-01-01")]


def test_leave_network_twice_with_the_same_day_is_one_line(world):
    leave(world, FIRST)
    leave(world, FIRST)
    assert len(lines(world)) == 1


def test_leave_network_refused_before_it_began(world):
    with pytest.raises(NotNow):
        leave(world, date(2019, 12, 31))
    assert a_membership(world).valid_to is None


def test_leave_network_on_its_first_day_takes_it_back(world):
    row = a_membership(world)
    leave(world, f.LONG_AGO)
    assert not NetworkMunicipality.objects.filter(network=world.network).exists()
    assert lines(world) == [("leave_network", "", "2020-01-01")]
    with pytest.raises(MovedOn):
        leave(world, FIRST, membership=row)


def test_leave_network_ends_partnerships_in_the_municipality_alone(world):
    begin(world, municipality=world.municipality)
    leave(world, LATER)
    rows = Partnership.objects.filter(network=world.network).order_by("municipality")
    assert [(row.municipality, row.valid_to) for row in rows] == [(world.municipality, LATER), (None, None)]
    assert [verb for verb, _before, _after in lines(world)] == [
        "begin_partnership",
        "end_partnership",
        "leave_network",
    ]


def test_an_end_is_taken_away_again_unless_another_network_has_it(world):
    leave(world, FIRST)
    leave(world, None)
    assert a_membership(world).valid_to is None
    leave(world, FIRST)
    f.NetworkMunicipalityFactory(
        network=world.other_network, municipality=world.municipality, valid_from=FIRST
    )
    with pytest.raises(NotNow, match="Annet nettverk"):
        leave(world, LATER)
    assert a_membership(world).valid_to == FIRST


def test_begin_partnership_in_the_whole_network_or_in_one_municipality(world):
    whole, part = begin(world), begin(world, municipality=world.municipality)
    assert (whole.municipality, part.municipality) == (None, world.municipality)
    assert lines(world) == [("begin_partnership", "", "2027-01-01")] * 2


def test_begin_partnership_refused_twice_in_the_same_place(world):
    with pytest.raises(NotNow, match="Prøve høgskole"):
        begin(world, university=world.university)
    assert lines(world) == []


def test_begin_partnership_refused_with_a_second_first_partner(world):
    with pytest.raises(NotNow, match="Prøve høgskole"):
        begin(world, is_first_partner=True)
    end(world, FIRST)
    assert begin(world, is_first_partner=True).is_first_partner


def test_begin_partnership_refused_outside_the_network(world):
    with pytest.raises(NotNow, match="Annendal"):
        begin(world, municipality=world.other_municipality)


def test_begin_partnership_refused_with_others_than_universities(world):
    with pytest.raises(NotNow):
        begin(world, university=world.owner)
    world.other_university.ended_on = FIRST
    world.other_university.save()
    with pytest.raises(NotNow):
        begin(world)
    assert Partnership.objects.filter(network=world.network).count() == 1


def test_begin_partnership_refused_for_others(world):
    with pytest.raises(NotAllowed):
        begin(world, by="uh")
    assert lines(world) == []


def test_end_partnership_keeps_the_row(world):
    end(world, FIRST)
    end(world, FIRST)
    assert a_partnership(world).valid_to == FIRST
    assert lines(world) == [("end_partnership", "", "2027-01-01")]


def test_end_partnership_on_its_first_day_takes_it_back(world):
    row = a_partnership(world)
    end(world, f.LONG_AGO)
    assert not Partnership.objects.filter(network=world.network).exists()
    with pytest.raises(MovedOn):
        end(world, FIRST, partnership=row)


def test_end_partnership_refused_before_it_began_and_for_others(world):
    with pytest.raises(NotNow):
        end(world, date(2019, 12, 31))
    with pytest.raises(NotAllowed):
        end(world, FIRST, by="leader")
    assert a_partnership(world).valid_to is None


def test_a_partnership_goes_on_unless_there_is_a_new_first_partner(world):
    end(world, FIRST)
    end(world, None)
    end(world, FIRST)
    begin(world, is_first_partner=True)
    with pytest.raises(NotNow, match="Andre universitet"):
        end(world, None, partnership=Partnership.objects.get(university=world.university))


@pytest.mark.parametrize(
    ("first", "after", "years"),
    [
        (FIRST, None, [2027]),
        (date(2027, 1, 2), None, []),
        (f.LONG_AGO, FIRST, []),
        (f.LONG_AGO, date(2027, 1, 2), [2027]),
    ],
)
def test_a_round_is_touched_when_its_first_of_january_lies_in_the_period(world, first, after, years):
    found = rounds_touched(world.network, world.municipality, first, after)
    assert found == [RoundTouched(year, 2) for year in years]


def test_the_whole_network_is_counted_where_no_municipality_is_named(world):
    assert rounds_touched(world.other_network, None, FIRST, None) == [RoundTouched(2027, 1)]
