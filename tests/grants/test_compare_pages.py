"""Scenarios side by side: who sees which, who gains and loses, and what the workbooks hold."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from common.refusals import NotAllowed, NotNow
from grants.comparing import GAINS, LOSES, NEW
from grants.models import AllocationRun, Recommendation, Scenario
from grants.services.recommendation import choose_scenario
from grants.services.scenario import (
    ScenarioValues,
    create_scenario,
    save_scenario,
    share_scenario,
    unlock_scenario,
)
from grants.states import ScenarioState
from networks.models import AgendaItem, Declaration
from tests.grants.money_stage import STUDENT, VALUES, adopted, basis, ready, record, send_list
from tests.grants.test_recommendation_forum import adopt, recuse
from tests.world import MARCH

YEAR = {"year": 2027}
COMPARE = reverse("grants:scenario_compare", kwargs=YEAR)
MOST_QUERIES = 24


def made(world, name, *, is_shared=True, **changes) -> Scenario:
    """A scenario with numbers of its own, shared with the forum unless told otherwise."""
    officer, round = world.person("case_officer"), world.fresh_round()
    found = create_scenario(round=round, name=name, by=officer, now=MARCH)
    if changes:
        values = {key: value for key, value in VALUES.items() if key not in ("is_preliminary", "note")}
        values = ScenarioValues(**{**values, **changes})
        save_scenario(scenario=found, values=values, version=found.version, by=officer, now=MARCH)
    if is_shared:
        share_scenario(scenario=found, by=officer, now=MARCH)
    return Scenario.objects.get(pk=found.pk)


@pytest.fixture
def pair(world, at):
    """Two shared scenarios: by children alone, and shared equally."""
    at(MARCH)
    ready(world)
    basis(world, world.other_network)
    return (
        made(world, "Etter barn", flat_percent=0, cap_at_requested=False),
        made(world, "Likt", flat_percent=100, cap_at_requested=False),
    )


def test_scenarios_stand_beside_each_other_against_last_year(pair, sign_in):
    page = sign_in("forum").get(COMPARE)
    assert [item["column"].scenario for item in page.context["columns"]] == list(pair)
    assert page.context["base_url"] == ""
    verdicts = {cell["cell"].verdict for line in page.context["lines"] for cell in line["cells"]}
    assert verdicts == {NEW}


def test_against_another_scenario_some_gain_and_some_lose(pair, sign_in, world):
    one, two = pair
    page = sign_in("forum").get(COMPARE, {"s": [one.pk, two.pk], "mot": one.pk})
    assert [item["column"].scenario for item in page.context["columns"]] == [two]
    found = {line["line"].name: line["cells"][0]["cell"] for line in page.context["lines"]}
    assert {cell.verdict for cell in found.values()} <= {GAINS, LOSES}
    assert sum(cell.difference for cell in found.values()) == page.context["summaries"][0]["row"].difference


def test_gains_and_losses_are_said_in_words_and_signs(pair, sign_in):
    one, two = pair
    words = sign_in("forum").get(COMPARE, {"s": [one.pk, two.pk], "mot": one.pk}).content.decode()
    assert "delta-up" in words
    assert "\u2212" in words


def test_what_differs_among_the_inputs_is_marked(pair, sign_in):
    page = sign_in("forum").get(COMPARE)
    marked = [row["values"] for row in page.context["inputs"] if row["differs"]]
    assert marked == [["0\u00a0%", "100\u00a0%"]]


def test_the_forum_sees_only_what_is_shared(pair, sign_in, world):
    secret = made(world, "Hemmelig kladd", is_shared=False)
    client = sign_in("forum")
    assert "Hemmelig kladd" not in client.get(COMPARE).content.decode()
    for query in (
        {"s": secret.pk},
        {"mot": secret.pk},
        {"s": [pair[0].pk, secret.pk]},
        {"s": 99_999_999},
        {"s": "x"},
    ):
        assert client.get(COMPARE, query).status_code == 404
        assert client.get(f"{COMPARE}excel/", query).status_code == 404
    address = reverse("grants:scenario_download", kwargs={**YEAR, "scenario": secret.pk})
    assert client.get(address).status_code == 404
    assert sign_in("approver").get(COMPARE, {"s": secret.pk}).status_code == 200


def test_whoever_the_meeting_keeps_the_papers_from_sees_no_scenario(pair, sign_in, world):
    recusal = recuse(world, "forum")
    Declaration.objects.filter(pk=recusal.pk).update(sees_papers=False)
    client = sign_in("forum")
    address = reverse("grants:scenario_download", kwargs={**YEAR, "scenario": pair[0].pk})
    assert [client.get(page).status_code for page in (COMPARE, f"{COMPARE}excel/", address)] == [
        403,
        403,
        403,
    ]


def test_twelve_columns_at_most(pair, sign_in, world):
    rows = [*pair, *(made(world, f"Nr. {n}") for n in range(3, 15))]
    client = sign_in("case_officer")
    page = client.get(COMPARE, {"s": [row.pk for row in rows]})
    assert len(page.context["columns"]) == 12
    assert page.context["has_too_many"]
    assert len(client.get(COMPARE).context["columns"]) == 12


def test_an_empty_year_says_that_there_is_nothing_to_compare(world, at, sign_in):
    at(MARCH)
    client = sign_in("forum")
    assert client.get(COMPARE).status_code == 200
    assert client.get(f"{COMPARE}excel/").getvalue()


def test_only_the_baseline_chosen_asks_for_another(pair, sign_in):
    page = sign_in("forum").get(COMPARE, {"s": pair[0].pk, "mot": pair[0].pk})
    assert page.context["columns"] == []


def test_more_scenarios_need_no_more_queries(pair, sign_in, world):
    client = sign_in("forum")
    client.get(COMPARE)
    before = _queries(client, COMPARE)
    made(world, "C")
    made(world, "D", flat_percent=50)
    assert _queries(client, COMPARE) == before <= MOST_QUERIES


def test_the_comparison_as_a_workbook(pair, sign_in):
    answer = sign_in("forum").get(f"{COMPARE}excel/")
    pages = load_workbook(BytesIO(answer.getvalue())).worksheets
    assert [cell.value for cell in pages[1][1]][1:] == ["Etter barn", "Likt"]


def test_one_scenario_as_a_workbook_without_names(pair, sign_in):
    address = reverse("grants:scenario_download", kwargs={**YEAR, "scenario": pair[0].pk})
    answer = sign_in("forum").get(address)
    book = load_workbook(BytesIO(answer.getvalue()))
    values = [str(cell.value) for page in book.worksheets for row in page.iter_rows() for cell in row]
    assert any("Barnehagelærer på deltid" in value for value in values)
    assert not any(STUDENT in value or "hemmelig" in value.lower() for value in values)


def test_choose_scenario_runs_locks_and_shares(world, at, sign_in):
    at(MARCH)
    ready(world)
    scenario = made(world, "B", is_shared=False)
    address = reverse("grants:scenario_choose", kwargs={**YEAR, "scenario": scenario.pk})
    client = sign_in("case_officer")
    assert client.get(address).status_code == 200
    assert client.post(address).url.endswith("/tilskudd/2027/innstilling/")
    found = Scenario.objects.get(pk=scenario.pk)
    assert found.state == ScenarioState.LOCKED
    assert found.shared_at is not None
    assert AllocationRun.objects.first().scenario == scenario
    assert adopt(world).run.scenario == scenario
    with pytest.raises(NotNow):
        unlock_scenario(scenario=found, by=world.person("case_officer"), now=MARCH)


def test_choose_scenario_refused_to_others_and_to_the_recused(world, at):
    at(MARCH)
    ready(world)
    scenario = made(world, "B")
    for role in ("forum", "approver", "leader", "foreign_officer"):
        with pytest.raises(NotAllowed):
            choose_scenario(scenario=_of(world, scenario), by=world.person(role), now=MARCH)
    recuse(world, "case_officer")
    with pytest.raises(NotAllowed):
        choose_scenario(scenario=_of(world, scenario), by=world.person("case_officer"), now=MARCH)
    assert AllocationRun.objects.count() == 1


def test_choose_scenario_refused_when_adopted_or_with_another_frame(world, at):
    at(MARCH)
    adopted(world)
    with pytest.raises(NotNow):
        choose_scenario(scenario=_of(world, made(world, "B")), by=world.person("case_officer"), now=MARCH)
    Recommendation.objects.get()


def test_choose_scenario_refused_with_another_frame_than_the_recorded(world, at, sign_in):
    at(MARCH)
    ready(world)
    scenario = made(world, "B", frame_nok=3_000_000)
    with pytest.raises(NotNow):
        choose_scenario(scenario=_of(world, scenario), by=world.person("case_officer"), now=MARCH)
    assert Scenario.objects.get(pk=scenario.pk).state == ScenarioState.DRAFT
    address = reverse("grants:scenario_choose", kwargs={**YEAR, "scenario": scenario.pk})
    assert sign_in("case_officer").get(address).status_code == 302


def test_the_verbs_of_a_scenario_from_its_pages(world, at, sign_in):
    at(MARCH)
    record(world)
    send_list(world)
    scenario = made(world, "B", is_shared=False)
    client = sign_in("case_officer")
    for verb in ("share", "unshare", "lock", "unlock"):
        address = reverse(f"grants:scenario_{verb}", kwargs={**YEAR, "scenario": scenario.pk})
        assert client.get(address).status_code == 200
        assert client.post(address).status_code == 302
        assert client.get(address).status_code == 302
    found = Scenario.objects.get(pk=scenario.pk)
    assert (found.state, found.shared_at) == (ScenarioState.DRAFT, None)
    assert not AgendaItem.objects.exists()


def _of(world, scenario):
    found = Scenario.objects.get(pk=scenario.pk)
    found.round = world.fresh_round()
    return found


def _queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)
