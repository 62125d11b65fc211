"""The next 60 days: what the page and the command say is what happens, and looking changes nothing."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from common.clock import oslo
from common.models import OutboxMail
from networks.models import Round
from networks.queries import rounds_in_play
from networks.roles import Role
from networks.services import grant_dispensation
from networks.states import Duty
from rekom.planning.ahead_days import Kind, days_of, lines_between
from rekom.planning.reminders import catch_up
from tests import factories as f
from tests.networks.inquiries import sent
from tests.world import AUTUMN, World, make_round

UNTIL = AUTUMN + timedelta(days=60)


def lines(now=AUTUMN, start=None, until=UNTIL):
    return lines_between(rounds_in_play(now=now), start=start or now, until=until, now=now)


def page(sign_in, role="case_officer"):
    return sign_in(role).get("/neste-60-dager/")


def printed(capsys, *words: str):
    call_command("calendar", *words)
    return capsys.readouterr().out


def as_json(capsys, *words: str):
    return json.loads(printed(capsys, "--json", *words))


def rows_of_all_tables() -> dict[str, int]:
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.app_label != "pghistory"
    }


# --- What it says -----------------------------------------------------------------------------------------


def test_page_tells_what_opens_closes_and_whom_the_portal_writes_to(world, sign_in, at):
    at(AUTUMN)
    days = {day.day.isoformat(): day for day in page(sign_in).context["days"]}
    assert {(line.kind, line.key.split(":")[0]) for line in days["2026-12-02"].lines} >= {
        (Kind.CLOSES, "needs_report"),
        (Kind.OPENS, "decision_basis"),
        (Kind.LETTERS, "decision_basis"),
    }
    (reminder,) = [line for line in days["2026-11-24"].lines if line.key.startswith("needs_report")]
    assert (reminder.letters, reminder.names) == (2, ("Prøve Other Owner", "Prøve Owner"))
    (digest,) = days["2026-11-23"].lines
    assert (digest.kind, digest.letters) == (Kind.DIGEST, 3)


@pytest.mark.parametrize(
    "start", [oslo(2026, 8, 20, 12), AUTUMN, oslo(2027, 2, 10, 12), oslo(2027, 3, 10, 12)]
)
def test_what_is_foretold_is_what_is_sent(world, start):
    catch_up(now=start)
    already = set(OutboxMail.objects.values_list("pk", flat=True))
    until = start + timedelta(days=6)
    told = sum(line.letters or 0 for line in lines(now=start, until=until))
    moment = start
    while moment < until:
        moment += timedelta(hours=4)
        catch_up(now=moment)
    made = OutboxMail.objects.exclude(pk__in=already).filter(planned_at__lte=until)
    assert made.count() == told


def test_weekends_and_holidays_are_named(world, sign_in, at):
    day = days_of(lines(now=oslo(2027, 4, 28), until=oslo(2027, 5, 2)))
    found = {found.day.isoformat(): found for found in day}
    assert found["2027-05-01"].holiday == "Arbeidernes dag"
    assert not found["2027-05-01"].is_working_day
    assert found["2027-05-01"].weekday.lower() in ("lørdag", "saturday")
    at(oslo(2027, 4, 28))
    assert "Arbeidernes dag" in page(sign_in).content.decode()


def test_own_date_of_a_body_is_named(world):
    grant_dispensation(
        deadline=world.round.deadlines.get(duty=Duty.NEEDS_REPORT),
        organisation=world.owner,
        network=world.network,
        due_at=oslo(2026, 12, 10, 23, 59, 59),
        reason="Syk",
        by=world.person("leader"),
        now=AUTUMN,
    )
    closes = [line for line in lines() if line.kind == Kind.CLOSES and line.key.startswith("needs_report")]
    assert [line.body for line in closes] == ["", world.owner.name]


def test_own_date_that_is_no_later_than_the_one_for_all_is_not_told(world):
    grant_dispensation(
        deadline=world.fresh_round().deadlines.get(duty=Duty.NEEDS_REPORT),
        organisation=world.owner,
        network=world.network,
        due_at=AUTUMN + timedelta(days=3),
        reason="Syk",
        by=world.person("leader"),
        now=AUTUMN,
    )
    closing = [line for line in lines() if line.kind == Kind.CLOSES]
    assert [line for line in closing if world.owner.name in str(line)] == []
    assert closing != []


def test_inquiry_is_told(world):
    inquiry = sent(world, now=AUTUMN)
    told = [line for line in lines(until=AUTUMN + timedelta(days=90)) if line.key == f"inquiry:{inquiry.pk}"]
    assert {line.kind for line in told} == {Kind.CLOSES if inquiry.closes else Kind.LATE, Kind.LETTERS}
    assert {line.title for line in told} == {inquiry.title}


# --- Looking changes nothing, and costs the same ----------------------------------------------------------


def test_looking_writes_nothing(world, sign_in, at, capsys):
    at(AUTUMN)
    client = sign_in("case_officer")
    before = rows_of_all_tables()
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/neste-60-dager/").status_code == 200
        printed(capsys, "--from", "2026-11-01", "--to", "2027-06-30")
    writes = [q["sql"] for q in queries if not q["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]
    assert writes == []
    assert rows_of_all_tables() == before


def test_page_asks_the_same_for_few_and_many(world, sign_in, at):
    at(AUTUMN)
    client = sign_in("case_officer")

    def statements() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/neste-60-dager/").status_code == 200
        return len(queries)

    deadline = world.round.deadlines.get(duty=Duty.NEEDS_REPORT)

    def more(number: int) -> None:
        owner = f.OrganisationFactory(county=world.county)
        f.seat(Role.HEAD, f.KindergartenFactory(owner=owner, municipality=world.municipality))
        f.seat(Role.OWNER, owner)
        grant_dispensation(
            deadline=deadline,
            organisation=owner,
            network=world.network,
            due_at=oslo(2026, 12, 5 + number, 23, 59, 59),
            reason="Syk",
            by=world.person("leader"),
            now=AUTUMN,
        )

    more(0)
    before = statements()
    for number in range(1, 6):
        more(number)
    assert statements() == before <= 60


def test_page_names_a_hundred_and_counts_the_rest(world):
    (line,) = [line for line in lines() if line.kind == Kind.DIGEST and line.at == oslo(2026, 11, 23, 8)]
    many = replace(line, names=tuple(f"Prøve {number}" for number in range(130)))
    assert (len(line.shown), line.not_shown, len(many.shown), many.not_shown) == (3, 0, 100, 30)


# --- Whose it is ------------------------------------------------------------------------------------------


def test_staff_see_their_own_county_alone(world, sign_in, at):
    at(AUTUMN)
    assert page(sign_in, "foreign_officer").context["days"] == []
    county = world.people["foreign_officer"].seats.get().county
    make_round(county, 2027)
    days = page(sign_in, "foreign_officer").context["days"]
    assert {line.round.county for day in days for line in day.lines} == {county}


def test_page_without_rounds_says_what_it_is_for(world, sign_in, at):
    at(oslo(2031, 1, 1))
    Round.objects.filter(pk=world.round.pk).update(grant_year=2031)
    answer = page(sign_in, "foreign_officer")
    assert (answer.status_code, 'class="empty"' in answer.content.decode()) == (200, True)


# --- The command ------------------------------------------------------------------------------------------


def test_command_prints_what_the_page_shows(world, sign_in, at, capsys):
    at(AUTUMN)
    shown = [
        (line.at, line.kind, line.key, line.letters)
        for day in page(sign_in).context["days"]
        for line in day.lines
    ]
    found = as_json(capsys, "--from", "2026-11-20", "--to", "2027-01-19", "--county", "50")
    assert [(row["kind"], row["key"], row["letters"]) for row in found] == [row[1:] for row in shown]
    assert [row["at"] for row in found][0] == "2026-11-22T08:00:00+01:00"


def test_json_says_all_of_a_line(world, at, capsys):
    at(AUTUMN)
    (row,) = as_json(capsys, "--from", "2026-11-23", "--to", "2026-11-23")
    names = ["Prøve Coordinator", "Prøve Leader", "Prøve Other Leader"]
    assert {key: row[key] for key in row if key not in ("title", "weekday")} == {
        "at": "2026-11-23T08:00:00+01:00",
        "date": "2026-11-23",
        "holiday": "",
        "kind": "digest",
        "county": "50",
        "year": 2027,
        "key": f"digest:{world.round.pk}",
        "body": "",
        "offset": "",
        "letters": 3,
        "names": names,
    }


def test_command_in_words(world, at, capsys):
    at(AUTUMN)
    text = printed(capsys, "--from", "2026-11-24", "--to", "2026-11-24")
    assert "24. november 2026" in text
    assert "(Prøve Other Owner, Prøve Owner)" in text
    assert "2" in text


def test_days_that_have_passed_tell_what_was_planned_then(world, at, capsys):
    catch_up(now=oslo(2026, 11, 23, 8, 1))
    catch_up(now=oslo(2026, 11, 24, 8, 1))
    at(oslo(2026, 12, 20, 12))
    found = as_json(capsys, "--from", "2026-11-20", "--to", "2026-12-02")
    letters = {(row["date"], row["kind"]): (row["letters"], row["names"]) for row in found if row["letters"]}
    assert letters[("2026-11-23", "digest")] == (3, [])
    assert letters[("2026-11-24", "letters")] == (2, [])
    assert ("2026-12-02", "closes") in {(row["date"], row["kind"]) for row in found}
    assert ("2026-11-30", "letters") not in letters  # nobody planned that day


def test_no_county_of_the_number_has_nothing(world, at, capsys):
    at(AUTUMN)
    assert as_json(capsys, "--from", "2026-11-20", "--to", "2027-01-19", "--county", "77") == []
    assert printed(capsys, "--from", "2026-11-20", "--to", "2027-01-19", "--county", "77").strip() != ""


@pytest.mark.parametrize(
    ("first", "last", "says"),
    [
        ("nonsense", "2026-12-01", "--from"),
        ("2026-12-01", "2026-02-30", "--to"),
        ("2026-12-01", "", "--to"),
        ("2026-12-02", "2026-12-01", "after"),
        ("2026-12-01", "2030-01-01", "three years"),
        ("0001-01-01", "0001-01-02", "1900"),
        ("9999-12-30", "9999-12-31", "2200"),
    ],
)
def test_bad_days_are_refused_with_a_sentence(db, first, last, says):
    with pytest.raises(CommandError, match=says) as refused:
        call_command("calendar", "--from", first, "--to", last)
    assert refused.value.returncode == 2


def test_a_day_and_three_years_are_both_fine(world: World, at, capsys):
    at(AUTUMN)
    assert printed(capsys, "--from", "2026-12-01", "--to", "2026-12-01")
    assert printed(capsys, "--from", "2026-01-01", "--to", "2028-12-31")
