"""A private owner with one kindergarten writes one form: the needs report."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from common.kept import versions_of
from common.models import OutboxMail
from common.refusals import NotNow
from needs import queries
from needs.models import Assessment, AssessmentItem
from needs.queries.combined import combined_kindergartens, has_combined_form
from needs.services.assessment import share_assessment
from needs.services.needs_report import return_needs_report, submit_needs_report, take_back_needs_report
from needs.states import AssessmentState
from networks.models import OrganisationKind, Seat
from networks.models.periods import valid_on
from networks.roles import Role
from tests import factories as f
from tests.needs.stage import ASSESSED, draft_assessment, draft_report, need, themes
from tests.world import AUTUMN, World


@pytest.fixture
def alone(world: World) -> World:
    """The world in which Lekestua is its private owner's only kindergarten, and its head is the owner's contact."""
    world.owner.kind = OrganisationKind.PRIVATE_OWNER
    world.owner.save(update_fields=["kind"])
    world.sister.closed_on = world.round.reference_on
    world.sister.save(update_fields=["closed_on"])
    Seat.objects.filter(role=Role.HEAD, kindergarten=world.kindergarten).delete()
    f.seat(Role.HEAD, world.kindergarten, world.person("owner"))
    return world


def is_combined(world: World) -> bool:
    world.kindergarten.owner.refresh_from_db()
    one = has_combined_form(world.kindergarten, world.fresh_round(), now=AUTUMN)
    many = combined_kindergartens(world.fresh_round(), now=AUTUMN).filter(pk=world.kindergarten.pk).exists()
    assert one == many
    return one


def test_one_form_where_owner_and_kindergarten_are_the_same_people(alone: World) -> None:
    assert is_combined(alone)


def test_one_form_where_no_head_is_known(alone: World) -> None:
    Seat.objects.filter(role=Role.HEAD, kindergarten=alone.kindergarten).delete()
    assert is_combined(alone)


def test_two_forms_where_the_owner_has_two_kindergartens(alone: World) -> None:
    f.KindergartenFactory(owner=alone.owner, municipality=alone.other_municipality)
    assert not is_combined(alone)


def test_two_forms_where_the_head_is_somebody_else(alone: World) -> None:
    Seat.objects.filter(role=Role.HEAD, kindergarten=alone.kindergarten).delete()
    f.seat(Role.HEAD, alone.kindergarten, alone.person("head"))
    assert not is_combined(alone)


def test_two_forms_for_a_municipality(alone: World) -> None:
    alone.owner.kind = OrganisationKind.MUNICIPALITY
    alone.owner.save(update_fields=["kind"])
    assert not is_combined(alone)


def test_two_forms_where_the_kindergarten_belongs_to_no_network(alone: World) -> None:
    alone.network.memberships.all().delete()
    assert not is_combined(alone)


def test_two_forms_where_an_assessment_was_begun_by_hand(world: World) -> None:
    draft_assessment(world)
    world.owner.kind = OrganisationKind.PRIVATE_OWNER
    world.owner.save(update_fields=["kind"])
    world.sister.closed_on = world.round.reference_on
    world.sister.save(update_fields=["closed_on"])
    Seat.objects.filter(valid_on(AUTUMN.date()), role=Role.HEAD, kindergarten=world.kindergarten).delete()
    assert not is_combined(world)


def test_all_are_found_with_one_question(alone: World, django_assert_num_queries) -> None:
    round = alone.fresh_round()
    for _n in range(3):
        owner = f.OrganisationFactory(county=alone.county, kind=OrganisationKind.PRIVATE_OWNER)
        f.KindergartenFactory(owner=owner, municipality=alone.municipality)
    with django_assert_num_queries(1):
        assert len(combined_kindergartens(round, now=AUTUMN)) == 4


def test_nothing_is_owed_as_assessment(alone: World) -> None:
    round = alone.fresh_round()
    assert alone.kindergarten not in queries.assessments_owed(round, now=AUTUMN)
    assert alone.other_kindergarten in queries.assessments_owed(round, now=AUTUMN)
    assert queries.my_assessments(alone.person("owner"), round, AUTUMN) == []


def test_an_assessment_cannot_be_saved(alone: World) -> None:
    with pytest.raises(NotNow):
        draft_assessment(alone, by=alone.person("owner"))
    assert not Assessment.objects.exists()


def test_home_asks_for_the_report_alone(alone: World, at, sign_in) -> None:
    at(AUTUMN)
    page = sign_in("owner").get("/").text
    report = {"owner": alone.owner.pk, "network": alone.network.pk, "year": 2027}
    assert reverse("needs:needs_report_edit", kwargs=report) in page
    assert "/vurdering/" not in page.replace(reverse("needs:assessment_list"), "")


@pytest.mark.parametrize("verb", ["detail", "edit"])
def test_the_assessments_address_leads_to_the_report(alone: World, at, sign_in, verb: str) -> None:
    at(AUTUMN)
    themes(alone)
    client: Client = sign_in("owner")
    place = {"kindergarten": alone.kindergarten.pk, "year": 2027}
    report = {"owner": alone.owner.pk, "network": alone.network.pk, "year": 2027}
    answer = client.get(reverse(f"needs:assessment_{verb}", kwargs=place))
    assert answer.status_code == 302
    assert answer["Location"] == reverse("needs:needs_report_detail", kwargs=report)


def sent(world: World, **changes: Any) -> Any:
    report = draft_report(world, **changes)
    return submit_needs_report(report=report, by=world.person("owner"), now=AUTUMN)


def test_the_assessment_is_made_of_the_report_and_shared_with_it(alone: World) -> None:
    first, second = themes(alone)[:2]
    needs = [
        need(alone, theme=first, why="Vi vil lese mer."),
        need(alone, theme=second, why="Vi vil ut."),
        need(alone, theme=first, why="Og snakke mer."),
    ]
    sent(alone, needs=needs)
    assessment = Assessment.objects.get()
    assert (assessment.state, assessment.shared_at) == (AssessmentState.SHARED, AUTUMN)
    assert assessment.staff_groups == ["heads", "teachers"]
    assert dict(AssessmentItem.objects.values_list("theme", "text")) == {
        first.pk: "Vi vil lese mer.\n\nOg snakke mer.",
        second.pk: "Vi vil ut.",
    }
    assert versions_of(assessment).get().verb == "share"
    assert not OutboxMail.objects.filter(kind="needs/assessment_shared").exists()
    read = queries.assessments_visible_to(alone.person("leader"), alone.fresh_round(), now=AUTUMN)
    assert read.exists()


def test_the_assessment_goes_back_with_the_report_and_follows_it_again(alone: World) -> None:
    report = sent(alone, needs=[need(alone, why="Først")])
    report = take_back_needs_report(report=report, by=alone.person("owner"), now=AUTUMN)
    draft = Assessment.objects.get()
    assert draft.state == AssessmentState.DRAFT
    assert is_combined(alone)
    with pytest.raises(NotNow):
        share_assessment(assessment=draft, by=alone.person("owner"), now=AUTUMN)
    report.needs.update(why="Så", theme=themes(alone)[1])
    fresh = queries.needs_report_of(alone.owner, alone.network, alone.fresh_round())
    submit_needs_report(report=fresh, by=alone.person("owner"), now=AUTUMN)
    assessment = Assessment.objects.get()
    assert assessment.state == AssessmentState.SHARED
    assert [item.text for item in assessment.items.exclude(text="")] == ["Så"]
    assert versions_of(assessment).count() == 2


def test_the_assessment_goes_back_when_the_report_is_returned(alone: World) -> None:
    report = sent(alone)
    due_at = AUTUMN.replace(day=28)
    return_needs_report(
        report=report, comment="Skriv mer.", due_at=due_at, by=alone.person("leader"), now=AUTUMN
    )
    assert Assessment.objects.get().state == AssessmentState.DRAFT


def test_no_assessment_is_made_where_there_are_two_forms(world: World) -> None:
    sent(world)
    assert not Assessment.objects.exists()


def test_a_head_who_comes_later_takes_the_assessment_over(alone: World) -> None:
    report = sent(alone)
    Seat.objects.filter(role=Role.HEAD, kindergarten=alone.kindergarten).delete()
    f.seat(Role.HEAD, alone.kindergarten, alone.person("head"))
    take_back_needs_report(report=report, by=alone.person("owner"), now=AUTUMN)
    assert Assessment.objects.get().state == AssessmentState.SHARED
    assert ASSESSED["staff_groups"] == Assessment.objects.get().staff_groups
