"""Before a round's dates are saved, a page says what the change does: drafts, reminders, mail, dispensations."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from common.clock import oslo
from common.models import OutboxMail, StateChange
from needs.models import Assessment, NeedsReport
from networks import queries, services
from networks.deadlines import deadline
from networks.models import Round
from networks.services import grant_dispensation
from networks.states import Duty
from rekom.day_words import about_due, weekday
from rekom.planning.ahead import upcoming
from rekom.planning.reminders import catch_up
from rekom.round_dates import Snapshot, as_if, at_opening, compare, loaded, snapshot
from rekom.round_forms import DatesForm, DaysField
from tests.rekom.dates_stage import typed_dates, typed_new_dates
from tests.world import AUTUMN, WINTER

DATES = "/runde/2027/datoer/"
NEW = "/runde/ny/2028/REKOM_2021/"
DECEMBER_2 = oslo(2026, 12, 2, 12)


def rows(preview):
    return {row.duty: row for row in preview.duties}


def previewed(world, now, **changes):
    """What the case officer's change of needs reports (`due_on`, `opens_on`, `remind_before` …) would do."""
    round = world.fresh_round()
    plans = [services.plan_of(row) for row in round.deadlines.all()]
    form = DatesForm(
        typed_dates(world, **{f"needs_report-{name}": value for name, value in changes.items()}),
        plans=plans,
        grant_year=2027,
    )
    assert form.is_valid(), form.errors
    before = snapshot(round, now=now)
    with as_if():
        services.change_dates(
            round=round,
            plans=form.plans,
            moves_to_working_day=False,
            mark=services.dates_mark(round),
            reason="",
            by=world.person("case_officer"),
            now=now,
        )
        after = snapshot(loaded(round), now=now)
    return rows(compare(before, after))[Duty.NEEDS_REPORT]


def a_draft(world):
    return NeedsReport.objects.create(round=world.round, owner=world.owner, network=world.network)


# --- What happens ----------------------------------------------------------------------------------------


def test_later_date_opens_drafts_again(world):
    a_draft(world)
    found = previewed(world, DECEMBER_2)
    assert (found.reopened, found.closed) == (1, 0)


def test_earlier_date_closes_drafts(world):
    a_draft(world)
    found = previewed(world, AUTUMN, due_on="2026-11-15")
    assert (found.reopened, found.closed) == (0, 1)


def test_draft_with_a_dispensation_is_not_opened_again(world):
    a_draft(world)
    extend(world, oslo(2026, 12, 5, 23, 59, 59))
    assert previewed(world, DECEMBER_2).reopened == 0


def extend(world, until):
    return grant_dispensation(
        deadline=deadline(Duty.NEEDS_REPORT, world.fresh_round()),
        organisation=world.owner,
        network=world.network,
        due_at=until,
        reason="Syk",
        by=world.person("leader"),
        now=AUTUMN,
    )


def test_dispensation_within_the_new_date_is_pointless(world):
    extend(world, oslo(2026, 12, 5, 23, 59, 59))
    assert previewed(world, AUTUMN).pointless == 1
    assert previewed(world, AUTUMN, due_on="2026-12-03").pointless == 0


def test_reminders_move_with_the_date(world):
    """Two owners have four reminders each ahead on 20 November: 7 and 1 days before, 1 and 7 after."""
    found = previewed(world, AUTUMN)
    assert (found.moved, found.dropped) == (8 + followers(world), 0)


def followers(world):
    """The leaders who are told a week after the date are reminded as well."""
    ahead = upcoming(world.fresh_round(), now=AUTUMN, until=AUTUMN + timedelta(days=40))
    return sum(row.letters for row in ahead if row.duty == Duty.NEEDS_REPORT) - 8


def test_reminder_that_is_taken_away_is_dropped_and_a_new_one_is_new(world):
    dropped = previewed(world, AUTUMN, due_on="2026-12-01", remind_before="21, 1")
    assert (dropped.moved, dropped.dropped, dropped.fresh) == (0, 2, 0)
    new = previewed(world, AUTUMN, due_on="2026-12-01", remind_before="21, 7, 3, 1")
    assert (new.moved, new.dropped, new.fresh) == (0, 0, 2)


def test_opening_moved_into_the_past_names_those_who_get_mail_at_once(world):
    found = previewed(world, oslo(2026, 8, 20, 12), opens_on="2026-08-18")
    assert sorted(one.person.email for one in found.at_once) == ["other_owner@example.no", "owner@example.no"]


def test_nobody_new_is_told_when_nothing_opens(world):
    catch_up(now=oslo(2026, 9, 1, 9))
    catch_up(now=AUTUMN)
    assert previewed(world, AUTUMN, due_on="2026-12-20").at_once == ()


def test_looking_changes_and_sends_nothing(world):
    before = services.dates_mark(world.fresh_round())
    previewed(world, oslo(2026, 8, 20, 12), opens_on="2026-08-18")
    assert services.dates_mark(world.fresh_round()) == before
    assert (OutboxMail.objects.count(), StateChange.objects.count()) == (0, 0)


def test_preview_and_tick_name_the_same_people(world):
    now = oslo(2026, 8, 20, 12)
    catch_up(now=now)
    before = OutboxMail.objects.count()
    named = {one.person.email for one in previewed(world, now, opens_on="2026-08-18").at_once}
    round = world.fresh_round()
    plans = [services.plan_of(row) for row in round.deadlines.all()]
    form = DatesForm(
        typed_dates(world, **{"needs_report-opens_on": "2026-08-18"}), plans=plans, grant_year=2027
    )
    assert form.is_valid()
    services.change_dates(
        round=round,
        plans=form.plans,
        moves_to_working_day=False,
        mark=services.dates_mark(round),
        reason="Tidligere start",
        by=world.person("case_officer"),
        now=now,
    )
    assert OutboxMail.objects.count() == before
    catch_up(now=now)
    assert {mail.to for mail in OutboxMail.objects.order_by("pk")[before:]} == named


def test_new_round_lists_who_is_told_at_each_opening(world):
    now = AUTUMN
    with as_if():
        round = services.open_round(
            county=world.county,
            grant_year=2028,
            scheme_key="REKOM_2021",
            by=world.person("case_officer"),
            now=now,
        )
        preview = compare(Snapshot(), snapshot(loaded(round), now=now))
    assert [row.duty for row in preview.duties] == list(Duty)
    assert len(rows(preview)[Duty.NEEDS_REPORT].at_opening) == 2
    assert not Round.objects.filter(grant_year=2028).exists()


def test_who_is_told_at_the_opening_is_listed_beforehand(world, sign_in, at):
    at(oslo(2026, 8, 20, 12))
    told = at_opening(world.fresh_round(), now=oslo(2026, 8, 20, 12))[Duty.NEEDS_REPORT]
    assert {one.person.email for one in told} == {"owner@example.no", "other_owner@example.no"}
    page = sign_in("case_officer").get("/runde/2027/varsles/needs_report/").content.decode()
    assert "Prøve Owner" in page
    assert "Prøve Leader" not in page.split("<main", 1)[1]
    assert sign_in("case_officer").get("/runde/2027/varsles/tull/").status_code == 404
    assert sign_in("leader").get("/runde/2027/varsles/needs_report/").status_code == 404


def test_preview_asks_no_more_when_there_are_more_drafts(world):
    def asked():
        with CaptureQueriesContext(connection) as found:
            snapshot(world.fresh_round(), now=AUTUMN)
        return len(found)

    Assessment.objects.create(round=world.round, kindergarten=world.kindergarten)
    few = asked()
    Assessment.objects.create(round=world.round, kindergarten=world.sister)
    Assessment.objects.create(round=world.round, kindergarten=world.other_kindergarten)
    a_draft(world)
    assert asked() == few


# --- The pages -------------------------------------------------------------------------------------------


def test_weekday_stands_beside_each_date(world, sign_in, at):
    at(AUTUMN)
    page = sign_in("case_officer").get(DATES).content.decode()
    assert "Søndag. Ikke en virkedag" in page  # 15 November 2026
    assert "Tirsdag." in page  # 1 December 2026


def test_change_is_previewed_then_saved_with_a_reason(world, sign_in, at):
    at(AUTUMN)
    client = sign_in("case_officer")
    assert client.get(DATES).status_code == 200
    assert client.post(DATES, typed_dates(world)).status_code == 200
    assert StateChange.objects.count() == 0
    assert client.post(DATES, typed_dates(world, then="save")).status_code == 200
    assert StateChange.objects.count() == 0
    response = client.post(DATES, typed_dates(world, then="save", reason="Streik i fylket"))
    assert (response.status_code, response.url) == (302, "/runde/2027/")
    assert deadline(Duty.NEEDS_REPORT, world.fresh_round()).due_at == oslo(2026, 12, 8, 23, 59, 59)
    assert OutboxMail.objects.count() == 0
    assert "Streik i fylket" in client.get("/runde/2027/").content.decode()
    assert "Streik i fylket" in client.get(DATES).content.decode()
    assert "Streik i fylket" not in sign_in("leader").get("/runde/2027/").content.decode()


def test_preview_carries_all_that_was_typed_back_to_the_form(world, sign_in, at):
    at(AUTUMN)
    client = sign_in("case_officer")
    typed = typed_dates(world, **{"needs_report-remind_before": "10, 2"})
    preview = client.post(DATES, typed)
    assert preview.context["dates"].plans[1].remind_before == (10, 2)
    page = preview.content.decode()
    for name, value in typed.items():
        assert f'name="{name}" value="{value if value != "on" else "True"}"' in page or value == ""
    again = client.post(DATES, {**typed, "then": "change"}).content.decode()
    assert 'value="10, 2"' in again
    assert 'value="2026-12-08"' in again


def test_second_window_is_told_and_keeps_what_it_typed(world, sign_in, at):
    at(AUTUMN)
    client = sign_in("case_officer")
    mine = typed_dates(world, then="save", reason="Min")
    theirs = typed_dates(world, then="save", reason="Deres", **{"needs_report-due_on": "2026-12-04"})
    assert client.post(DATES, theirs).status_code == 302
    refused = client.post(DATES, mine)
    assert refused.status_code == 409
    assert 'value="2026-12-08"' in refused.content.decode()
    assert deadline(Duty.NEEDS_REPORT, world.fresh_round()).due_at == oslo(2026, 12, 4, 23, 59, 59)
    mark = services.dates_mark(world.fresh_round())
    assert f'value="{mark}"' in refused.content.decode()
    assert client.post(DATES, mine | {"mark": mark}).status_code == 302
    assert queries.date_changes(world.fresh_round()).count() == 2


def test_nothing_changed_is_said_on_the_form(world, sign_in, at):
    at(AUTUMN)
    same = typed_dates(world, **{"needs_report-due_on": "2026-12-01"})
    assert sign_in("case_officer").post(DATES, same).status_code == 409


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("due_on", "2026-08-31"),
        ("due_on", ""),
        ("due_on", "tull"),
        ("due_on", "9999-12-31"),
        ("opens_on", "2019-09-01"),
        ("opens_on", "2032-09-01"),
        ("remind_before", "0"),
        ("remind_before", "61"),
        ("remind_before", "7, 7"),
        ("remind_before", "-7"),
        ("remind_after", "en uke"),
        ("remind_after", "1 2 3 4 5 6 7"),
    ],
)
def test_fault_stands_at_its_field_and_what_was_typed_stays(world, sign_in, at, field, value):
    at(AUTUMN)
    name = f"needs_report-{field}"
    typed = typed_dates(world, then="save", reason="x", **{name: value, "report-remind_before": "5"})
    response = sign_in("case_officer").post(DATES, typed)
    assert response.status_code == 200
    assert name in response.context["form"].errors
    page = response.content.decode()
    assert 'value="5"' in page
    assert StateChange.objects.count() == 0


def test_round_is_opened_from_last_years_after_a_preview(world, sign_in, at):
    at(AUTUMN)
    client = sign_in("case_officer")
    page = client.get(NEW).content.decode()
    assert 'value="2027-12-01"' in page
    assert client.post(NEW, typed_new_dates(world)).status_code == 200
    assert not Round.objects.filter(grant_year=2028).exists()
    moved = typed_new_dates(world, then="save", **{"needs_report-due_on": "2027-12-03"})
    response = client.post(NEW, moved)
    assert (response.status_code, response.url) == (302, "/runde/2028/")
    round = queries.rounds().get(grant_year=2028)
    assert deadline(Duty.NEEDS_REPORT, round).due_at == oslo(2027, 12, 3, 23, 59, 59)
    assert round.deadlines.count() == len(Duty)
    assert OutboxMail.objects.count() == 0
    assert client.post(NEW, moved).status_code == 409
    assert client.get(NEW).status_code == 302


def test_round_that_opens_late_writes_at_the_next_tick_to_those_named(world, sign_in, at):
    at(WINTER)
    Round.objects.filter(grant_year=2027).update(grant_year=2026)
    new = "/runde/ny/2027/REKOM_2021/"
    client = sign_in("case_officer")
    form = client.get(new).context["form"]
    typed = {field.html_name: value_of(field) for field in form if value_of(field) != ""}
    preview = client.post(new, typed).context["preview"]
    named = {one.person.email for row in preview.at_once for one in row.at_once}
    assert client.post(new, typed | {"then": "save"}).status_code == 302
    assert OutboxMail.objects.count() == 0
    catch_up(now=WINTER)
    year = queries.rounds().get(grant_year=2027).pk
    assert {mail.to for mail in OutboxMail.objects.filter(topics__contains=[f"round:{year}"])} == named


def value_of(field):
    value = field.value()
    if value is True:
        return "on"
    if value in (False, None):
        return ""
    return ", ".join(str(one) for one in value) if isinstance(value, tuple) else str(value)


@pytest.mark.parametrize("address", ["/runde/ny/2035/REKOM_2021/", "/runde/ny/2028/TULL/"])
def test_round_far_away_or_of_no_scheme_does_not_exist(world, sign_in, at, address):
    at(AUTUMN)
    assert sign_in("case_officer").get(address).status_code == 404


# --- Working days ----------------------------------------------------------------------------------------


def test_both_dates_are_shown_everywhere_with_the_switch_on(world, sign_in, at):
    at(AUTUMN)
    client = sign_in("case_officer")
    typed = typed_dates(world, then="save", reason="x", moves_to_working_day="on")
    assert client.post(DATES, typed | {"needs_report-due_on": "2026-12-06"}).status_code == 302
    owner = sign_in("owner").get("/").content.decode()
    assert "7. des" in owner
    assert "6. des" in owner
    page = client.get("/runde/2027/").content.decode()
    assert "7. des" in page
    assert "6. des" in page


def test_reminders_follow_the_working_day(world):
    row = deadline(Duty.NEEDS_REPORT, world.fresh_round())
    type(row).objects.filter(pk=row.pk).update(due_at=oslo(2027, 3, 29, 23, 59, 59))

    def first():
        ahead = upcoming(world.fresh_round(), now=WINTER, until=WINTER + timedelta(days=90))
        return next(row.at for row in ahead if row.duty == Duty.NEEDS_REPORT)

    assert first() == oslo(2027, 3, 8, 8)
    Round.objects.filter(pk=world.round.pk).update(moves_to_working_day=True)
    assert first() == oslo(2027, 3, 9, 8)


def test_weekday_and_holiday_are_said():
    assert weekday(date(2027, 3, 29)) == "Mandag, Andre påskedag"
    assert "30. mars 2027" in about_due(date(2027, 3, 29), moves=True)
    assert "30. mars 2027" in about_due(date(2027, 3, 29), moves=False)
    assert about_due(date(2027, 3, 30), moves=True) == "Tirsdag."


# --- Typed days ------------------------------------------------------------------------------------------


def parsed(text, is_falling=True):
    return DaysField(is_falling=is_falling, duty="x").clean(text)


@given(st.sets(st.integers(1, 60), max_size=6), st.sampled_from([", ", " ", ",", "; ", " og "]))
def test_days_are_read_however_they_are_parted(days, between):
    assert parsed(between.join(str(number) for number in days)) == tuple(sorted(days, reverse=True))
    assert parsed(between.join(str(number) for number in days), False) == tuple(sorted(days))


@given(st.text(max_size=60))
def test_any_text_is_days_or_a_sentence(text):
    try:
        found = parsed(text)
    except ValidationError:
        return
    assert all(1 <= number <= 60 for number in found)
