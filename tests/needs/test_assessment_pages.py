"""The pages of assessments."""

from typing import Any

import pytest
from django.urls import reverse

from common.models import OutboxMail
from needs.models import Assessment
from needs.services.assessment import share_assessment
from needs.states import AssessmentState
from networks.models import KindergartenFigures
from tests import factories as f
from tests.needs.stage import draft_assessment, shared_assessment, themes
from tests.world import AUTUMN, World

ODD = "😀 áđŋšŧž ïö مرحبا"


@pytest.fixture
def autumn(world, at) -> World:
    """The world in November, with its themes."""
    at(AUTUMN)
    themes(world)
    return world


def address(world: World, verb: str) -> str:
    return reverse(f"needs:assessment_{verb}", kwargs={"kindergarten": world.kindergarten.pk, "year": 2027})


def typed(world: World, **changes: Any) -> dict[str, Any]:
    first = themes(world)[0]
    values = {"staff_groups": ["heads"], "involved_when": "I høst", "staff_involvement": "Alle"}
    return {f"theme_{first.pk}": "Felles språk", **values, **changes}


def test_head_saves_a_draft_and_shares_it(autumn, sign_in) -> None:
    client = sign_in("head")
    assert client.get(address(autumn, "edit")).status_code == 200
    answer = client.post(address(autumn, "edit"), typed(autumn, do="save"), follow=True)
    assert "Felles språk" in answer.text
    answer = client.post(address(autumn, "edit"), typed(autumn, do="share"), follow=True)
    assert answer.redirect_chain[-1][0] == address(autumn, "detail")
    assert Assessment.objects.get().state == AssessmentState.SHARED
    assert OutboxMail.objects.filter(kind="needs/assessment_shared").exists()


def test_share_with_gaps_saves_and_links_each_sentence_to_its_field(autumn, sign_in) -> None:
    answer = sign_in("head").post(address(autumn, "edit"), {"do": "share"}, follow=True)
    first = themes(autumn)[0]
    assert f'href="#id_theme_{first.pk}"' in answer.text
    assert 'href="#id_staff_involvement"' in answer.text
    assert 'aria-invalid="true"' in answer.text
    assert Assessment.objects.get().state == AssessmentState.DRAFT


def test_a_field_that_two_have_changed_is_shown_with_both_texts(autumn, sign_in) -> None:
    draft_assessment(autumn)
    answer = sign_in("owner").post(
        address(autumn, "edit"), typed(autumn, staff_involvement="Mitt", do="save")
    )
    assert answer.status_code == 409
    assert "Mitt" in answer.text
    assert "Alle var med på planleggingsdagen." in answer.text
    assert 'name="keep" value="staff_involvement:' in answer.text
    assert Assessment.objects.get().staff_involvement != "Mitt"


def test_stale_form_of_a_shared_assessment_is_refused_with_a_sentence(autumn, sign_in) -> None:
    shared_assessment(autumn)
    answer = sign_in("head").post(address(autumn, "edit"), typed(autumn, staff_involvement="Sent"))
    assert answer.status_code == 409
    assert "Sent" in answer.text
    assert Assessment.objects.get().staff_involvement != "Sent"


@pytest.mark.parametrize(
    ("text", "is_stored"), [(ODD * 1000, True), ("a" * 20_001, False), ("a\x00b", False)]
)
def test_odd_text_is_stored_or_refused_clearly(autumn, sign_in, text: str, is_stored: bool) -> None:
    answer = sign_in("head").post(address(autumn, "edit"), typed(autumn, staff_involvement=text, do="save"))
    assert answer.status_code == (302 if is_stored else 200)
    assert Assessment.objects.filter(staff_involvement=text.replace("\x00", "")).exists() is is_stored
    if not is_stored:
        assert 'href="#id_staff_involvement"' in answer.text


def test_take_back_opens_the_form_again(autumn, sign_in) -> None:
    shared_assessment(autumn)
    answer = sign_in("head").post(address(autumn, "take_back"), follow=True)
    assert answer.redirect_chain[-1][0] == address(autumn, "edit")
    assert Assessment.objects.get().state == AssessmentState.DRAFT


def test_shared_page_shows_history_and_no_form(autumn, sign_in) -> None:
    shared_assessment(autumn)
    answer = sign_in("leader").get(address(autumn, "detail"))
    assert "Vi trenger et felles språk." in answer.text
    assert "Prøve Head" in answer.text
    assert address(autumn, "take_back") not in answer.text


@pytest.mark.parametrize("place", [(0, 2027), (999_999, 2027), (None, 1999)])
def test_unknown_places_are_404(autumn, sign_in, place) -> None:
    kindergarten, year = place
    kwargs = {"kindergarten": autumn.kindergarten.pk if kindergarten is None else kindergarten, "year": year}
    assert sign_in("owner").get(reverse("needs:assessment_edit", kwargs=kwargs)).status_code == 404


def test_list_filters_by_state_and_name(autumn, sign_in) -> None:
    shared_assessment(autumn)
    client = sign_in("leader")
    page = client.get(reverse("needs:assessment_list"))
    assert "Lekestua" in page.text
    assert "Lillestua" in page.text
    assert "Annenstua" not in page.text
    shared = client.get(reverse("needs:assessment_list"), {"state": "shared"}).context["table"]
    assert [row.record.name for row in shared.rows] == ["Lekestua"]
    owed = client.get(reverse("needs:assessment_list"), {"state": "owed"}).context["table"]
    assert [row.record.name for row in owed.rows] == ["Lillestua"]
    assert len(client.get(reverse("needs:assessment_list"), {"name": "lille"}).context["table"].rows) == 1


@pytest.mark.parametrize("column", ["name", "owner", "municipality", "state", "shared_at"])
def test_list_sorts_by_every_column_both_ways(autumn, sign_in, column: str) -> None:
    for sort in (column, f"-{column}"):
        table = sign_in("leader").get(reverse("needs:assessment_list"), {"sort": sort}).context["table"]
        assert {row.record.name for row in table.rows} == {"Lekestua", "Lillestua"}


def test_list_asks_the_same_number_of_questions_for_one_row_and_for_three(
    autumn, sign_in, django_assert_max_num_queries
) -> None:
    client = sign_in("leader")
    with django_assert_max_num_queries(12) as few:
        client.get(reverse("needs:assessment_list"))
    for _n in range(3):
        f.KindergartenFactory(owner=autumn.owner, municipality=autumn.municipality)
    with django_assert_max_num_queries(12) as many:
        client.get(reverse("needs:assessment_list"))
    assert len(few) == len(many)
    assert KindergartenFigures.objects.count() == 6


@pytest.mark.parametrize("verb", ["detail", "edit"])
def test_pages_ask_twelve_questions_at_most(
    autumn, sign_in, django_assert_max_num_queries, verb: str
) -> None:
    assessment = draft_assessment(autumn)
    client = sign_in("owner")
    with django_assert_max_num_queries(12):
        client.get(address(autumn, verb))
    share_assessment(assessment=assessment, by=autumn.person("head"), now=AUTUMN)
    with django_assert_max_num_queries(12):
        assert client.get(address(autumn, "detail")).status_code == 200
