"""A round's questions: they begin as the scheme's, the office keeps them, what is answered stands."""

import pytest

from common.history import history_of
from common.refusals import NotAllowed, NotNow
from networks.models import WrittenForm
from networks.schemes import SCHEMES
from reporting.models import ReportQuestion
from reporting.queries import questions as queries
from reporting.rules import questions as rules
from reporting.services import questions as services
from reporting.states import Audience
from tests.reporting import facts_stage as stage
from tests.world import NEXT_SPRING

TYPED = {
    "audience": "measure",
    "text_nb": "Hva gjør dere videre?",
    "text_nn": "Kva gjer de vidare?",
    "help_nb": "",
    "help_nn": "",
    "is_required": False,
}


def add(world, by: str = "case_officer", **changes) -> ReportQuestion:
    typed = TYPED | changes
    return services.add_question(round=world.fresh_round(), typed=typed, by=world.person(by), now=NEXT_SPRING)


def change(world, question, by: str = "case_officer", **typed) -> ReportQuestion:
    return services.change_question(
        question=question, typed=typed, version=question.version, by=world.person(by), now=NEXT_SPRING
    )


def keys(world, *audiences: str) -> list[str]:
    return [row.key for row in queries.questions_for(world.fresh_round(), *audiences)]


def answered(world) -> ReportQuestion:
    """A question that somebody has answered."""
    stage.written(world)
    return ReportQuestion.objects.get(key="children")


@pytest.mark.parametrize("scheme", SCHEMES.values(), ids=lambda scheme: scheme.key)
def test_the_schemes_questions_have_their_own_keys_and_known_audiences(scheme):
    found = [question.key for question in scheme.report_questions]
    assert len(found) == len(set(found))
    assert {question.audience for question in scheme.report_questions} <= set(Audience.values)


def test_a_round_without_questions_asks_the_schemes(world, django_assert_num_queries):
    round = world.fresh_round()
    with django_assert_num_queries(1):
        found = queries.questions_for(round, Audience.MEASURE)
    assert [(row.key, row.pk) for row in found] == [("children", None), ("sami", None)]


def test_ensure_questions_copies_the_schemes_once(world):
    round = world.fresh_round()
    first = services.ensure_questions(round)
    again = services.ensure_questions(round)
    assert [row.pk for row in first] == [row.pk for row in again]
    assert len(first) == len(round.scheme.report_questions)
    assert [row.order for row in first] == list(range(1, len(first) + 1))


def test_the_tick_gives_each_round_its_questions_once(world):
    assert services.keep_questions() == 1
    assert services.keep_questions() == 0


def test_saved_questions_are_asked_in_order_with_one_read(world, django_assert_num_queries):
    add(world)
    round = world.fresh_round()
    with django_assert_num_queries(1):
        found = queries.questions_for(round, Audience.MEASURE)
    assert [row.key for row in found][:2] == ["children", "sami"]
    assert len(found) == 3


@pytest.mark.parametrize(
    ("form", "text"), [(WrittenForm.NB, "Hva gjør dere videre?"), (WrittenForm.NN, "Kva gjer de vidare?")]
)
def test_a_question_is_asked_in_the_written_form(world, form, text):
    assert queries.wording(add(world), form)[0] == text


def test_what_nynorsk_lacks_comes_in_bokmaal(world):
    question = add(world, text_nn="", help_nb="Kort", help_nn="")
    assert queries.wording(question, WrittenForm.NN) == ("Hva gjør dere videre?", "Kort")


def test_the_help_follows_the_written_form(world):
    question = add(world, help_nb="Kort", help_nn="Stutt")
    assert queries.wording(question, WrittenForm.NN)[1] == "Stutt"
    assert queries.wording(question, WrittenForm.NB)[1] == "Kort"


@pytest.mark.parametrize("role", ["leader", "approver", "foreign_officer"])
def test_change_question_by_others_changes_nothing(world, role):
    question = add(world)
    with pytest.raises(NotAllowed):
        change(world, question, by=role, help_nb="Mitt")
    question.refresh_from_db()
    assert (question.help_nb, question.version) == ("", 1)


@pytest.mark.parametrize("role", ["leader", "uh", "approver", "foreign_officer", "nobody"])
def test_only_the_countys_case_officers_keep_questions(world, role):
    with pytest.raises(NotAllowed):
        rules.check_may_keep_questions(world.person(role), world.round, now=NEXT_SPRING)


def test_a_case_officer_keeps_questions(world):
    rules.check_may_keep_questions(world.person("case_officer"), world.round, now=NEXT_SPRING)


def test_add_question_puts_it_last_of_its_audience(world):
    question = add(world)
    assert keys(world, "measure")[-1] == question.key
    assert [line.verb for line in history_of(question)] == ["add"]


def test_the_key_is_made_of_the_text_and_stays(world):
    question = add(world)
    second = add(world)
    assert (question.key, second.key) == ("hva-gjr-dere-videre", "hva-gjr-dere-videre-2")
    assert change(world, question, text_nb="Hva nå?").key == question.key


def test_add_question_by_others_changes_nothing(world):
    with pytest.raises(NotAllowed):
        add(world, by="approver")
    assert not ReportQuestion.objects.exists()


def test_a_question_must_ask_something(world):
    with pytest.raises(NotNow):
        add(world, text_nb="  ")
    assert not ReportQuestion.objects.filter(text_nb="  ").exists()


def test_change_question_stores_it_and_says_what_it_was(world):
    question = change(world, add(world), text_nb="Hva nå?", is_required=True)
    assert (question.text_nb, question.is_required, question.version) == ("Hva nå?", True, 2)
    assert "Hva gjør dere videre? → Hva nå?" in history_of(question).last().comment


def test_change_question_on_an_older_version_is_refused(world):
    question = add(world)
    change(world, question, text_nb="Hva nå?")
    with pytest.raises(NotNow):
        change(world, question, text_nb="Mitt")
    assert ReportQuestion.objects.get(pk=question.pk).text_nb == "Hva nå?"


@pytest.mark.parametrize("typed", [{"text_nb": "Noe annet?"}, {"audience": "recipient"}])
def test_what_is_answered_keeps_its_wording_and_audience(world, typed):
    question = answered(world)
    with pytest.raises(NotNow):
        change(world, question, **typed)
    question.refresh_from_db()
    assert question.version == 1


def test_what_is_answered_can_get_help_and_lacking_nynorsk(world):
    question = answered(world)
    ReportQuestion.objects.filter(pk=question.pk).update(text_nn="")
    fresh = change(world, question, text_nn="På nynorsk?", help_nb="Kort.", is_required=False)
    assert (fresh.text_nn, fresh.help_nb, fresh.is_required) == ("På nynorsk?", "Kort.", False)
    with pytest.raises(NotNow):
        change(world, fresh, text_nn="Noko anna?")


def test_hide_question_keeps_the_answers_and_it_can_be_shown_again(world):
    question = answered(world)
    about = {"question": question, "by": world.person("case_officer"), "now": NEXT_SPRING}
    services.hide_question(**about)
    assert "children" not in keys(world, "measure")
    assert question.answers.get().text
    services.show_question(**about)
    services.show_question(**about)
    assert keys(world, "measure") == ["sami", "children"]
    assert [line.verb for line in history_of(question)] == ["hide", "show"]


def test_hide_question_by_others_changes_nothing(world):
    question = add(world)
    with pytest.raises(NotAllowed):
        services.hide_question(question=question, by=world.person("leader"), now=NEXT_SPRING)
    question.refresh_from_db()
    assert question.is_active


def test_order_questions_moves_within_one_audience(world):
    rows = {row.key: row.pk for row in services.ensure_questions(world.fresh_round())}
    services.order_questions(
        round=world.round,
        audience="measure",
        order=f"{rows['sami']},{rows['owners']}",
        by=world.person("case_officer"),
        now=NEXT_SPRING,
    )
    assert keys(world, "measure") == ["sami", "children"]
    assert keys(world, "network") == ["owners"]


def test_order_questions_by_others_changes_nothing(world):
    services.ensure_questions(world.fresh_round())
    with pytest.raises(NotAllowed):
        services.order_questions(
            round=world.round, audience="measure", order="", by=world.person("leader"), now=NEXT_SPRING
        )
