"""Assessments: who writes, shares, takes back and reads them, and when."""

from datetime import timedelta
from typing import Any

import pytest

from common.clock import oslo
from common.drafts import Conflict, Shown
from common.history import history_of
from common.kept import versions_of
from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from needs import queries
from needs.models import Assessment, AssessmentItem, Theme
from needs.queries.assessment import assessment_of, assessment_themes
from needs.rules.assessment import assessment_gaps
from needs.services.assessment import (
    carry_over_assessment,
    save_assessment,
    share_assessment,
    take_back_assessment,
)
from needs.states import AssessmentState
from networks.models import Partnership
from networks.roles import Role
from tests import factories as f
from tests.needs.stage import ASSESSED, draft_assessment, shared_assessment, submitted_report, themes
from tests.world import AUTUMN, WINTER, World, make_round

SUMMER = oslo(2026, 8, 1, 12)


def test_save_assessment_keeps_gaps_and_counts_versions(world: World) -> None:
    assessment = draft_assessment(world, typed={"staff_involvement": ""})
    assert (assessment.version, assessment.state, assessment.staff_involvement) == (
        1,
        AssessmentState.DRAFT,
        "",
    )
    assert (assessment.saved_by, assessment.saved_at) == (world.people["head"], AUTUMN)
    theme = themes(world)[1]
    later = AUTUMN + timedelta(minutes=5)
    typed = {f"theme_{theme.pk}": "Čáhppes ŋ š ž 🌱"}
    again = draft_assessment(world, typed=typed, by=world.person("owner"), now=later)
    assert again.pk == assessment.pk
    assert again.version == 2
    assert (again.saved_by, again.saved_at) == (world.people["owner"], later)
    assert list(AssessmentItem.objects.values_list("theme", "text")) == [(theme.pk, "Čáhppes ŋ š ž 🌱")]


def test_a_save_that_changes_nothing_is_not_counted(world: World) -> None:
    draft_assessment(world)
    assert draft_assessment(world, now=AUTUMN + timedelta(days=1)).saved_at == AUTUMN
    assert Assessment.objects.get().version == 1


def test_save_assessment_gives_back_what_two_have_changed_and_stores_the_rest(world: World) -> None:
    draft_assessment(world)
    typed = {"staff_involvement": "Overskriver", "involved_when": "14. august", "staff_groups": ["union"]}
    saved = save_assessment(
        round=world.fresh_round(),
        kindergarten=world.kindergarten,
        typed=typed,
        shown=Shown.of({"staff_groups": ["teachers", "heads"]}, 0),
        by=world.person("owner"),
        now=AUTUMN,
    )
    assert saved.conflicts == [
        Conflict("staff_involvement", "Overskriver", "Alle var med på planleggingsdagen.")
    ]
    stands = Assessment.objects.get()
    assert (stands.staff_involvement, stands.staff_groups) == (
        "Alle var med på planleggingsdagen.",
        ["union"],
    )


def test_save_assessment_leaves_themes_alone_that_are_not_typed_or_not_known(world: World) -> None:
    draft_assessment(world)
    draft_assessment(world, typed={"theme_999999": "Ukjent", "involved_when": "I høst"})
    assert AssessmentItem.objects.get().text == "Vi trenger et felles språk."


def test_a_theme_that_is_no_longer_offered_can_still_be_written_on_where_it_was(world: World) -> None:
    draft_assessment(world)
    first = themes(world)[0]
    Theme.objects.filter(pk=first.pk).update(is_active=False)
    stands = assessment_of(world.kindergarten, world.fresh_round())
    assert [theme.pk for theme in assessment_themes(stands)][-1] == first.pk
    draft_assessment(world, typed={f"theme_{first.pk}": "Endret"})
    assert AssessmentItem.objects.get().text == "Endret"


@pytest.mark.parametrize("role", ["head", "owner"])
def test_head_and_owner_write_the_assessment(world: World, role: str) -> None:
    assert draft_assessment(world, by=world.person(role)).version == 1


@pytest.mark.parametrize("role", ["leader", "uh", "other_head", "other_owner", "case_officer", "nobody"])
def test_save_assessment_refused_for_others(world: World, role: str) -> None:
    with pytest.raises(NotAllowed):
        draft_assessment(world, by=world.person(role))
    assert not Assessment.objects.exists()


def test_save_assessment_refused_before_it_opens_and_never_closes(world: World) -> None:
    with pytest.raises(NotNow):
        draft_assessment(world, now=SUMMER)
    assert draft_assessment(world, now=WINTER).version == 1


def test_share_assessment_tells_the_owner_and_writes_history(world: World) -> None:
    assessment = share_assessment(assessment=draft_assessment(world), by=world.person("head"), now=AUTUMN)
    assert (assessment.state, assessment.shared_at) == (AssessmentState.SHARED, AUTUMN)
    line = history_of(assessment).get()
    assert (line.verb, line.before, line.after, line.by, line.at) == (
        "share",
        "draft",
        "shared",
        world.people["head"],
        AUTUMN,
    )
    mail = OutboxMail.objects.get(kind="needs/assessment_shared")
    assert mail.to == "owner@example.no"
    assert mail.context["kindergarten"] == "Lekestua"


def test_share_assessment_refused_with_gaps_and_nothing_changes(world: World) -> None:
    assessment = draft_assessment(world, typed={"staff_involvement": " "})
    with pytest.raises(NotNow):
        share_assessment(assessment=assessment, by=world.person("head"), now=AUTUMN)
    assert Assessment.objects.get().state == AssessmentState.DRAFT
    assert not OutboxMail.objects.exists()
    assert not history_of(assessment).exists()
    assert not versions_of(assessment).exists()


def test_share_assessment_keeps_what_was_shared(world: World) -> None:
    assessment = shared_assessment(world)
    version = versions_of(assessment).get()
    assert (version.number, version.verb, version.by, version.at) == (
        1,
        "share",
        world.people["head"],
        AUTUMN,
    )
    themes_said, involvement = version.content["sections"]
    assert [row["text"] for row in themes_said["rows"]] == ["Vi trenger et felles språk."]
    assert involvement["rows"][0]["codes"] == ["heads", "teachers"]


@pytest.mark.parametrize(
    ("typed", "missing"),
    [
        ({}, []),
        ({"staff_groups": []}, ["staff_groups"]),
        ({"staff_groups": ["nobody"], "involved_when": "", "staff_involvement": ""}, []),
        ({"staff_groups": ["nobody", "union"]}, ["staff_groups"]),
        ({"involved_when": " ", "staff_involvement": ""}, ["involved_when", "staff_involvement"]),
    ],
)
def test_an_assessment_says_who_took_part_or_that_nobody_has(
    world: World, typed: dict[str, Any], missing: list[str]
) -> None:
    first = themes(world)[0]
    assessment = draft_assessment(world, typed={f"theme_{first.pk}": "Språk", **ASSESSED, **typed})
    assert [gap.field for gap in assessment_gaps(assessment, {first.pk: "Språk"})] == missing


def test_share_assessment_refused_for_others(world: World) -> None:
    assessment = draft_assessment(world)
    with pytest.raises(NotAllowed):
        share_assessment(assessment=assessment, by=world.person("other_head"), now=AUTUMN)


def test_share_assessment_twice_is_refused_politely(world: World) -> None:
    assessment = draft_assessment(world)
    stale = Assessment.objects.get(pk=assessment.pk)
    share_assessment(assessment=assessment, by=world.person("head"), now=AUTUMN)
    with pytest.raises(MovedOn):
        share_assessment(assessment=stale, by=world.person("head"), now=AUTUMN)
    assert OutboxMail.objects.filter(kind="needs/assessment_shared").count() == 1


def test_shared_assessment_cannot_be_saved(world: World) -> None:
    shared_assessment(world)
    with pytest.raises(NotNow):
        draft_assessment(world)


def test_take_back_assessment_until_the_report_is_sent(world: World) -> None:
    assessment = shared_assessment(world)
    taken = take_back_assessment(assessment=assessment, by=world.person("head"), now=AUTUMN)
    assert (taken.state, taken.shared_at) == (AssessmentState.DRAFT, None)
    shared = share_assessment(assessment=taken, by=world.person("head"), now=AUTUMN + timedelta(hours=1))
    assert OutboxMail.objects.filter(kind="needs/assessment_shared").count() == 2
    submitted_report(world)
    with pytest.raises(NotNow):
        take_back_assessment(assessment=shared, by=world.person("head"), now=AUTUMN)
    with pytest.raises(NotAllowed):
        take_back_assessment(assessment=shared, by=world.person("leader"), now=AUTUMN)


def test_assessments_owed_are_those_that_have_not_shared(world: World) -> None:
    round = world.fresh_round()
    draft_assessment(world)
    assert set(queries.assessments_owed(round, now=AUTUMN)) == {
        world.kindergarten,
        world.sister,
        world.other_kindergarten,
    }
    share_assessment(assessment=Assessment.objects.get(), by=world.person("head"), now=AUTUMN)
    assert set(queries.assessments_owed(round, now=AUTUMN)) == {world.sister, world.other_kindergarten}


def test_assessments_owed_leaves_out_what_has_closed(world: World) -> None:
    world.sister.closed_on = world.round.reference_on
    world.sister.save(update_fields=["closed_on"])
    assert world.sister not in queries.assessments_owed(world.fresh_round(), now=AUTUMN)


def test_my_assessments_lists_the_heads_kindergartens(world: World) -> None:
    round = world.fresh_round()
    rows = queries.my_assessments(world.person("head"), round, AUTUMN)
    assert [(row.kindergarten, row.assessment, row.answer.is_open) for row in rows] == [
        (world.kindergarten, None, True)
    ]
    assessment = draft_assessment(world)
    assert queries.my_assessments(world.person("head"), round, AUTUMN)[0].assessment == assessment
    assert queries.my_assessments(world.person("owner"), round, AUTUMN) == []


READERS = {"head", "owner", "leader", "coordinator", "member", "uh", "case_officer", "approver"}


def test_draft_is_read_by_those_who_write_it(world: World) -> None:
    draft_assessment(world)
    round = world.fresh_round()
    seen = {
        role
        for role in world.people
        if queries.assessments_visible_to(world.person(role), round, now=AUTUMN).exists()
    }
    assert seen == {"head", "owner"}


def test_shared_assessment_is_read_in_network_partnership_and_county(world: World) -> None:
    shared_assessment(world)
    round = world.fresh_round()
    seen = {
        role
        for role in world.people
        if queries.assessments_visible_to(world.person(role), round, now=AUTUMN).exists()
    }
    assert seen == READERS
    known = {
        role
        for role in world.people
        if queries.known_assessment(world.person(role), round, world.kindergarten.pk, now=AUTUMN)
    }
    assert known == READERS


def test_university_reads_only_the_municipality_it_works_with(world: World) -> None:
    shared_assessment(world)
    Partnership.objects.all().delete()
    f.PartnershipFactory(
        network=world.network, university=world.university, municipality=world.other_municipality
    )
    f.PartnershipFactory(
        network=world.network, university=world.other_university, municipality=world.municipality
    )
    round = world.fresh_round()
    assert not queries.assessments_visible_to(world.person("uh"), round, now=AUTUMN).exists()
    assert queries.assessments_visible_to(world.person("other_uh"), round, now=AUTUMN).exists()


def test_head_of_two_kindergartens_writes_both(world: World) -> None:
    head = world.person("head")
    f.seat(Role.HEAD, world.sister, head)
    round = world.fresh_round()
    draft_assessment(world, kindergarten=world.sister, typed={}, by=world.person("head"))
    assert len(queries.my_assessments(world.person("head"), round, AUTUMN)) == 2


def last_year(world: World, text: str = "Fra i fjor") -> None:
    """What the kindergarten wrote for the year before."""
    before = make_round(world.county, 2026)
    typed = {f"theme_{themes(world)[0].pk}": text, **ASSESSED}
    draft_assessment(world, round=before, typed=typed, now=AUTUMN - timedelta(days=365))


def test_carry_over_takes_in_last_years_texts_and_asks_anew_who_took_part(world: World) -> None:
    last_year(world)
    assessment = carry_over_assessment(
        round=world.fresh_round(), kindergarten=world.kindergarten, by=world.person("head"), now=AUTUMN
    )
    items = AssessmentItem.objects.filter(assessment=assessment)
    assert [(item.theme, item.text) for item in items] == [(themes(world)[0], "Fra i fjor")]
    assert (assessment.staff_groups, assessment.staff_involvement) == ([], "")


def test_carry_over_refused_for_others(world: World) -> None:
    last_year(world)
    with pytest.raises(NotAllowed):
        carry_over_assessment(
            round=world.fresh_round(), kindergarten=world.kindergarten, by=world.person("uh"), now=AUTUMN
        )


def test_carry_over_refused_where_something_is_written(world: World) -> None:
    last_year(world)
    draft_assessment(world)
    with pytest.raises(NotNow):
        carry_over_assessment(
            round=world.fresh_round(), kindergarten=world.kindergarten, by=world.person("head"), now=AUTUMN
        )
    texts = AssessmentItem.objects.filter(assessment__round=world.round).values_list("text", flat=True)
    assert list(texts) == ["Vi trenger et felles språk."]
