"""The pages of the frame's reasons and versions, the forum's key, and what is promised for several years."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.models import Commitment
from grants.queries import budget_of
from networks.states import AgendaKind
from tests.grants.access_budget import TYPED
from tests.grants.money_stage import record
from tests.grants.test_services_key import last_year, promise, scenario
from tests.grants.test_views_money import budget_data
from tests.meetings import agreed_item, item, meeting
from tests.world import FEBRUARY

YEAR = {"year": 2027}
MOST_QUERIES = 12


@pytest.fixture
def officer(at, sign_in):
    at(FEBRUARY)
    return sign_in("case_officer")


def url(name, **more):
    return reverse(f"grants:{name}", kwargs={**YEAR, **more})


def stored_row(world, **changes):
    """The form's rows as the page shows them after the frame is recorded: the first post changed."""
    row = budget_of(world.round).fixed_rows[0]
    first = {
        "fixed-0-pk": row["pk"],
        "fixed-0-key": row["key"],
        "fixed-0-recipient": f"network-{row['network']}",
        "fixed-0-label": row["label"],
        "fixed-0-amount_nok": "90 000 kr",
    }
    return budget_data(version=1, **{**first, **changes})


def test_another_amount_without_a_reason_is_named_at_the_field_and_kept(world, officer):
    record(world)
    page = officer.post(url("budget_edit"), stored_row(world, note="Endret"))
    assert page.status_code == 200
    assert set(page.context["fixed"].forms[0].errors) == {"reason"}
    assert "90 000 kr" in page.content.decode()
    assert budget_of(world.round).version == 1


def test_another_amount_with_a_reason_is_stored(world, officer):
    record(world)
    data = stored_row(world, note="Endret", **{"fixed-0-reason": "Nettverket deler leder med et annet"})
    assert officer.post(url("budget_edit"), data).status_code == 302
    row = budget_of(world.round).fixed_rows[0]
    assert (row["amount_nok"], row["proposed_nok"]) == (90_000, 100_000)
    assert "Nettverket deler leder" in officer.get(url("budget_detail")).content.decode()


def test_a_revision_without_a_word_of_why_answers_409_and_keeps_what_was_typed(world, officer):
    record(world)
    data = stored_row(world, frame_nok="3 100 000", note="", **{"fixed-0-amount_nok": "100 000"})
    page = officer.post(url("budget_edit"), data)
    assert page.status_code == 409
    assert "3 100 000" in page.content.decode()
    assert budget_of(world.round).frame_nok == 2_000_000


def test_last_year_stands_beside_each_post(world, officer):
    record(world)
    page = officer.get(url("budget_edit"))
    assert not any("fjor" in line for line in page.context["fixed"].forms[0].compared)
    before = last_year(world, frame_nok=1_500_000)
    for row in budget_of(world.round).fixed_rows:
        before.fixed_posts.create(
            key=row["key"],
            label=row["label"],
            amount_nok=77_000,
            network_id=row["network"],
            university_id=row["university"],
        )
    lines = officer.get(url("budget_edit")).context["fixed"].forms[0].compared
    assert len(lines) == 2
    assert "77" in lines[1]
    assert {row["last_year"] for row in officer.get(url("budget_detail")).context["fixed"]} == {77_000}


def test_proposals_that_were_left_out_are_named(world, officer):
    record(world, fixed=[])
    assert len(officer.get(url("budget_edit")).context["left_out"]) == 6


def test_the_versions_page_shows_what_differs(world, officer):
    record(world)
    record(world, version=1, frame_nok=3_000_000, note="Tildelingsbrevet er kommet")
    page = officer.get(url("budget_versions"))
    assert page.status_code == 200
    assert "Tildelingsbrevet er kommet" in page.content.decode()


def test_the_key_page_turns_away_until_the_forum_has_decided(world, officer):
    record(world)
    scenario(world)
    item(meeting(world), AgendaKind.KEY)
    answer = officer.get(url("budget_record_key"))
    assert answer.url == url("budget_detail")
    agreed_item(world, AgendaKind.KEY)
    assert officer.get(url("budget_record_key")).status_code == 200


def test_the_key_page_turns_away_without_a_scenario(world, officer):
    record(world)
    agreed_item(world, AgendaKind.KEY)
    assert officer.get(url("budget_record_key")).url == url("budget_detail")


def test_the_key_is_recorded_from_the_page_and_told_to_the_leader(world, officer, sign_in):
    last_year(world, frame_nok=3_000_000)
    agreed_item(world, AgendaKind.KEY)
    chosen = scenario(world)
    assert officer.post(url("budget_record_key"), {"scenario": chosen.pk}).status_code == 302
    assert budget_of(world.round).flat_percent == 20
    page = sign_in("leader").get(url("budget_detail")).content.decode()
    assert "2026" in page


def test_a_scenario_of_another_round_is_not_offered(world, officer):
    record(world)
    agreed_item(world, AgendaKind.KEY)
    scenario(world)
    page = officer.post(url("budget_record_key"), {"scenario": 999_999})
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"scenario"}


def test_a_promise_is_written_down_with_kroner_as_people_write_them(world, officer):
    data = {**TYPED, "recipient": f"university-{world.university.pk}", "version": "0"}
    assert officer.post(reverse("grants:commitment_create"), data).status_code == 302
    saved = Commitment.objects.get()
    assert (saved.unit_nok, saved.units, saved.university) == (80_000, 2, world.university)


def test_a_promise_that_ends_before_it_begins_is_refused_at_the_field(world, officer):
    data = {**TYPED, "recipient": f"university-{world.university.pk}", "last_on": "2026-08-01"}
    page = officer.post(reverse("grants:commitment_create"), data)
    assert set(page.context["form"].errors) == {"last_on"}
    assert not Commitment.objects.exists()


def test_a_negative_promise_is_refused_at_the_field(world, officer):
    data = {**TYPED, "recipient": f"university-{world.university.pk}", "unit_nok": "-5"}
    page = officer.post(reverse("grants:commitment_create"), data)
    assert set(page.context["form"].errors) == {"unit_nok"}


def test_the_frame_and_the_promises_need_few_queries(world, officer):
    record(world)
    promise(world)
    counts = {}
    for name in (url("budget_detail"), url("budget_versions"), reverse("grants:commitment_list")):
        officer.get(name)
        with CaptureQueriesContext(
            connection,
        ) as found:
            officer.get(name)
        counts[name] = len(found)
    assert max(counts.values()) <= MOST_QUERIES, counts
    promise(world, label="En til")
    promise(world, label="Enda en")
    with CaptureQueriesContext(connection) as found:
        officer.get(reverse("grants:commitment_list"))
    assert len(found) == counts[reverse("grants:commitment_list")]
