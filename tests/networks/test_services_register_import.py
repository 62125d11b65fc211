"""Importing the register: uploading a file, accepting and refusing rows, finishing and throwing away."""

from dataclasses import replace
from datetime import date

import pytest

from common.models import StateChange
from common.refusals import MovedOn, NotAllowed, NotNow
from networks.models import (
    County,
    Kindergarten,
    Organisation,
    OrganisationKind,
    RegisterChange,
    RegisterImport,
)
from networks.register import RegisterFileError
from networks.services import register_import
from networks.services.register_import import (
    Uploaded,
    accept_rows,
    discard_import,
    finish_import,
    refuse_rows,
    upload_register,
)
from networks.states import RegisterChangeKind, RegisterImportState, RegisterRowKind, RegisterSource
from tests import factories as f
from tests.networks import register_files as files
from tests.world import AUTUMN, WINTER

DAY = date(2026, 11, 19)
NEW, OWN, OTHER = files.numbers(200, 3)


def stands(world, **changed):
    """The units of all the world's kindergartens; `lekestua={...}` changes the first."""
    mine = {"lekestua": world.kindergarten, "lillestua": world.sister, "annenstua": world.other_kindergarten}
    return [files.as_it_stands(one, **changed.get(name, {})) for name, one in mine.items()]


def upload(world, units, by="case_officer", now=AUTUMN, **more):
    uploaded = Uploaded("nbr.json", files.as_json(units), DAY)
    return upload_register(
        county=world.county, uploaded=replace(uploaded, **more), by=world.person(by), now=now
    )


def accept(world, batch, *kinds, now=AUTUMN, by="case_officer"):
    rows = batch.rows.filter(kind__in=kinds) if kinds else batch.rows.all()
    keys = list(rows.values_list("pk", flat=True))
    return accept_rows(batch=batch, keys=keys, by=world.person(by), now=now)


def changes_of(kindergarten):
    found = RegisterChange.objects.filter(kindergarten=kindergarten).order_by("pk")
    assert {row.source for row in found} <= {RegisterSource.REGISTER}
    return [row.kind for row in found]


def test_upload_keeps_rows_and_changes_nothing(world):
    batch = upload(world, [*stands(world, lekestua={"name": "Nytt navn"}), files.listed(NEW, "X", "1101")])
    assert (batch.state, batch.read, batch.unchanged, batch.elsewhere) == (
        RegisterImportState.PREVIEW,
        4,
        2,
        1,
    )
    (row,) = batch.rows.all()
    assert (row.kind, row.kindergarten, row.is_accepted) == (
        RegisterRowKind.CHANGED,
        world.kindergarten,
        None,
    )
    world.kindergarten.refresh_from_db()
    assert world.kindergarten.name == "Lekestua"


def test_upload_of_what_is_as_in_the_portal_is_finished_at_once(world):
    batch = upload(world, stands(world))
    assert (batch.state, batch.unchanged, batch.rows.count()) == (RegisterImportState.FINISHED, 3, 0)
    assert StateChange.objects.filter(object_id=batch.pk, verb="finish").count() == 1


def test_upload_tells_what_was_left_out_and_wrong(world):
    units = [
        *stands(world),
        {"Navn": "x"},
        files.detailed(NEW, "Y", world.municipality.number, category="Åpen barnehage"),
    ]
    batch = upload(world, units)
    assert [(row["sort"], row["code"]) for row in batch.faults] == [
        ("left_out", "open"),
        ("fault", "missing"),
    ]


@pytest.mark.parametrize("role", ["approver", "leader", "foreign_officer", "owner", "nobody"])
def test_upload_refused_for_all_but_case_officers(world, role):
    with pytest.raises(NotAllowed):
        upload(world, stands(world), by=role)
    assert not RegisterImport.objects.exists()


def test_upload_refused_while_another_file_is_looked_through(world):
    upload(world, stands(world, lekestua={"name": "Nytt"}))
    with pytest.raises(NotNow, match=r"nbr\.json"):
        upload(world, stands(world))


def test_upload_refused_for_a_day_ahead(world):
    with pytest.raises(NotNow):
        upload(world, stands(world), of_day=date(2026, 11, 21))


def test_upload_refused_for_what_is_no_register(world):
    with pytest.raises(RegisterFileError):
        upload(world, [])
    assert not RegisterImport.objects.exists()


def test_accept_registers_a_new_kindergarten_with_its_owner_and_figures(world):
    place = world.other_municipality
    unit = files.detailed(NEW, "Haugen", place.number, owner="Ny eier AS", owner_number=OWN, children=33)
    batch = upload(world, [*stands(world), unit])
    assert accept(world, batch).count == 1
    made = Kindergarten.objects.get(org_number=NEW)
    assert (made.name, made.municipality, made.owner.name) == ("Haugen", place, "Ny eier AS")
    assert (made.owner.kind, made.owner.org_number, made.owner.county) == (
        OrganisationKind.PRIVATE_OWNER,
        OWN,
        world.county,
    )
    assert made.periods.get().valid_from == DAY
    assert changes_of(made) == [RegisterChangeKind.OPENED]
    figures = made.figures.get()
    assert (figures.year, figures.children, figures.source) == (2026, 33, "NBR 19.11.2026")
    row = batch.rows.get()
    assert (row.is_accepted, row.decided_by, row.decided_at) == (True, world.people["case_officer"], AUTUMN)


def test_accept_makes_one_owner_for_several_kindergartens(world):
    numbers = files.numbers(300, 3)
    units = [files.detailed(n, f"Ny {n}", world.municipality.number, owner="Ny eier AS") for n in numbers]
    accept(world, upload(world, units))
    assert Organisation.objects.filter(name="Ny eier AS").count() == 1
    assert Kindergarten.objects.filter(owner__name="Ny eier AS").count() == 3


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Annendal kommune", OrganisationKind.MUNICIPALITY), ("Prøvesykehuset", OrganisationKind.OTHER)],
)
def test_accept_makes_a_public_owner(world, name, kind):
    public = {"ErOffentligBarnehage": True, "ErPrivatBarnehage": False}
    place = world.other_municipality
    batch = upload(world, [files.detailed(NEW, "Ny", place.number, owner=name, **public)])
    accept(world, batch)
    made = Organisation.objects.get(name=name)
    assert (made.kind, made.municipality) == (kind, place if kind == OrganisationKind.MUNICIPALITY else None)


def test_accept_carries_out_a_new_name_owner_and_number_of_children(world):
    figures = world.kindergarten.figures.get()
    figures.year, figures.staff_fte = 2025, 11
    figures.save()
    changed = {"name": "Nytt navn", "owner": "Annen eier AS", "owner_number": world.other_owner.org_number}
    batch = upload(world, stands(world, lekestua={**changed, "children": 44}))
    accept(world, batch)
    one = Kindergarten.objects.get(pk=world.kindergarten.pk)
    assert (one.name, one.owner) == ("Nytt navn", world.other_owner)
    assert changes_of(one) == [RegisterChangeKind.RENAME, RegisterChangeKind.NEW_OWNER]
    assert [(p.name, p.owner, p.valid_from) for p in one.periods.order_by("valid_from")][1] == (
        "Nytt navn",
        world.other_owner,
        DAY,
    )
    new, old = one.figures.order_by("-year")
    assert (new.year, new.children, new.staff_fte, new.departments) == (2026, 44, 11, 3)
    assert (old.year, old.children) == (2025, 40)
    assert "2025" in new.source


def test_figures_of_a_later_year_stay_as_they_are(world):
    world.kindergarten.figures.create(year=2027, children=99)
    accept(world, upload(world, stands(world, lekestua={"children": 44})))
    assert dict(world.kindergarten.figures.values_list("year", "children")) == {2026: 44, 2027: 99}


def test_accept_carries_out_a_move_and_then_a_change_of_the_same_day(world):
    place = world.other_municipality.number
    batch = upload(world, stands(world, lekestua={"place": place, "name": "Nytt navn"}))
    assert accept(world, batch, RegisterRowKind.MOVED).count == 1
    assert accept(world, batch, RegisterRowKind.CHANGED).count == 1
    one = Kindergarten.objects.get(pk=world.kindergarten.pk)
    assert (one.name, one.municipality) == ("Nytt navn", world.other_municipality)
    assert [p.valid_from for p in one.periods.order_by("valid_from")][1:] == [DAY]
    assert changes_of(one) == [RegisterChangeKind.MOVE, RegisterChangeKind.RENAME]


def test_accept_closes_and_a_later_file_opens_again(world):
    accept(world, batch := upload(world, stands(world, lekestua={"ErAktiv": False})))
    finish_import(batch=batch, by=world.person("case_officer"), now=AUTUMN)
    one = Kindergarten.objects.get(pk=world.kindergarten.pk)
    assert one.closed_on == DAY
    later = upload(world, stands(world), of_day=date(2027, 1, 10), now=WINTER)
    assert [row.kind for row in later.rows.all()] == [RegisterRowKind.NEW]
    assert accept(world, later, now=WINTER).count == 1
    one.refresh_from_db()
    assert one.closed_on is None
    assert changes_of(one) == [RegisterChangeKind.CLOSED, RegisterChangeKind.OPENED]


def test_accept_gives_a_number_to_one_that_was_known_by_name(world):
    Kindergarten.objects.filter(pk=world.kindergarten.pk).update(org_number=None)
    batch = upload(world, stands(world, lekestua={"number": NEW}))
    assert accept(world, batch).count == 1
    world.kindergarten.refresh_from_db()
    assert world.kindergarten.org_number == NEW


def test_the_same_file_has_nothing_to_do_the_second_time(world):
    units = [
        *stands(world, lekestua={"name": "Nytt", "children": 1}, lillestua={"ErAktiv": False}),
        *files.country(20, [world.municipality.number, world.other_municipality.number]),
    ]
    batch = upload(world, units)
    assert accept(world, batch).refusals == []
    finish_import(batch=batch, by=world.person("case_officer"), now=AUTUMN)
    again = upload(world, units)
    assert (again.state, again.rows.count(), again.unchanged) == (RegisterImportState.FINISHED, 0, 23)


def test_a_row_whose_kindergarten_has_changed_is_refused_and_the_others_go_on(world):
    batch = upload(world, stands(world, lekestua={"children": 1}, lillestua={"children": 2}))
    world.kindergarten.figures.update(children=17)
    found = accept(world, batch)
    assert (found.count, [refusal.row.kindergarten for refusal in found.refusals]) == (
        1,
        [world.kindergarten],
    )
    assert found.refusals[0].sentence
    assert batch.rows.get(kindergarten=world.kindergarten).is_accepted is None
    assert world.sister.figures.get(year=2026).children == 2


def test_a_number_that_came_meanwhile_is_refused(world):
    units = [files.detailed(n, f"Ny {n}", world.municipality.number, owner="Ny AS") for n in (NEW, OTHER)]
    batch = upload(world, units)
    f.KindergartenFactory(org_number=NEW, owner=world.owner, municipality=world.municipality)
    found = accept(world, batch)
    assert (found.count, [refusal.row.org_number for refusal in found.refusals]) == (1, [NEW])


def test_a_new_kindergarten_without_a_named_owner_is_refused(world):
    found = accept(world, upload(world, [files.listed(NEW, "Ny", world.municipality.number)]))
    assert (found.count, len(found.refusals)) == (0, 1)
    assert not Kindergarten.objects.filter(org_number=NEW).exists()


def test_an_owner_that_stands_in_another_county_is_refused(world):
    foreign = f.OrganisationFactory(name="Fremmed AS", county=County.objects.get(number="99"))
    unit = files.detailed(
        NEW, "Ny", world.municipality.number, owner="Fremmed AS", owner_number=foreign.org_number
    )
    found = accept(world, upload(world, [unit]))
    assert (found.count, len(found.refusals)) == (0, 1)


def test_what_has_changed_after_the_day_of_the_file_is_refused(world):
    batch = upload(world, stands(world, lekestua={"name": "Nytt", "children": 3}))
    world.kindergarten.periods.update(valid_from=date(2026, 11, 20))
    found = accept(world, batch)
    assert (found.count, len(found.refusals)) == (0, 1)
    assert world.kindergarten.figures.get().children == 40


def test_closing_on_the_day_it_came_is_refused_not_broken(world):
    batch = upload(world, stands(world, lekestua={"ErAktiv": False}))
    world.kindergarten.periods.update(valid_from=DAY)
    assert [refusal.row.kind for refusal in accept(world, batch).refusals] == [RegisterRowKind.CLOSED]
    world.kindergarten.refresh_from_db()
    assert world.kindergarten.closed_on is None


def test_very_many_dated_changes_are_carried_out_in_turns(world, monkeypatch):
    monkeypatch.setattr(register_import, "EVENTS_AT_ONCE", 1)
    batch = upload(
        world, stands(world, lekestua={"name": "A"}, lillestua={"name": "B"}, annenstua={"children": 9})
    )
    first, second = accept(world, batch), accept(world, batch)
    assert (first.count, first.left, second.count, second.left) == (2, 1, 1, 0)


def test_a_row_is_decided_once(world):
    batch = upload(world, stands(world, lekestua={"children": 1}))
    keys = [row.pk for row in batch.rows.all()]
    officer = world.person("case_officer")
    assert refuse_rows(batch=batch, keys=keys, by=officer, now=AUTUMN).count == 1
    assert accept_rows(batch=batch, keys=keys, by=officer, now=AUTUMN).count == 0
    assert batch.rows.get().is_accepted is False
    assert world.kindergarten.figures.get().children == 40


def test_rows_of_another_import_are_not_touched(world):
    batch = upload(world, stands(world, lekestua={"children": 1}))
    finish_import(batch=batch, by=world.person("case_officer"), now=AUTUMN)
    other = upload(world, stands(world, lekestua={"children": 2}))
    keys = [row.pk for row in batch.rows.all()]
    assert accept_rows(batch=other, keys=keys, by=world.person("case_officer"), now=AUTUMN).count == 0


@pytest.mark.parametrize("act", [accept_rows, refuse_rows])
def test_deciding_is_refused_for_others_and_when_it_is_over(world, act):
    batch = upload(world, stands(world, lekestua={"children": 1}))
    keys = [row.pk for row in batch.rows.all()]
    for role in ("approver", "foreign_officer", "leader"):
        with pytest.raises(NotAllowed):
            act(batch=batch, keys=keys, by=world.person(role), now=AUTUMN)
    finish_import(batch=batch, by=world.person("case_officer"), now=AUTUMN)
    with pytest.raises(MovedOn):
        act(batch=batch, keys=keys, by=world.person("case_officer"), now=AUTUMN)
    assert batch.rows.get().is_accepted is None


@pytest.mark.parametrize(("act", "verb"), [(finish_import, "finish"), (discard_import, "discard")])
def test_an_import_is_finished_or_thrown_away_once(world, act, verb):
    batch = upload(world, stands(world, lekestua={"children": 1}))
    with pytest.raises(NotAllowed):
        act(batch=batch, by=world.person("approver"), now=AUTUMN)
    act(batch=batch, by=world.person("case_officer"), now=AUTUMN)
    assert StateChange.objects.get(object_id=batch.pk, verb=verb).by == world.people["case_officer"]
    with pytest.raises(MovedOn):
        act(batch=batch, by=world.person("case_officer"), now=AUTUMN)


def test_an_import_with_accepted_rows_is_not_thrown_away(world):
    batch = upload(world, stands(world, lekestua={"children": 1}))
    accept(world, batch)
    with pytest.raises(NotNow):
        discard_import(batch=batch, by=world.person("case_officer"), now=AUTUMN)


def test_nothing_is_ever_deleted(world):
    before = {
        model: set(model.objects.values_list("pk", flat=True)) for model in (Kindergarten, Organisation)
    }
    gone = {name: {"ErAktiv": False} for name in ("lekestua", "lillestua", "annenstua")}
    accept(world, upload(world, stands(world, **gone)))
    for model, keys in before.items():
        assert keys <= set(model.objects.values_list("pk", flat=True))


@pytest.mark.parametrize("many", [10, 60])
def test_new_kindergartens_take_as_many_statements_however_many_they_are(
    world, many, django_assert_max_num_queries
):
    batch = upload(world, files.country(many, [world.municipality.number]))
    with django_assert_max_num_queries(30):
        accept(world, batch)
