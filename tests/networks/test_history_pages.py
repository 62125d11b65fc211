"""The pages of what has become of bodies and places: both names, the lists, and recording a change."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from networks.models import Kindergarten, Municipality, Organisation, RegisterChange
from networks.names import both_names, names_of
from networks.services import history
from networks.services.history import Told
from tests.world import AUTUMN

TOLD = Told(on=date(2026, 1, 1))


@pytest.fixture
def officer(world):
    return world.person("case_officer")


@pytest.fixture
def client(sign_in, at):
    at(AUTUMN)
    return sign_in("case_officer")


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def record(thing, pk, verb):
    return reverse("history_record", kwargs={"thing": thing, "pk": pk, "verb": verb})


# --- Both names -------------------------------------------------------------------------------------------


def test_both_names_of_what_got_a_new_name(world, officer):
    history.rename(of=world.owner, name="Nytt AS", told=TOLD, by=officer, now=AUTUMN)
    found = both_names(fresh(world.owner))
    assert found.startswith("Nytt AS (")
    assert "2025" in found
    assert "Lekestua Prøve SA" in found


def test_both_names_of_what_has_taken_up_others(world, officer):
    new = Municipality(number="5059", name_nb="Storkommunen")
    for one in (world.municipality, world.other_municipality):
        history.merge(of=one, into=new, told=TOLD, by=officer, now=AUTUMN)
    found = both_names(fresh(new))
    assert "Prøvedal, Annendal" in found


def test_the_same_name_is_not_said_twice(world, officer):
    new = Municipality(number="5099", name_nb=world.municipality.name_nb)
    history.merge(of=world.municipality, into=new, told=TOLD, by=officer, now=AUTUMN)
    assert both_names(fresh(new)) == "Prøvedal"


def test_what_is_planned_is_not_said(world, officer):
    history.rename(of=world.owner, name="Nytt", told=Told(on=date(2027, 1, 1)), by=officer, now=AUTUMN)
    assert both_names(fresh(world.owner)) == "Lekestua Prøve SA"


def test_names_of_many_take_one_question(world, officer, django_assert_num_queries):
    rows = [world.owner, world.other_owner, world.payee]
    with django_assert_num_queries(1):
        names_of(rows)
    assert names_of([]) == {}


# --- Lists and pages --------------------------------------------------------------------------------------


def test_the_list_is_searched_by_former_names(world, officer, client):
    history.rename(of=world.kindergarten, name="Storstua", told=TOLD, by=officer, now=AUTUMN)
    history.rename(of=world.other_owner, name="Nytt AS", told=TOLD, by=officer, now=AUTUMN)
    address = reverse("networks:kindergarten_list")
    assert "Storstua" in client.get(address, {"name": "Lekestua"}).content.decode()
    assert "Annenstua" in client.get(address, {"name": "Annen eier"}).content.decode()
    found = client.get(reverse("networks:organisation_list"), {"name": "Annen eier"}).content.decode()
    assert "Nytt AS" in found


def test_the_history_list_takes_the_same_number_of_questions(world, officer, client):
    address = reverse("networks:history_list")

    def questions():
        with CaptureQueriesContext(connection) as seen:
            assert client.get(address).status_code == 200
        return len(seen)

    history.rename(of=world.owner, name="Nytt", told=TOLD, by=officer, now=AUTUMN)
    questions()
    first = questions()
    history.rename(of=world.kindergarten, name="Nytt", told=TOLD, by=officer, now=AUTUMN)
    history.give_new_owner(
        kindergarten=world.sister, owner=world.other_owner, told=TOLD, by=officer, now=AUTUMN
    )
    assert questions() == first


def test_the_history_list_is_filtered_by_kind_and_year(world, officer, client):
    history.rename(of=world.owner, name="Nytt", told=TOLD, by=officer, now=AUTUMN)
    history.close_kindergarten(
        kindergarten=world.sister, told=Told(on=date(2025, 6, 1)), by=officer, now=AUTUMN
    )
    address = reverse("networks:history_list")
    both = client.get(address).context["table"]
    assert len(both.rows) == 2
    assert len(client.get(address, {"kind": "closed"}).context["table"].rows) == 1
    assert len(client.get(address, {"year": "2026"}).context["table"].rows) == 1


def test_a_kindergarten_s_page_shows_periods_figures_and_changes(world, officer, client, sign_in):
    history.give_new_owner(
        kindergarten=world.kindergarten, owner=world.other_owner, told=TOLD, by=officer, now=AUTUMN
    )
    client = sign_in("head")
    answer = client.get(reverse("networks:kindergarten_detail", kwargs={"pk": world.kindergarten.pk}))
    assert [row.record.owner.name for row in answer.context["periods"].rows] == [
        "Annen eier AS",
        "Lekestua Prøve SA",
    ]
    assert [row.record.children for row in answer.context["figures"].rows] == [40]
    assert len(answer.context["changes"].rows) == 1
    assert answer.context["actions"] == []


def test_a_municipality_s_page_sums_as_then_and_as_now(world, officer, client, at):
    history.move_kindergarten(
        kindergarten=world.sister,
        municipality=world.other_municipality,
        told=Told(on=date(2026, 12, 20)),
        by=officer,
        now=AUTUMN,
    )
    later = AUTUMN.replace(month=12, day=28)
    history.carry_out_planned(now=later)
    at(later)
    answer = client.get(reverse("networks:municipality_detail", kwargs={"pk": world.other_municipality.pk}))
    row = answer.context["sums"].rows[0].record
    assert (row["year"], row["kindergartens"], row["kindergartens_now"]) == (2026, 1, 2)
    assert (row["children"], row["children_now"]) == (40, 80)


# --- Recording --------------------------------------------------------------------------------------------


def test_the_page_says_what_follows_before_it_is_recorded(world, officer, client):
    answer = client.get(record("virksomhet", world.owner.pk, "sla-sammen"))
    assert answer.status_code == 200
    assert dict(answer.context["facts"])
    assert [value for _label, value in answer.context["facts"]][:2] == [2, 1]


@pytest.mark.parametrize(
    ("thing", "verb", "typed"),
    [
        ("barnehage", "nytt-navn", {"name": "Storstua"}),
        ("barnehage", "ny-eier", {"new_name": "Ny eier SA"}),
        ("barnehage", "legg-ned", {}),
        ("virksomhet", "nytt-navn", {"name": "Nytt AS"}),
        ("virksomhet", "sla-sammen", {"new_name": "Sammen AS"}),
        ("virksomhet", "del-opp", {"new_name": "Del AS", "kindergartens": "sister"}),
        ("virksomhet", "ny-barnehage", {"name": "Nystua", "municipality": "municipality"}),
        ("kommune", "nytt-navn", {"name": "Nydal"}),
        ("kommune", "sla-sammen", {"new_name": "Storkommunen", "number": "5099"}),
        ("kommune", "del-opp", {"new_name": "Delen", "number": "5098", "kindergartens": "sister"}),
    ],
)
def test_each_change_is_recorded_from_its_page(world, officer, client, thing, verb, typed):
    bodies = {"barnehage": world.kindergarten, "virksomhet": world.owner, "kommune": world.municipality}
    data = {key: getattr(world, value).pk if hasattr(world, value) else value for key, value in typed.items()}
    answer = client.post(record(thing, bodies[thing].pk, verb), {"on": "2026-11-01", **data})
    assert answer.status_code == 302, answer.context["form"].errors
    assert RegisterChange.objects.filter(on=date(2026, 11, 1)).exists()


def test_what_is_typed_stays_when_it_is_refused(world, officer, client):
    address = record("barnehage", world.kindergarten.pk, "nytt-navn")
    answer = client.post(address, {"name": "Altfor sent", "on": "2029-01-01"})
    assert answer.status_code == 409
    assert "Altfor sent" in answer.content.decode()
    assert not RegisterChange.objects.exists()


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"into": "x"},
        {"new_name": "Ny", "number": "123"},
        {"into": "other", "new_name": "Begge"},
        {"new_name": "Ny", "number": "known"},
    ],
)
def test_a_new_one_has_a_name_and_a_right_number(world, officer, client, typed):
    known = {"other": world.other_owner.pk, "known": world.other_owner.org_number}
    data = {key: known.get(value, value) for key, value in typed.items()}
    before = Organisation.objects.count()
    answer = client.post(record("virksomhet", world.owner.pk, "sla-sammen"), {"on": "2026-11-01", **data})
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Organisation.objects.count() == before


def test_what_nobody_can_do_is_not_there(world, officer, client):
    for thing, verb in (("barnehage", "finnes-ikke"), ("hus", "nytt-navn"), ("kommune", "ny-eier")):
        assert client.get(record(thing, world.kindergarten.pk, verb)).status_code == 404


def test_a_planned_change_is_taken_back_from_its_page(world, officer, client):
    change = history.close_kindergarten(
        kindergarten=world.sister, told=Told(on=date(2027, 1, 1)), by=officer, now=AUTUMN
    )
    address = reverse("history_cancel", kwargs={"pk": change.pk})
    assert address in client.get(reverse("networks:history_list")).content.decode()
    assert client.post(address).status_code == 302
    assert not RegisterChange.objects.exists()
    assert Kindergarten.objects.get(pk=world.sister.pk).closed_on is None
