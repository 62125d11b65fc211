"""The pages of the frame, the allocation and the recommendation."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from grants.models import AllocationRun, Budget, NominationRank, Recommendation
from grants.queries import budget_of, ranking_mark
from grants.states import RecommendationState
from tests.grants.money_stage import (
    STUDENT,
    TEXTS,
    adopted,
    basis,
    nomination,
    ready,
    record,
    run,
    send_list,
    write,
)
from tests.world import FEBRUARY, MARCH

YEAR = {"year": 2027}
MOST_QUERIES = 14
LONG = "Ánŋđšŧžïö 🎈 \u202bעברית\u202c æøå " * 600


def budget_data(**changes):
    """What the browser sends from the frame's form: no posts unless given."""
    data = {
        "version": 0,
        "frame_nok": "2 000 000 kr",
        "is_preliminary": "on",
        "individual_cap_percent": "30",
        "flat_percent": "37,5",
        "weight_children": "1",
        "weight_staff": "0",
        "weight_kindergartens": "0",
        "round_to": "1",
        "cap_at_requested": "on",
        "fixed-TOTAL_FORMS": 1,
        "fixed-INITIAL_FORMS": 0,
        "fixed-0-recipient": "held",
        "fixed-0-label": "Møter",
        "fixed-0-amount_nok": "300 000",
        "committed-TOTAL_FORMS": 0,
        "committed-INITIAL_FORMS": 0,
    }
    return {**data, **changes}


@pytest.fixture
def officer(at, sign_in):
    at(FEBRUARY)
    return sign_in("case_officer")


def url(name, **more):
    return reverse(f"grants:{name}", kwargs={**YEAR, **more})


def test_the_form_begins_with_the_proposed_posts(world, officer):
    page = officer.get(url("budget_edit"))
    assert page.status_code == 200
    assert [row.initial["amount_nok"] for row in page.context["fixed"].forms] == [
        100_000, 100_000, 100_000, 100_000, 150_000, 300_000,
    ]  # fmt: skip


def test_the_frame_is_recorded_from_the_page(world, officer):
    answer = officer.post(url("budget_edit"), budget_data())
    assert answer.status_code == 302
    budget = budget_of(world.round)
    assert (budget.frame_nok, str(budget.flat_percent), budget.version) == (2_000_000, "37.50", 1)
    assert [row["label"] for row in budget.fixed_rows] == ["Møter"]


def test_another_row_is_added_without_saving_or_judging(world, officer):
    data = budget_data(do="add_fixed", frame_nok="hva?")
    page = officer.post(url("budget_edit"), data)
    assert page.status_code == 200
    assert len(page.context["fixed"].forms) == 2
    assert page.context["fixed"].forms[0].initial["label"] == "Møter"
    assert b"hva?" in page.content
    assert not Budget.objects.exists()


def test_a_row_left_empty_or_ticked_for_removal_is_no_post(world, officer):
    data = budget_data(
        **{
            "fixed-TOTAL_FORMS": 3,
            "fixed-1-recipient": "",
            "fixed-1-label": "",
            "fixed-1-amount_nok": "",
            "fixed-2-recipient": "",
            "fixed-2-label": "Bort",
            "fixed-2-amount_nok": "tull",
            "fixed-2-DELETE": "on",
        }
    )
    assert officer.post(url("budget_edit"), data).status_code == 302
    assert len(budget_of(world.round).fixed_rows) == 1


def test_wrong_figures_are_named_and_nothing_is_stored(world, officer):
    data = budget_data(frame_nok="mye", flat_percent="101", round_to="0")
    data |= {"fixed-0-recipient": "network-999999", "fixed-0-label": "x\x00y"}
    page = officer.post(url("budget_edit"), data)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {"frame_nok", "flat_percent", "round_to"}
    assert set(page.context["fixed"].forms[0].errors) == {"recipient", "label"}
    assert not Budget.objects.exists()


def test_posts_above_the_frame_answer_409_and_keep_what_was_typed(world, officer):
    page = officer.post(url("budget_edit"), budget_data(frame_nok="1000"))
    assert page.status_code == 409
    assert b"M\xc3\xb8ter" in page.content
    assert not Budget.objects.exists()


def test_a_stale_form_of_the_frame_answers_409_and_keeps_what_was_typed(world, officer):
    record(world)
    page = officer.post(url("budget_edit"), budget_data(frame_nok="3 000 000"))
    assert page.status_code == 409
    assert b"3 000 000" in page.content
    assert page.context["version"] == 1
    assert budget_of(world.round).frame_nok == 2_000_000


def test_leaders_see_the_frame_without_ways_to_change_it(world, at, sign_in):
    at(FEBRUARY)
    record(world)
    page = sign_in("leader").get(url("budget_detail"))
    assert page.status_code == 200
    assert not page.context["may_record"]
    assert len(page.context["expected"]) == 4


def test_a_run_from_the_page_is_shown_with_its_networks(world, officer):
    record(world)
    basis(world)
    assert officer.post(url("allocation_run")).status_code == 302
    page = officer.get(url("allocation_detail"))
    assert page.context["is_current"]
    row = page.context["networks"][1]
    assert (row.name, row.requested, row.amount) == ("Prøvenettverket", 700_000, 700_000)
    assert row.universities == [("Prøve høgskole", 200_000)]
    assert page.context["silent"] == ["Annet nettverk"]


def test_a_run_without_a_frame_says_so_and_makes_nothing(world, officer):
    answer = officer.post(url("allocation_run"), HTTP_REFERER="http://testserver" + url("allocation_detail"))
    assert answer.status_code == 302
    assert answer.url.endswith(url("allocation_detail"))
    assert not AllocationRun.objects.exists()


def test_an_earlier_run_stays_readable(world, officer):
    ready(world)
    record(world, version=1, frame_nok=2_500_000)
    run(world)
    page = officer.get(url("allocation_run_detail", number=1))
    assert page.context["kpis"][0]["value"].startswith("2\u00a0000")
    assert not page.context["is_current"]
    assert officer.get(url("allocation_run_detail", number=3)).status_code == 404


def test_input_and_output_can_be_downloaded(world, officer):
    ready(world)
    answers = {
        part: officer.get(url("allocation_download", number=1, part=part)) for part in ("inndata", "resultat")
    }
    assert json.loads(answers["inndata"].content)["frame"] == 2_000_000
    networks = json.loads(answers["resultat"].content)["collective"]["networks"]
    assert all(row["explanation"] for row in networks)
    assert answers["inndata"]["Content-Disposition"] == 'attachment; filename="fordeling-2027-1-inndata.json"'


def test_no_student_is_named_on_these_pages(world, at, sign_in):
    at(MARCH)
    ready(world)
    client = sign_in("forum")
    for name in ("allocation_detail", "recommendation_detail", "recommendation_rank", "recommendation_adopt"):
        page = client.get(url(name))
        assert page.status_code == 200
        assert STUDENT not in page.content.decode()
        assert "hemmelig" not in page.content.decode()


def test_long_and_strange_texts_of_the_recommendation_are_kept(world, officer):
    text = LONG[:19_000]
    answer = officer.post(url("recommendation_edit"), {**TEXTS, "split": text, "version": 0})
    assert answer.status_code == 302
    assert Recommendation.objects.get().split == text.strip()


def test_a_text_that_is_too_long_is_refused_and_kept_on_the_page(world, officer):
    page = officer.post(url("recommendation_edit"), {**TEXTS, "split": "x" * 20_001, "version": 0})
    assert page.status_code == 200
    assert b"x" * 20_001 in page.content
    assert not Recommendation.objects.exists()


def test_a_stale_text_answers_409_and_keeps_what_was_typed(world, officer):
    write(world)
    page = officer.post(url("recommendation_edit"), {**TEXTS, "split": "Min versjon", "version": 0})
    assert page.status_code == 409
    assert b"Min versjon" in page.content
    assert Recommendation.objects.get().split == TEXTS["split"]


def test_the_forum_ranks_with_an_order_of_cards(world, at, sign_in):
    at(MARCH)
    stage = ready(world)
    data = {"order": f"{stage.second.pk},{stage.first.pk}", "mark": ranking_mark({})}
    assert sign_in("forum").post(url("recommendation_rank"), data).status_code == 302
    assert NominationRank.objects.get(county_rank=1).nomination == stage.second


def test_without_script_a_button_moves_one_card_and_stores_the_order(world, at, sign_in):
    at(MARCH)
    stage = ready(world)
    data = {"order": f"{stage.first.pk},{stage.second.pk}", "mark": ranking_mark({})}
    client = sign_in("forum")
    answer = client.post(url("recommendation_rank"), {**data, "move": f"{stage.second.pk}:up"})
    assert answer.url.endswith(f"#card-{stage.second.pk}")
    assert NominationRank.objects.get(county_rank=1).nomination == stage.second
    page = client.get(url("recommendation_rank"))
    assert [card["pk"] for card in page.context["cards"]] == [stage.second.pk, stage.first.pk]


def test_an_order_that_lacks_one_or_names_strangers_is_refused(world, at, sign_in):
    at(MARCH)
    stage = ready(world)
    client = sign_in("forum")
    for order in (f"{stage.first.pk}", f"{stage.first.pk},{stage.second.pk},99999999", "x,,-1"):
        page = client.post(url("recommendation_rank"), {"order": order, "mark": ranking_mark({})})
        assert page.status_code == 409
    assert not NominationRank.objects.exists()


def test_a_stale_ranking_answers_409(world, at, sign_in):
    at(MARCH)
    stage = ready(world)
    data = {"order": f"{stage.first.pk},{stage.second.pk}", "mark": 7}
    assert sign_in("forum").post(url("recommendation_rank"), data).status_code == 409
    assert not NominationRank.objects.exists()


def test_the_page_before_adoption_names_what_is_missing(world, at, sign_in):
    at(MARCH)
    record(world)
    page = sign_in("forum").get(url("recommendation_adopt"))
    assert page.status_code == 200
    assert page.context["refusal"] is not None
    assert len(page.context["gaps"]) == 4


def test_a_member_adopts_from_the_page(world, at, sign_in):
    at(MARCH)
    ready(world)
    assert sign_in("forum").post(url("recommendation_adopt")).status_code == 302
    assert Recommendation.objects.get().state == RecommendationState.ADOPTED


def test_adopting_twice_shows_how_it_stands(world, at, sign_in):
    at(MARCH)
    adopted(world)
    client = sign_in("forum")
    assert client.post(url("recommendation_adopt"), follow=True).status_code == 200
    assert client.get(url("recommendation_adopt")).status_code == 302


def test_reopening_asks_for_a_reason(world, officer):
    adopted(world)
    page = officer.post(url("recommendation_reopen"), {"comment": ""})
    assert page.status_code == 200
    assert list(page.context["form"].errors) == ["comment"]
    assert officer.post(url("recommendation_reopen"), {"comment": "Ny ramme"}).status_code == 302
    assert officer.get(url("recommendation_detail")).status_code == 200


def test_a_year_without_a_round_is_not_found(world, officer):
    for year in (1999, 99_999_999_999):
        assert officer.get(f"/tilskudd/{year}/ramme/").status_code == 404


PAGES = ["budget_detail", "allocation_detail", "recommendation_detail"]


@pytest.mark.parametrize(
    ("role", "more"),
    [
        ("case_officer", ["budget_edit", "recommendation_edit", "recommendation_rank"]),
        ("forum", ["recommendation_rank", "recommendation_adopt"]),
    ],
)
def test_pages_need_few_queries(world, at, sign_in, django_assert_max_num_queries, role, more):
    at(MARCH)
    adopted(world)
    client = sign_in(role)
    addresses = [reverse("grants:round_list"), *map(url, PAGES)]
    for address in addresses:
        client.get(address)
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(address).status_code == 200
    sign_in("case_officer").post(url("recommendation_reopen"), {"comment": "Ny ramme"})
    for address in [*addresses, *map(url, more)]:
        with django_assert_max_num_queries(MOST_QUERIES):
            assert client.get(address).status_code == 200


def test_more_rows_need_no_more_queries(world, at, sign_in):
    at(MARCH)
    ready(world)
    client = sign_in("forum")
    counted = {}
    for name in ("allocation_detail", "recommendation_detail", "recommendation_rank"):
        client.get(url(name))
        counted[name] = _queries(client, url(name))
    nomination(world, rank=3, kindergarten=world.other_kindergarten)
    send_list(world, world.other_network)
    basis(world, world.other_network)
    run(world)
    run(world)
    for name, number in counted.items():
        assert _queries(client, url(name)) == number


def _queries(client, address):

    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
