"""The open pages: who was given what, in both languages, without cookies, and kept by any cache."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.money import kroner
from grants.models import GrantLine
from grants.queries.public_key import issued_decision, public_key
from needs.models import Measure
from networks.models import Network
from rekom.open_pages import ADDRESSES
from reporting.openness.key_words import before_the_key
from reporting.queries.open_grants import OpenYear
from tests.grants.stage import STUDENT, approved
from tests.reporting import stage
from tests.reporting.access_openness import PAGES, ROWS
from tests.world import NEXT_SPRING

SPACES = {"open": "nb", "open_en": "en"}


@pytest.fixture
def open_world(world, at):
    """A world whose letters are issued."""
    stage.network_grant(world)
    at(NEXT_SPRING)
    return world


def read(path: str, **headers):
    return Client().get(path, headers=headers)


def text_of(answer) -> str:
    return answer.getvalue().decode()


def address_of(row, world) -> str:
    return reverse(row.url, kwargs=dict(row.make(world)))


@pytest.mark.parametrize("space", SPACES)
@pytest.mark.parametrize(("name", "make"), PAGES, ids=[name for name, _make in PAGES])
def test_a_page_is_there_in_both_languages(open_world, space, name, make):
    answer = read(reverse(f"{space}:{name}", kwargs=dict(make(open_world))))
    assert answer.status_code == 200
    assert answer["Content-Language"] == SPACES[space]
    assert f'<html lang="{SPACES[space]}">' in text_of(answer)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.url)
def test_any_cache_may_keep_an_answer_and_it_knows_nobody(open_world, sign_in, row):
    path = address_of(row, open_world)
    client = sign_in("leader")
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path)
        page = text_of(answer)
    assert path.startswith(ADDRESSES)
    assert set(answer["Cache-Control"].split(", ")) == {"public", "max-age=300"}
    assert answer["ETag"]
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert str(open_world.person("leader")) not in page
    assert open_world.person("leader").email not in page
    assert [query for query in asked if "django_session" in query["sql"]] == []


@pytest.mark.parametrize("path", ["/", "/inn/", "/sok/?q=lek", "/rapport/", "/finnes-ikke/"])
@pytest.mark.parametrize("role", ["leader", None])
def test_no_shared_cache_keeps_a_page_that_is_not_open(open_world, sign_in, role, path):
    client = sign_in(role) if role else Client()
    answer = client.get(path)
    assert set(answer["Cache-Control"].split(", ")) >= {"private", "no-cache"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.url)
def test_what_has_not_changed_is_not_sent_again(open_world, row):
    path = address_of(row, open_world)
    if row.url in ("robots", "sitemap"):
        return
    first = read(path)
    text_of(first)
    again = read(path, if_none_match=first["ETag"])
    assert again.status_code == 304
    assert again["ETag"] == first["ETag"]
    assert "public" in again["Cache-Control"]


@pytest.mark.parametrize("name", ["open:front", "open_data:csv_download"])
def test_a_change_of_what_is_public_is_sent(open_world, name):
    path = reverse(name, kwargs={"dataset": "linjer"} if "csv" in name else {})
    first = read(path)
    text_of(first)
    Network.objects.filter(pk=open_world.network.pk).update(name="Nytt navn på nettverket")
    again = read(path, if_none_match=first["ETag"])
    assert again.status_code == 200
    assert "Nytt navn på nettverket" in text_of(again)


def test_an_address_that_is_wrong_is_not_found_and_sets_no_cookie(open_world):
    for path in (
        "/apent/1999/",
        "/apent/tildeling/0/",
        "/apent/fordeling/2027/0/",
        "/apent/?fylke=x",
        "/apne-data/x/",
    ):
        answer = read(path)
        assert (answer.status_code, dict(answer.cookies)) == (404, {}), path


@pytest.mark.parametrize("space", SPACES)
def test_a_page_has_one_address_so_that_nobody_fills_the_cache_with_others(open_world, space):
    """02027 is the same number as 2027: each such address would be kept for an hour."""
    for name, make in PAGES:
        place = dict(make(open_world))
        path = reverse(f"{space}:{name}", kwargs=place)
        for value in (value for value in place.values() if isinstance(value, int)):
            other = path.replace(f"/{value}/", f"/0{value}/")
            assert (other != path, read(other).status_code) == (True, 404), other


def test_a_page_takes_no_form(open_world):
    assert Client().post("/apent/").status_code == 405


def test_before_any_letter_is_issued_the_front_page_says_so(world, at):
    at(NEXT_SPRING)
    assert read("/apent/").status_code == 200
    assert read("/apent/tiltak/").status_code == 200
    assert read(f"/apent/{world.round.grant_year}/").status_code == 404


def test_what_is_decided_but_not_issued_is_not_there(world, at):
    approved(world)
    at(NEXT_SPRING)
    assert "Lek &amp; læring" not in text_of(read("/apent/tiltak/"))


def test_the_list_is_found_by_words_place_theme_network_and_year(open_world):
    measure = Measure.objects.get(title="Lek & læring")
    kindergarten = open_world.kindergarten
    for query in (
        "q=lek",
        "q=lekestua+prøvedal",
        f"aar={open_world.round.grant_year}",
        f"kommune={kindergarten.municipality_id}&q=lek",
        f"tema={measure.theme_id}",
        f"nettverk={open_world.network.pk}&sort=-total_nok",
    ):
        assert "Lek &amp; læring" in text_of(read(f"/apent/tiltak/?{query}")), query
    for query in ("q=finnes+ikke", f"kommune={open_world.other_municipality.pk}"):
        assert "Lek &amp; læring" not in text_of(read(f"/apent/tiltak/?{query}")), query


def test_the_list_takes_as_many_reads_with_many_measures(open_world):
    def reads() -> int:
        with CaptureQueriesContext(connection) as asked:
            assert read("/apent/tiltak/").status_code == 200
        return len(asked)

    reads()
    all_lines = list(GrantLine.objects.filter(measure__isnull=False).values_list("measure", flat=True))
    many = reads()
    Measure.objects.get(pk=all_lines[0]).kindergartens.clear()
    assert reads() == many


def test_the_front_page_asks_the_database_once_while_nothing_changes(open_world):
    read("/apent/")
    with CaptureQueriesContext(connection) as asked:
        read("/apent/")
    assert len(asked) <= 4


def test_a_grant_page_names_no_student_and_hides_what_one_got(open_world):
    grant = stage.network_grant(open_world)
    page = text_of(read(reverse("open:grant", kwargs={"pk": grant.pk})))
    assert STUDENT not in page
    assert "40\u00a0000" not in page
    letter = f"{grant.amount_nok:,}".replace(",", "\u00a0")
    assert letter not in page


def test_the_key_does_not_tell_what_is_set_aside_for_few_persons(open_world):
    """The world has one student: frame less fixed posts and collective measures would be what the student got."""
    key = public_key_of(open_world)
    page = text_of(read(reverse("open:key", kwargs={"year": key.year})))
    assert kroner(key.collective_nok) in page
    assert kroner(key.frame_nok) not in page
    assert kroner(key.frame_nok - key.collective_nok) not in page


@pytest.mark.parametrize(
    ("shown_nok", "calculated_nok", "rows"),
    [(None, 300_000, 1), (260_000, 300_000, 1), (300_000, 300_000, 4), (300_000, 300_000, 3)],
    ids=["hidden", "one student's letter was corrected", "all told", "some is not shared"],
)
def test_the_frame_is_told_where_the_sum_of_individual_measures_is(
    open_world, shown_nok, calculated_nok, rows
):
    held_back = 1_000 if rows == 3 else 0
    key = public_key_of(open_world)
    key = replace(
        key,
        individual_nok=calculated_nok,
        frame_nok=key.fixed_nok + calculated_nok + key.collective_nok + held_back,
    )
    year = OpenYear(year=key.year, grants=(), students=9, individual_nok=shown_nok, by_study=())
    told = before_the_key(key, year)
    assert len(told) == rows
    assert told[-1][1] == kroner(key.collective_nok)
    assert (kroner(key.frame_nok) in [amount for _what, amount in told]) == (rows > 1)


def public_key_of(world):
    decision = issued_decision(world.round)
    decision.round = world.round
    return public_key(decision)


def test_the_report_in_short_is_there_once_it_is_approved(open_world):
    grant = stage.network_grant(open_world)
    path = reverse("open:grant", kwargs={"pk": grant.pk})
    report = stage.submitted(open_world)
    assert report.summary
    assert report.summary not in text_of(read(path))


def test_the_sign_in_page_shows_the_way(world):
    assert 'href="/apent/"' in text_of(read("/inn/"))


def test_search_engines_are_let_in_to_what_is_open(open_world):
    robots, sitemap = text_of(read("/robots.txt")), text_of(read("/sitemap.xml"))
    assert "Allow: /apent/" in robots
    assert f"/apent/{open_world.round.grant_year}/" in sitemap


@pytest.mark.parametrize("name", ["open:front", "open:measures", "open_data:csv_download"])
def test_a_new_release_sends_a_page_again_and_makes_it_anew(open_world, monkeypatch, name):
    """Also when it changes templates alone: nothing that is public has changed then."""
    path = reverse(name, kwargs={"dataset": "linjer"} if "csv" in name else {})
    first = read(path)
    text_of(first)
    monkeypatch.setattr("reporting.views.open_page.release", lambda: "another")
    monkeypatch.setattr("reporting.openness.year_words.kroner", lambda amount: "another text")
    again = read(path, if_none_match=first["ETag"])
    assert again.status_code == 200
    assert again["ETag"] != first["ETag"]
    assert ("another text" in text_of(again)) is (name == "open:front")
