"""The kindergarten authority's page and note: who reads, who writes, when, and how two at once are merged."""

from datetime import timedelta

import pytest
from django.urls import reverse

from common.drafts import Shown
from common.refusals import NotAllowed, NotNow
from needs.models import AuthorityNote
from needs.queries.authority import (
    authority_note_of,
    authority_notes,
    municipalities_in,
    needs_by_theme,
    reads_municipality,
    rows_in,
)
from needs.queries.workbench import workbench_rows
from needs.rules.authority import check_may_write_authority_note
from needs.services.authority import note_values, save_authority_note
from networks.models import Deadline, Dispensation, Partnership
from networks.roles import Interest, Role
from networks.states import Duty
from tests import factories as f
from tests.needs.chain import submitted_need
from tests.world import AUTUMN, FEBRUARY, WINTER, World

SPRING = AUTUMN.replace(month=5)


@pytest.fixture
def town(world) -> World:
    """The world's member is the municipality's kindergarten authority."""
    f.seat(
        Role.NETWORK_MEMBER,
        world.network,
        world.people["member"],
        interest=Interest.AUTHORITY,
        municipality=world.municipality,
    )
    return world


def note_of(world: World) -> AuthorityNote:
    return authority_note_of(world.network, world.municipality, world.fresh_round())


def save(world: World, text: str, *, shown: Shown | None = None, role: str = "member", now=AUTUMN):
    return save_authority_note(
        round=world.fresh_round(),
        network=world.network,
        municipality=world.municipality,
        typed={"text": text},
        shown=shown or Shown.of(note_values(note_of(world)), note_of(world).version),
        by=world.person(role),
        now=now,
    )


def address(world: World, verb: str = "", municipality: int | None = None) -> str:
    place = {
        "network": world.network.pk,
        "municipality": municipality or world.municipality.pk,
        "year": 2027,
    }
    return reverse(f"needs:authority{verb}", kwargs=place)


# --- Who and when -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("now", [AUTUMN, WINTER])
def test_the_authority_writes_until_the_basis_is_due(town, now):
    check_may_write_authority_note(town.person("member"), note_of(town), now=now)


@pytest.mark.parametrize("role", ["leader", "owner", "uh", "case_officer", "other_leader"])
def test_nobody_else_writes_the_note(town, role):
    with pytest.raises(NotAllowed):
        check_may_write_authority_note(town.person(role), note_of(town), now=AUTUMN)


def test_a_member_with_another_interest_is_no_authority(world):
    with pytest.raises(NotAllowed):
        check_may_write_authority_note(world.person("member"), note_of(world), now=AUTUMN)


@pytest.mark.parametrize("now", [SPRING, FEBRUARY])
def test_the_note_is_closed_before_the_needs_open_and_after_the_basis_is_due(town, now):
    with pytest.raises(NotNow):
        check_may_write_authority_note(town.person("member"), note_of(town), now=now)


def test_a_network_with_more_time_gives_its_authorities_more_time(town):
    Dispensation.objects.create(
        deadline=Deadline.objects.get(round=town.round, duty=Duty.DECISION_BASIS),
        network=town.network,
        due_at=FEBRUARY + timedelta(days=5),
        reason="Sykdom",
        granted_by=town.people["case_officer"],
        granted_at=WINTER,
    )
    check_may_write_authority_note(town.person("member"), note_of(town), now=FEBRUARY)


@pytest.mark.parametrize("role", ["leader", "coordinator", "member", "uh", "case_officer", "approver"])
def test_the_network_its_universities_and_the_staff_read_the_municipality(town, role):
    assert reads_municipality(
        town.person(role), town.network, town.municipality, town.fresh_round(), now=AUTUMN
    )


@pytest.mark.parametrize("role", ["owner", "head", "forum", "other_leader", "other_uh", "nobody"])
def test_nobody_else_reads_it(town, role):
    assert not reads_municipality(
        town.person(role), town.network, town.municipality, town.fresh_round(), now=AUTUMN
    )


def test_a_university_reads_only_the_municipalities_it_works_in(town):
    Partnership.objects.filter(university=town.university).update(municipality=town.other_municipality)
    assert not reads_municipality(
        town.person("uh"), town.network, town.municipality, town.fresh_round(), now=AUTUMN
    )


# --- The note -----------------------------------------------------------------------------------------------


def test_the_note_is_kept_with_who_wrote_it_and_read_with_the_basis(town):
    saved = save(town, "Språk i alle barnehager.")
    assert (saved.version, saved.conflicts) == (1, [])
    (note,) = authority_notes(town.network, town.fresh_round())
    assert (note.text, note.saved_by, note.saved_at) == (
        "Språk i alle barnehager.",
        town.people["member"],
        AUTUMN,
    )


def test_saving_the_same_again_changes_nothing(town):
    save(town, "Språk.")
    assert save(town, "Språk.", now=WINTER).version == 1
    assert note_of(town).saved_at == AUTUMN


def test_two_who_write_at_once_choose(town):
    first = Shown.of({"text": ""}, 0)
    save(town, "Språk.", shown=first)
    saved = save(town, "Lek.", shown=first)
    assert [(conflict.mine, conflict.theirs) for conflict in saved.conflicts] == [("Lek.", "Språk.")]
    assert note_of(town).text == "Språk."


def test_an_empty_note_is_not_shown(town):
    save(town, "")
    assert not authority_notes(town.network, town.fresh_round()).exists()


def test_a_note_that_is_refused_leaves_nothing(town):
    with pytest.raises(NotAllowed):
        save(town, "Nei.", role="leader")
    assert not AuthorityNote.objects.exists()


# --- What stands on the page --------------------------------------------------------------------------------


def test_needs_are_counted_by_theme_municipal_and_private(town):
    need = submitted_need(town)
    (row,) = needs_by_theme(town.network, town.municipality, town.fresh_round())
    assert (row.theme_id, row.municipal, row.private, row.total) == (need.theme_id, 0, 1, 1)
    assert needs_by_theme(town.network, town.other_municipality, town.fresh_round()) == []


def test_only_the_municipalitys_own_kindergartens_are_shown(town):
    place = f.MunicipalityFactory(county=town.county, name_nb="Bortedal")
    f.NetworkMunicipalityFactory(network=town.network, municipality=place)
    f.KindergartenFactory(name="Bortestua", owner=town.owner, municipality=place)
    rows = workbench_rows(town.network, town.fresh_round(), now=AUTUMN)
    assert [[k.name for k in row.kindergartens] for row in rows_in(rows, place)] == [["Bortestua"]]
    assert [str(p) for p in municipalities_in(town.network, town.fresh_round())] == ["Bortedal", "Prøvedal"]


def test_the_page_says_who_has_reported_and_nothing_of_drafts(town, sign_in, at):
    at(AUTUMN)
    submitted_need(town)
    f.KindergartenFactory(municipality=town.municipality, owner__county=town.county, owner__name="Ny eier")
    page = sign_in("member").get(address(town))
    assert [(row.name, answer[0]) for row, answer in page.context["rows"]] == [
        ("Lekestua Prøve SA", "submitted"),
        ("Ny eier", "missing"),
    ]
    assert address(town, "_note") in page.content.decode()
    assert address(town, "_note") not in sign_in("leader").get(address(town)).content.decode()


def test_a_municipality_of_another_network_is_404(town, sign_in, at):
    at(AUTUMN)
    assert sign_in("leader").get(address(town, municipality=town.other_municipality.pk)).status_code == 404


def test_the_authority_goes_straight_to_its_municipality(town, sign_in, at):
    at(AUTUMN)
    assert sign_in("member").get(reverse("needs:authority_home")).url == address(town)


def test_the_note_is_saved_while_it_is_written(town, sign_in, at):
    at(AUTUMN)
    client = sign_in("member")
    answer = client.post(address(town, "_note"), {"text": "Språk", "do": "autosave", "shown": ""})
    assert answer.status_code == 200
    assert note_of(town).text == "Språk"
    assert client.post(address(town, "_note"), {"text": "Språk", "shown": ""}).url == address(town)


def test_the_page_takes_the_same_number_of_questions_for_one_owner_and_for_many(
    town, sign_in, at, django_assert_max_num_queries
):
    at(AUTUMN)
    client = sign_in("member")
    client.get(address(town))
    with django_assert_max_num_queries(15) as few:
        client.get(address(town))
    for _turn in range(3):
        f.KindergartenFactory(municipality=town.municipality, owner__county=town.county)
    with django_assert_max_num_queries(15) as many:
        client.get(address(town))
    assert len(few) == len(many)
