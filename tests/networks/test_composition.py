"""Who should be in a network and in the forum (Langsiktig plan): each rule, met or not, and kept each year."""

from datetime import date

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from networks.composition import Share, as_data, differences
from networks.models import CompositionYear, OrganisationKind, Seat
from networks.queries.composition import checks_of_forum, checks_of_network
from networks.roles import Interest, Role
from networks.schemes import SCHEMES
from networks.services.composition import keep_compositions
from tests import factories as f
from tests.networks.pages import queries_of
from tests.world import AUTUMN, WINTER

ON = date(2026, 11, 20)


@pytest.fixture(autouse=True)
def _autumn(at):
    at(AUTUMN)


def checks(world) -> dict[str, tuple[list[str], list[str]]]:
    """People and missing, by rule."""
    with override("en"):
        rows = checks_of_network(world.network, on=ON)
    return {row.rule: (list(row.people), list(row.missing)) for row in rows}


def forum_checks(world) -> dict[str, tuple[list[str], list[str]]]:
    with override("en"):
        rows = checks_of_forum(world.forum, on=ON)
    return {row.rule: (list(row.people), list(row.missing)) for row in rows}


def member(world, interest: str, name: str, **fields) -> Seat:
    return f.seat(Role.NETWORK_MEMBER, world.network, f.UserFactory(name=name), interest=interest, **fields)


def municipal(world, number: int = 1) -> None:
    """So many municipal kindergartens in the network's municipality."""
    owner = f.OrganisationFactory(county=world.county, kind=OrganisationKind.MUNICIPALITY)
    for _each in range(number):
        f.KindergartenFactory(owner=owner, municipality=world.municipality)


def test_a_network_with_ppt_and_a_coordinator_lacks_the_rest(world):
    assert checks(world) == {
        "authority": ([], ["Kindergarten authority in Prøvedal"]),
        "private_owner": (
            [],
            ["Private owners: 2 of 2 kindergartens are private, so at least 1 of 1 owners' seats"],
        ),
        "ppt": (["Prøve Member"], []),
        "university": (["Prøve Uh (Prøve høgskole)"], []),
        "expertise": ([], ["A head or somebody of the staff of a kindergarten"]),
        "union": ([], ["Unions"]),
        "statped": ([], ["Statped"]),
    }


def test_unions_and_statped_are_recommended_alone(world):
    rows = checks_of_network(world.network, on=ON)
    assert [row.rule for row in rows if row.is_recommended] == ["union", "statped"]


def test_municipal_owners_are_asked_for_where_there_is_a_municipal_kindergarten(world):
    assert "municipal_owner" not in checks(world)
    municipal(world)
    assert checks(world)["municipal_owner"] == (
        [],
        ["Municipal owners: 1 of 3 kindergartens are municipal, so at least 1 of 2 owners' seats"],
    )


def test_owners_seats_mirror_their_kindergartens(world):
    municipal(world, 1)
    f.KindergartenFactory(owner=world.owner, municipality=world.municipality)  # 3 of 4 are private
    for number in range(3):
        member(world, Interest.MUNICIPAL_OWNER, f"Kommunal {number}")
    member(world, Interest.PRIVATE_OWNER, "Privat En")
    assert checks(world)["private_owner"] == (
        ["Privat En"],
        ["Private owners: 3 of 4 kindergartens are private, so at least 3 of 4 owners' seats"],
    )
    assert checks(world)["municipal_owner"][1] == []


def test_an_authority_counts_for_its_own_municipality_alone(world):
    seat = member(world, Interest.AUTHORITY, "Prøve Myndighet", municipality=world.other_municipality)
    assert checks(world)["authority"] == ([], ["Kindergarten authority in Prøvedal"])
    seat.municipality = world.municipality
    seat.save()
    assert checks(world)["authority"] == (["Prøve Myndighet (Prøvedal)"], [])


def test_a_substitute_does_not_count(world):
    seat = Seat.objects.get(user=world.people["member"])
    seat.substitute_for = member(world, Interest.OTHER, "Prøve Fast")
    seat.save()
    assert checks(world)["ppt"] == ([], ["Educational psychological service (PPT)"])


def test_each_partner_university_is_asked_for(world):
    f.PartnershipFactory(network=world.network, university=world.other_university)
    Seat.objects.filter(user=world.people["other_uh"]).update(valid_to=date(2026, 1, 1))
    assert checks(world)["university"] == (["Prøve Uh (Prøve høgskole)"], ["Andre universitet"])
    member(world, Interest.UNIVERSITY, "Ola Lærer", represents="andre universitet")
    assert checks(world)["university"][1] == []


def test_a_head_in_the_network_is_kindergarten_expertise(world):
    f.seat(Role.NETWORK_MEMBER, world.network, world.people["head"], interest=Interest.OTHER)
    assert checks(world)["expertise"] == (["Prøve Head"], [])


def test_somebody_of_the_staff_is_kindergarten_expertise(world):
    member(world, Interest.STAFF, "Prøve Pedagog")
    assert checks(world)["expertise"] == (["Prøve Pedagog"], [])


def test_a_forum_with_a_union_alone_lacks_the_rest(world):
    found = forum_checks(world)
    assert {key for key, (_people, missing) in found.items() if not missing} == {"union"}
    assert found["university"][1] == ["Andre universitet", "Prøve høgskole"]
    assert found["chair"] == ([], ["Chair of the forum"])
    assert found["substitutes"] == ([], ["Unions"])


def test_a_university_is_in_the_forum_by_a_seat_of_its_coordinator(world):
    f.seat(Role.FORUM_MEMBER, world.forum, world.people["uh"], interest=Interest.UNIVERSITY)
    assert forum_checks(world)["university"] == (["Prøve Uh (Prøve høgskole)"], ["Andre universitet"])


def test_the_forum_has_a_chair_and_substitutes(world):
    seat = Seat.objects.get(user=world.people["forum"])
    seat.is_chair = True
    seat.save()
    stand_in = f.UserFactory(name="Prøve Vara")
    f.seat(Role.FORUM_MEMBER, world.forum, stand_in, interest=Interest.UNION, substitute_for=seat)
    assert forum_checks(world)["chair"] == (["Prøve Forum"], [])
    assert forum_checks(world)["substitutes"] == (["Prøve Vara"], [])


numbers = st.integers(0, 400)
seats = st.integers(0, 60)


@given(ours=numbers, others=numbers, mine=seats, theirs=seats)
def test_no_seat_is_asked_for_where_there_are_no_such_kindergartens(ours, others, mine, theirs):
    share = Share(0, others, mine, mine + theirs)
    assert (share.expected, share.is_met) == (0, True)
    if ours:
        assert Share(ours, ours + others, mine, mine + theirs).expected >= 1


@given(municipal=st.integers(1, 400), private=st.integers(1, 400), of_seats=st.integers(2, 60))
def test_a_network_can_always_be_met_with_the_seats_it_has(municipal, private, of_seats):
    both = municipal + private
    asked = [Share(kind, both, 0, of_seats).expected for kind in (municipal, private)]
    assert sum(asked) <= of_seats


@given(municipal=numbers, private=numbers, times=st.integers(1, 4))
def test_seats_that_mirror_the_kindergartens_exactly_are_enough(municipal, private, times):
    all_seats = (municipal + private) * times
    for kind in (municipal, private):
        assert Share(kind, municipal + private, kind * times, all_seats).is_met


@given(mine=seats, theirs=seats, municipal=numbers, private=numbers)
def test_one_more_seat_never_makes_it_worse(mine, theirs, municipal, private):
    before = Share(municipal, municipal + private, mine, mine + theirs)
    after = Share(municipal, municipal + private, mine + 1, mine + theirs + 1)
    assert after.is_met or not before.is_met


def test_every_rule_of_every_scheme_has_its_own_key():
    for scheme in SCHEMES.values():
        for rules in (scheme.network_composition, scheme.forum_composition):
            assert rules
            assert len({rule.key for rule in rules}) == len(rules)


def test_the_composition_is_kept_on_the_reference_day_once(world):
    assert keep_compositions(now=AUTUMN) == 0  # the round is for 2027
    assert keep_compositions(now=WINTER) == 3  # two networks and the forum
    assert keep_compositions(now=WINTER) == 0
    kept = CompositionYear.objects.get(network=world.network)
    assert (kept.year, kept.kept_at) == (2027, WINTER)
    ppt = next(row for row in kept.checks if row["rule"] == "ppt")
    assert (ppt["is_met"], ppt["people"], ppt["missing"]) == (True, ["Prøve Member"], [])


def test_kept_late_it_says_what_stood_on_the_reference_day(world):
    Seat.objects.filter(user=world.people["member"]).update(valid_to=date(2027, 1, 5))
    keep_compositions(now=WINTER)
    kept = CompositionYear.objects.get(network=world.network)
    assert next(row for row in kept.checks if row["rule"] == "ppt")["people"] == ["Prøve Member"]


def test_what_differs_from_last_year_is_named(world):
    before = as_data(checks_of_network(world.network, on=ON))
    member(world, Interest.UNION, "Prøve Tillitsvalgt")
    Seat.objects.filter(user=world.people["member"]).update(valid_to=date(2026, 1, 1))
    after = as_data(checks_of_network(world.network, on=ON))
    found = [(row.was_met, row.is_met, row.came, row.went) for row in differences(before, after)]
    assert found == [
        (True, False, [], ["Prøve Member"]),
        (False, True, ["Prøve Tillitsvalgt"], []),
    ]
    assert differences(before, before) == []


def test_a_rule_that_is_new_or_gone_is_named():
    old = [{"rule": "ks", "label": "KS", "is_met": True, "people": [], "missing": []}]
    assert [(row.was_met, row.is_met) for row in differences(old, [])] == [(True, None)]
    assert [(row.was_met, row.is_met) for row in differences([], old)] == [(None, True)]


def test_the_page_shows_today_and_earlier_years(world, sign_in, at):
    keep_compositions(now=WINTER)
    at(WINTER)
    page = sign_in("leader").get(f"/nettverk/{world.network.pk}/sammensetning/")
    assert (page.status_code, page.context["last"].year, page.context["differences"]) == (200, 2027, [])
    forum = sign_in("forum").get("/nettverk/samarbeidsforum/sammensetning/")
    assert (forum.status_code, len(forum.context["years"])) == (200, 1)


def test_a_page_asks_as_much_for_many_as_for_few(world, sign_in):
    client, address = sign_in("leader"), f"/nettverk/{world.network.pk}/sammensetning/"
    few = queries_of(client, address)
    for number in range(3):
        member(world, Interest.MUNICIPAL_OWNER, f"Kommunal {number}")
    municipal(world, 3)
    assert queries_of(client, address) == few
