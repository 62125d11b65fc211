"""Gaps stop a report, hints do not: what is asked, and what would make it better."""

from dataclasses import replace
from typing import Any

import pytest

from needs.models import NeedsReport
from needs.queries import needs_of
from needs.queries.needs_report import known_report
from needs.queries.report_parts import shared_count
from needs.rules.needs_report import needs_report_gaps
from needs.rules.report_hints import needs_report_hints
from needs.services.needs_report import submit_needs_report
from networks.schemes import SCHEMES
from tests.needs.stage import draft_report, need, shared_assessment
from tests.world import AUTUMN, World

LONG = "Vi ser at barn faller utenfor leken når gruppene er store."


def hints(world: World, report: NeedsReport, **changes: Any) -> list[str]:
    """The fields that the hints are about."""
    known = known_report(
        world.person("owner"),
        world.fresh_round(),
        owner=report.owner_id,
        network=report.network_id,
        now=AUTUMN,
    )
    assert known is not None
    values = {
        "kindergartens": known.kindergartens,
        "shared": shared_count(known.kindergartens, known.report),
        **changes,
    }
    found = needs_report_hints(known.report, needs_of(known.report), **values)
    return [f"{hint.form}:{hint.field}" if hint.form else hint.field for hint in found]


def test_a_bare_report_gets_hints_and_can_be_sent(world: World) -> None:
    report = draft_report(world, texts={"heads_involvement": "Møte", "staff_groups": ["nobody"]})
    assert hints(world, report) == [
        "staff_groups",
        "heads_involvement",
        "needs-0:kindergartens",
        "ppt_part",
        "needs-0:start_on",
        "sami_perspectives",
    ]
    submit_needs_report(report=report, by=world.person("owner"), now=AUTUMN)


def test_a_good_report_gets_none(world: World) -> None:
    texts = {"staff_groups": ["heads"], "ppt_part": "yes", "sami_perspectives": "Vi har samiske barn."}
    whole = need(world, why=LONG, start_on="2027-08-01", kindergartens=[world.kindergarten, world.sister])
    report = draft_report(world, texts=texts, needs=[whole])
    assert hints(world, report, shared=2) == []


def test_one_of_two_heads_has_shared(world: World) -> None:
    shared_assessment(world)
    report = draft_report(world)
    assert "heads_involvement" in hints(world, report)
    assert "heads_involvement" not in hints(world, report, shared=None)


def test_two_needs_that_say_the_same_are_seen(world: World) -> None:
    report = draft_report(world, needs=[need(world, why=LONG), need(world, why=f" {LONG.upper()} ")])
    assert "needs-1:why" in hints(world, report)


def test_a_short_reason_and_a_national_id_are_seen(world: World) -> None:
    report = draft_report(world, needs=[need(world, why="Kort."), need(world, goal="Gi 01010050053 hjelp")])
    found = hints(world, report)
    assert "needs-0:why" in found
    assert found[0] == "needs-1:goal"


def test_ppt_that_has_not_been_asked_is_a_hint(world: World) -> None:
    assert "ppt_part" in hints(world, draft_report(world, texts={"ppt_part": "no"}))


def test_a_report_without_needs_gets_no_hints(world: World) -> None:
    assert hints(world, draft_report(world, needs=[])) == []


@pytest.mark.parametrize(
    ("texts", "missing"),
    [
        ({}, ["heads_involvement", "staff_groups", "involved_when", "staff_involvement"]),
        ({"staff_groups": ["nobody"]}, ["heads_involvement"]),
        (
            {"staff_groups": ["nobody", "heads"], "heads_involvement": "x", "staff_involvement": "x"},
            ["staff_groups", "involved_when"],
        ),
        ({"staff_groups": ["heads"], "heads_involvement": "x", "involved_when": "x"}, ["staff_involvement"]),
    ],
)
def test_involvement_is_asked(world: World, texts: dict[str, Any], missing: list[str]) -> None:
    report = draft_report(world, texts=texts)
    assert [gap.field for gap in needs_report_gaps(report, needs_of(report))] == missing


def test_own_contribution_is_missing_only_where_the_scheme_asks_for_it(world: World, monkeypatch) -> None:
    report = draft_report(world)
    assert needs_report_gaps(report, needs_of(report)) == []
    asking = replace(SCHEMES["REKOM_2021"], asks_own_contribution=True)
    monkeypatch.setitem(SCHEMES, "REKOM_2021", asking)
    assert [gap.field for gap in needs_report_gaps(report, needs_of(report))] == ["own_contribution"]
