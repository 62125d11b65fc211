"""Assessments: who writes, shares, takes back and reads them, and when."""

from datetime import timedelta

import pytest

from common.clock import oslo
from common.history import history_of
from common.models import OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from needs import queries
from needs.models import Assessment, AssessmentItem
from needs.services.assessment import save_assessment, share_assessment, take_back_assessment
from needs.states import AssessmentState
from networks.models import Partnership
from networks.roles import Role
from tests import factories as f
from tests.needs.stage import draft_assessment, shared_assessment, submitted_report, themes
from tests.world import AUTUMN, WINTER, World

SUMMER = oslo(2026, 8, 1, 12)


def test_save_assessment_keeps_gaps_and_counts_versions(world: World) -> None:
    assessment = draft_assessment(world, staff_involvement="", items={})
    assert (assessment.version, assessment.state, assessment.staff_involvement) == (
        1,
        AssessmentState.DRAFT,
        "",
    )
    theme = themes(world)[1]
    again = draft_assessment(world, version=1, items={theme.pk: "Čáhppes ŋ š ž 🌱"})
    assert again.pk == assessment.pk
    assert again.version == 2
    assert list(AssessmentItem.objects.values_list("theme", "text")) == [(theme.pk, "Čáhppes ŋ š ž 🌱")]


def test_save_assessment_refused_for_an_older_version_and_nothing_is_lost(world: World) -> None:
    draft_assessment(world)
    with pytest.raises(NotNow, match="somebody else|Somebody else|Noen andre"):
        draft_assessment(world, staff_involvement="Overskriver", version=0)
    assert Assessment.objects.get().staff_involvement == "Alle var med på planleggingsdagen."


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
    assessment = draft_assessment(world, staff_involvement=" ", items={})
    with pytest.raises(NotNow):
        share_assessment(assessment=assessment, by=world.person("head"), now=AUTUMN)
    assert Assessment.objects.get().state == AssessmentState.DRAFT
    assert not OutboxMail.objects.exists()
    assert not history_of(assessment).exists()


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
        draft_assessment(world, version=1)


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
    assert set(queries.assessments_owed(round)) == {
        world.kindergarten,
        world.sister,
        world.other_kindergarten,
    }
    share_assessment(assessment=Assessment.objects.get(), by=world.person("head"), now=AUTUMN)
    assert set(queries.assessments_owed(round)) == {world.sister, world.other_kindergarten}


def test_assessments_owed_leaves_out_what_has_closed(world: World) -> None:
    world.sister.closed_on = world.round.reference_on
    world.sister.save(update_fields=["closed_on"])
    assert world.sister not in queries.assessments_owed(world.fresh_round())


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
    save_assessment(
        round=round,
        kindergarten=world.sister,
        staff_involvement="",
        items={},
        version=0,
        by=world.person("head"),
        now=AUTUMN,
    )
    assert len(queries.my_assessments(world.person("head"), round, AUTUMN)) == 2
