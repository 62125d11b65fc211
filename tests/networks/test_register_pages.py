"""The pages of the national kindergarten register: read in, look through, decide, finish."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from networks.models import RegisterImport
from networks.states import RegisterImportState
from tests.networks import register_files as files
from tests.networks.access_register import imported
from tests.world import AUTUMN

LIST, CREATE = reverse("networks:register_import_list"), reverse("networks:register_import_create")


@pytest.fixture
def officer(world, sign_in, at):
    at(AUTUMN)
    return sign_in("case_officer")


def page_of(batch):
    return reverse("networks:register_import_detail", kwargs={"pk": batch.pk})


def send(client, content, name="nbr.json", **more):
    file = SimpleUploadedFile(name, content, "application/json")
    return client.post(CREATE, {"file": file, "of_day": "2026-11-19", **more})


def units(world, many=3):
    return files.country(many, [world.municipality.number, world.other_municipality.number])


def test_a_file_is_read_in_and_shown(world, officer):
    answer = send(officer, files.as_json(units(world)), "side 1.json")
    batch = RegisterImport.objects.get()
    assert answer.url == page_of(batch)
    page = officer.get(answer.url).content.decode()
    assert "side 1.json" in page
    assert page.count('name="rad"') == 3
    assert "prøve" in page


def test_a_file_that_is_no_register_is_refused_at_its_field(world, officer):
    answer = send(officer, b"hei")
    assert answer.status_code == 200
    assert answer.context["form"].errors["file"]
    assert not RegisterImport.objects.exists()


@pytest.mark.parametrize("day", ["2026-11-21", "2020-01-01", "i går", ""])
def test_a_day_that_cannot_be_is_refused(world, officer, day):
    answer = send(officer, files.as_json(units(world)), of_day=day)
    assert answer.context["form"].errors["of_day"]


def test_a_file_too_large_is_refused(world, officer):
    assert send(officer, b" " * (10 * 1024 * 1024 + 1)).context["form"].errors["file"]


def test_a_second_file_waits_for_the_first(world, officer):
    imported(world)
    assert officer.get(CREATE).url == LIST
    answer = send(officer, files.as_json(units(world)))
    assert answer.status_code == 409
    assert RegisterImport.objects.count() == 1


def test_family_kindergartens_are_proposed_when_asked_for(world, officer):
    one = files.detailed(*files.numbers(1, 1), "F", world.municipality.number, category="Familiebarnehage")
    send(officer, files.as_json([one]), extra=["familie"])
    assert RegisterImport.objects.get().rows.count() == 1


def test_the_chosen_rows_are_accepted(world, officer):
    send(officer, files.as_json(units(world)))
    batch = RegisterImport.objects.get()
    first, *_others = batch.rows.all()
    answer = officer.post(f"{page_of(batch)}?kind=new", {"do": "accept", "rad": [first.pk, "x", 10**30]})
    assert answer.url == f"{page_of(batch)}?kind=new"
    assert list(batch.rows.filter(is_accepted=True)) == [first]


def test_all_that_fits_the_filter_is_refused_and_no_more(world, officer):
    send(officer, files.as_json(units(world, 4)))
    batch = RegisterImport.objects.get()
    place = world.municipality.number
    officer.post(f"{page_of(batch)}?kommune={place}", {"do": "refuse_all"})
    refused = batch.rows.filter(is_accepted=False)
    assert [row.after["municipality"] for row in refused] == [place, place]


def test_accepting_nothing_says_so(world, officer):
    batch = imported(world)
    page = officer.post(page_of(batch), {"do": "accept"}, follow=True).content.decode()
    assert 'data-color="danger"' in page
    assert batch.rows.get().is_accepted is None


def test_a_row_that_cannot_be_carried_out_says_why(world, officer):
    batch = imported(world)
    world.kindergarten.figures.update(children=7)
    page = officer.post(page_of(batch), {"do": "accept_all"}, follow=True).content.decode()
    assert "Lekestua: " in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("?name=lekestua", 1),
        ("?name=annet", 0),
        ("?kind=changed", 1),
        ("?kind=closed", 0),
        ("?avgjort=apne", 1),
        ("?avgjort=godtatt", 0),
        ("?kommune=tull", 0),
    ],
)
def test_the_rows_are_filtered(world, officer, query, shown):
    page = officer.get(page_of(imported(world)) + query).content.decode()
    assert page.count('name="rad"') == shown


def test_all_on_the_page_can_be_ticked(world, officer):
    url = page_of(imported(world))
    assert "checked" in officer.get(f"{url}?velg=alle").content.decode().split("<main", 1)[1]


def test_a_file_without_news_says_that_all_is_as_in_the_register(world, officer):
    rows = [world.kindergarten, world.sister, world.other_kindergarten]
    answer = send(officer, files.as_json([files.as_it_stands(one) for one in rows]))
    assert RegisterImport.objects.get().state == RegisterImportState.FINISHED
    assert "decide-form" not in officer.get(answer.url).content.decode()


def test_the_import_is_finished_and_then_closed(world, officer):
    batch = imported(world)
    finish = reverse("networks:register_import_finish", kwargs={"pk": batch.pk})
    assert officer.post(finish).url == page_of(batch)
    assert officer.get(finish).url == page_of(batch)
    officer.post(page_of(batch), {"do": "accept", "rad": batch.rows.get().pk})
    assert batch.rows.get().is_accepted is None
    batch.refresh_from_db()
    assert batch.state == RegisterImportState.FINISHED


def test_the_faults_and_what_is_left_out_are_told(world, officer):
    one = files.detailed(*files.numbers(1, 1), "Å", world.municipality.number, category="Åpen barnehage")
    send(officer, files.as_json([*units(world), one, {"Navn": "x"}]))
    page = officer.get(page_of(RegisterImport.objects.get())).content.decode()
    assert page.count("<details") >= 2
    assert "nbr.json, " in page


@pytest.mark.parametrize("page", ["list", "detail"])
def test_the_pages_take_as_many_queries_however_long_they_are(world, officer, page):
    def queries(url):
        assert officer.get(url).status_code == 200
        with CaptureQueriesContext(connection) as caught:
            officer.get(url)
        return len(caught)

    counts = []
    for many in (1, 3):
        send(officer, files.as_json(units(world, many)))
        batch = RegisterImport.objects.latest("pk")
        counts.append(queries(LIST if page == "list" else page_of(batch)))
        officer.post(reverse("networks:register_import_discard", kwargs={"pk": batch.pk}))
    assert counts[0] == counts[1]
