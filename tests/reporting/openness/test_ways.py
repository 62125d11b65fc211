"""The ways to and from the open pages: what others are told of a page, and what stands where none is found."""

import html
import re
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from icalendar import Calendar

from common.clock import oslo
from grants.models import GrantLine
from networks.models import Deadline
from networks.states import Duty
from reporting.openness.date_words import MEANINGS, with_meanings
from reporting.queries.open_calendar import dates_of
from tests.reporting import stage
from tests.reporting.access_openness import PAGES
from tests.world import NEXT_SPRING

SPACES = {"open": "nb", "open_en": "en"}
IN_WORDS = [(space, name, make) for space in SPACES for name, make in PAGES]


@pytest.fixture
def open_world(world, at):
    """A world whose letters are issued."""
    stage.network_grant(world)
    at(NEXT_SPRING)
    return world


def read(path: str):
    return Client().get(path)


def text_of(answer) -> str:
    return answer.getvalue().decode()


@pytest.mark.parametrize(
    ("path", "language", "front", "says"),
    [
        ("/apent/1999/", "nb", "/apent/", "1999"),
        ("/en/open/1999/", "en", "/en/open/", "There are no numbers for 1999"),
        ("/en/open/no/such/page/", "en", "/en/open/", "We cannot find this page"),
        ("/apent/?fylke=x", "nb", "/apent/", "404"),
    ],
)
def test_a_page_that_is_not_found_leads_on_in_the_language_of_its_address(
    open_world, path, language, front, says
):
    answer = read(path)
    page = text_of(answer)
    assert (answer.status_code, answer["Content-Language"]) == (404, language)
    assert says in page
    assert f'href="{front}{open_world.round.grant_year}/"' in page
    assert 'rel="canonical"' not in page


@pytest.mark.parametrize(
    ("file", "reason"),
    [
        ("linjer.csv?aar=abc", "aar must be a whole number."),
        ("ukjent.csv", "No such file."),
        ("linjer", "No such file."),
    ],
)
def test_one_who_asks_for_a_file_that_is_not_there_is_told_why_in_one_line(open_world, file, reason):
    answer = read(f"/apne-data/v1/{file}")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert text_of(answer).startswith(f"404 Not Found. {reason} What there is: http")
    assert text_of(answer).count("\n") == 1


@pytest.mark.parametrize(("space", "name", "make"), IN_WORDS, ids=[f"{row[0]}:{row[1]}" for row in IN_WORDS])
def test_a_page_tells_others_its_name_its_address_and_what_it_is_about(
    open_world, monkeypatch, space, name, make
):
    """Both languages name the same two addresses, without what was searched for."""
    monkeypatch.setattr(settings, "PORTAL_URL", "https://rekom.example.no")
    kwargs = dict(make(open_world))
    whole = {key: f"https://rekom.example.no{reverse(f'{key}:{name}', kwargs=kwargs)}" for key in SPACES}
    head = text_of(read(reverse(f"{space}:{name}", kwargs=kwargs) + "?q=lek")).split("</head>")[0]
    assert f'<link rel="canonical" href="{whole[space]}">' in head
    assert f'<meta property="og:url" content="{whole[space]}">' in head
    for key, code in SPACES.items():
        assert f'hreflang="{code}" href="{whole[key]}"' in head
    assert re.search(r'name="description" property="og:description" content="[^"]{20,}"', head)
    title = re.search(r'property="og:title" content="([^"]+)"', head)
    assert title
    assert f"<title>{title[1]} –" in head


@pytest.mark.parametrize(
    ("path", "ends"), [("/apent/kalender.ics", "siste dag"), ("/en/open/calendar.ics", "last day")]
)
def test_the_dates_are_a_calendar_that_anybody_may_subscribe_to(open_world, path, ends):
    """Each last day of each round is one whole day, under a key that stays when the day is moved."""
    answer = read(path)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "public" in answer["Cache-Control"]
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    found = {str(event["uid"]): (event.decoded("dtstart"), str(event["summary"])) for event in events}
    dates = dates_of(open_world.round.county)
    assert len(found) == len(dates)
    for row in dates:
        day, summary = found[
            f"{open_world.round.county.number}-{row.year}-{row.duty}@{settings.EMAIL_ID_DOMAIN}"
        ]
        assert (day, summary.endswith(ends)) == (row.due_on, True)


def test_a_date_that_is_moved_moves_in_the_calendar(open_world):
    first = read("/apent/kalender.ics")
    Deadline.objects.filter(round=open_world.round, duty="report").update(
        due_at=oslo(2028, 6, 22, 23, 59, 59)
    )
    again = Client().get("/apent/kalender.ics", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 200
    assert b"20280622" in again.content


def test_every_date_is_explained_where_everybody_reads_it(open_world):
    for language in ("nb", "en"):
        with override(language):
            said = [meaning for _row, meaning in with_meanings(dates_of(open_world.round.county))]
        page = html.unescape(text_of(read("/apent/kalender/" if language == "nb" else "/en/open/calendar/")))
        assert all(len(meaning) > 20 for meaning in said)
        assert any(meaning in page for meaning in said)
    assert set(MEANINGS) == set(Duty)


def test_a_measure_is_found_by_the_university_that_has_money_for_it(open_world):
    line = GrantLine.objects.filter(
        grant__university__isnull=False, measure__isnull=False, amount_nok__gt=0
    ).first()
    name = line.grant.university.name
    assert html.escape(line.measure.title) in text_of(read(f"/apent/tiltak/?q={quote(name)}"))
    GrantLine.objects.filter(pk=line.pk).update(measure=None)
    assert html.escape(line.measure.title) not in text_of(read(f"/apent/tiltak/?q={quote(name)}"))
