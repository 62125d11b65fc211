"""The county's summary: made in the background, written in, frozen, opened again, laid before the forum."""

from datetime import timedelta

import pytest

from common.drafts import Shown
from common.history import history_of
from common.models import Document
from common.refusals import MovedOn, NotAllowed, NotNow
from networks.models import MeetingPaper
from reporting.models import ReportAnswer, ReportQuestion, SummaryJob, SummarySection
from reporting.queries import summary as queries
from reporting.services import summary as services
from reporting.services import summary_jobs
from reporting.services.questions import ensure_questions
from reporting.services.summary_jobs import run_summary_job
from reporting.states import JobState
from tests.reporting import summary_stage
from tests.reporting.summary_stage import answered, frozen, made
from tests.world import NEXT_SPRING

LATER = NEXT_SPRING + timedelta(hours=2)


def _save(world, summary, key, text, shown=None):
    section = queries.section_of(summary, key)
    shown = shown or Shown.of(services.values_of(section), section.version)
    typed = {"text": text, "title": section.title}
    return services.save_section(
        section=section, typed=typed, shown=shown, by=world.person("case_officer"), now=NEXT_SPRING
    )


# --- Making -----------------------------------------------------------------------------------------------


def test_a_summary_has_the_schemes_parts_with_one_for_each_question(world):
    summary = made(world)
    keys = [row.key for row in queries.sections_of(summary)]
    questions = [row.key for row in ensure_questions(world.fresh_round())]
    assert keys[:3] == ["introduction", "numbers", "signs"]
    assert [key for key in keys if key.startswith("question-")] == [f"question-{key}" for key in questions]
    assert keys[-3:] == ["individual", "control", "experiences"]
    assert queries.section_of(summary, "introduction").text
    assert summary.numbers["this"]["total"]["kindergartens"] == 2


def test_texts_are_collected_with_the_name_of_who_says_it(world):
    summary_stage.agreed_facts(world)
    answered(world, "partnership", "Møtene var gode.")
    summary = made(world)
    (said,) = queries.section_of(summary, "question-partnership").collected
    assert (said["name"], said["text"], said["is_new"]) == ("Prøvenettverket", "Møtene var gode.", False)
    signs = queries.section_of(summary, "signs").collected
    assert {one["text"] for one in signs} == {summary_stage.SAID}
    assert all(one["name"].startswith("Prøvenettverket: ") for one in signs)


def test_answers_of_reports_that_are_not_in_are_not_collected(world):
    report = answered(world, "partnership", "Utkast", is_sent=False)
    assert report.state == "draft"
    assert queries.section_of(made(world), "question-partnership").collected == []


def test_making_again_keeps_what_the_office_wrote_and_says_what_is_new(world):
    report = answered(world, "partnership", "Møtene var gode.")
    summary = made(world)
    _save(world, summary, "question-partnership", "Alle er fornøyde.")
    ReportAnswer.objects.filter(report=report).update(text="Møtene var svært gode.")
    again = made(world, facts=False)
    section = queries.section_of(again, "question-partnership")
    assert section.text == "Alle er fornøyde."
    assert [(one["text"], one["is_new"]) for one in section.collected] == [("Møtene var svært gode.", True)]
    assert not any(one["is_new"] for one in queries.section_of(again, "signs").collected)


def test_asked_for_twice_it_is_one_making(world):
    first = summary_stage.begun(world)
    second = summary_stage.begun(world)
    assert first == second
    assert SummaryJob.objects.count() == 1


def test_a_making_that_was_cut_off_goes_on_where_it_stopped(world, monkeypatch):
    job = summary_stage.begun(world)
    seen = []
    steps = {name: lambda _making, name=name: seen.append(name) for name in services.STEPS}

    def die(_making):
        raise KeyboardInterrupt

    monkeypatch.setattr(summary_jobs, "STEP", {**steps, "answers": die})
    with pytest.raises(KeyboardInterrupt):
        run_summary_job(job=job, now=NEXT_SPRING)
    assert SummaryJob.objects.get().done == 3
    monkeypatch.setattr(summary_jobs, "STEP", steps)
    run_summary_job(job=SummaryJob.objects.get(), now=NEXT_SPRING)
    assert seen == list(services.STEPS)
    assert SummaryJob.objects.get().state == JobState.READY


def test_a_step_that_fails_stops_the_making_and_says_why(world, monkeypatch):
    def fail(_making):
        raise ValueError("Tallene mangler")

    job = summary_stage.begun(world)
    monkeypatch.setitem(summary_jobs.STEP, "numbers", fail)
    run_summary_job(job=job, now=NEXT_SPRING)
    job = SummaryJob.objects.get()
    assert (job.state, job.fault, job.done) == (JobState.FAILED, "ValueError: Tallene mangler", 1)
    assert queries.work_under_way(world.fresh_round()) is None


def test_a_making_that_never_ends_is_given_up(world):
    job = summary_stage.begun(world)
    run_summary_job(job=job, now=LATER)
    assert SummaryJob.objects.get().state == JobState.FAILED


def test_a_making_that_is_done_is_not_done_again(world):
    made(world)
    assert not run_summary_job(job=SummaryJob.objects.get(), now=LATER)


def test_collecting_takes_the_same_statements_whatever_is_said(world, django_assert_num_queries):
    summary_stage.agreed_facts(world)
    answered(world, "partnership", "Godt.")
    round = world.fresh_round()
    with django_assert_num_queries(5):
        _collect_all(round)


def _collect_all(round):
    queries.answers_by_question(round)
    queries.facts_texts(round)
    queries.individual_texts(round)
    queries.report_texts(round)
    queries.settled_texts(round)


# --- Writing ----------------------------------------------------------------------------------------------


def test_what_two_have_changed_is_given_back(world):
    summary = made(world)
    section = queries.section_of(summary, "experiences")
    shown = Shown.of(services.values_of(section), section.version)
    _save(world, summary, "experiences", "Min tekst", shown)
    saved = _save(world, summary, "experiences", "Din tekst", shown)
    assert [(one.mine, one.theirs) for one in saved.conflicts] == [("Din tekst", "Min tekst")]
    assert queries.section_of(summary, "experiences").text == "Min tekst"


def test_own_parts_come_last_and_can_be_taken_away(world):
    summary, officer = made(world), world.person("case_officer")
    own = services.add_section(summary=summary, title="Veien videre", by=officer, now=NEXT_SPRING)
    assert [row.key for row in queries.sections_of(summary)][-1] == own.key == "own-1"
    services.remove_section(section=own, by=officer, now=NEXT_SPRING)
    assert not SummarySection.objects.filter(pk=own.pk).exists()


@pytest.mark.parametrize(("after", "place"), [("", 0), ("signs", 3), (None, -1), ("gone", -1)])
def test_an_own_part_stands_where_the_office_wants_it(world, after, place):
    summary = made(world)
    own = services.add_section(
        summary=summary, title="Veien videre", after=after, by=world.person("case_officer"), now=NEXT_SPRING
    )
    rows = queries.sections_of(summary)
    assert rows[place] == own
    assert [row.order for row in rows] == list(range(1, len(rows) + 1))


def _reordered(world, summary) -> list[str]:
    """The parts the other way round, as the office puts them."""
    rows = queries.sections_of(summary)
    services.order_sections(
        summary=summary,
        order=[row.pk for row in reversed(rows)],
        by=world.person("case_officer"),
        now=NEXT_SPRING,
    )
    return [row.key for row in reversed(rows)]


def test_the_offices_order_stands_when_the_summary_is_made_again(world):
    summary = made(world)
    services.add_section(
        summary=summary, title="Veien", after="signs", by=world.person("case_officer"), now=NEXT_SPRING
    )
    wanted = _reordered(world, summary)
    made(world, facts=False)
    assert [row.key for row in queries.sections_of(summary)] == wanted


def test_a_part_that_is_new_in_the_scheme_comes_after_the_one_before_it(world):
    summary = made(world)
    SummarySection.objects.filter(summary=summary, key="numbers").delete()
    wanted = _reordered(world, summary)
    wanted.insert(wanted.index("introduction") + 1, "numbers")
    made(world, facts=False)
    assert [row.key for row in queries.sections_of(summary)] == wanted


def test_a_question_that_is_no_longer_asked_goes_unless_the_office_wrote_about_it(world):
    ensure_questions(world.fresh_round())
    summary = made(world)
    gone, written = [row.key for row in queries.sections_of(summary) if row.key.startswith("question-")][:2]
    _save(world, summary, written, "Dette vil vi si.")
    keys = [key.removeprefix("question-") for key in (gone, written)]
    ReportQuestion.objects.filter(round=world.round, key__in=keys).update(is_active=False)
    made(world, facts=False)
    left = {row.key for row in queries.sections_of(summary)}
    assert (gone in left, written in left) == (False, True)


def test_only_an_order_that_changes_something_is_told(world):
    summary = made(world)
    version = summary.version
    same = [row.pk for row in queries.sections_of(summary)]
    services.order_sections(summary=summary, order=same, by=world.person("case_officer"), now=NEXT_SPRING)
    assert not history_of(summary).filter(verb="order").exists()
    _reordered(world, summary)
    assert history_of(summary).filter(verb="order").count() == 1
    assert queries.summary_of(world.round).version == version + 1


def test_nobody_changes_the_order_while_the_summary_is_frozen(world):
    summary = made(world)
    summary_stage.freezing(world, is_made=True)
    with pytest.raises(NotNow):
        _reordered(world, summary)


def test_the_schemes_parts_stay(world):
    section = queries.section_of(made(world), "signs")
    with pytest.raises(NotNow):
        services.remove_section(section=section, by=world.person("case_officer"), now=NEXT_SPRING)


# --- The forum --------------------------------------------------------------------------------------------


def test_the_forum_gets_the_frozen_summary_as_a_paper(world):
    item = summary_stage.november(world)
    summary = frozen(world)
    officer = world.person("case_officer")
    paper = services.lay_summary(summary=summary, by=officer, now=NEXT_SPRING)
    again = services.lay_summary(summary=summary, by=officer, now=NEXT_SPRING)
    assert (paper.item, paper.document, again) == (item, summary.document, paper)


def test_a_newer_version_takes_the_place_of_the_paper(world):
    summary_stage.november(world)
    summary = frozen(world)
    services.lay_summary(summary=summary, by=world.person("case_officer"), now=NEXT_SPRING)
    summary_stage.reopened(world)
    newer = frozen(world, is_made=True)
    (paper,) = MeetingPaper.objects.all()
    assert paper.document == newer.document
    assert Document.objects.filter(pk=summary.document_id).exists()


def test_without_a_meeting_nothing_is_laid_before_the_forum(world):
    summary = frozen(world)
    with pytest.raises(NotNow):
        services.lay_summary(summary=summary, by=world.person("case_officer"), now=NEXT_SPRING)


# --- Rules ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["approver", "forum", "leader", "uh", "foreign_officer", "nobody"])
def test_only_the_countys_case_officer_works_on_the_summary(world, role):
    summary = made(world)
    user, round = world.person(role), world.fresh_round()
    with pytest.raises(NotAllowed):
        services.make_summary(round=round, by=user, now=NEXT_SPRING)
    with pytest.raises(NotAllowed):
        services.add_section(summary=summary, title="Min", by=user, now=NEXT_SPRING)
    with pytest.raises(NotAllowed):
        services.order_sections(summary=summary, order=[], by=user, now=NEXT_SPRING)
    with pytest.raises(NotAllowed):
        services.freeze_summary(summary=summary, version=summary.version, by=user, now=NEXT_SPRING)
    with pytest.raises(NotAllowed):
        services.reopen_summary(summary=summary, comment="", by=user, now=NEXT_SPRING)
    with pytest.raises(NotAllowed):
        services.lay_summary(summary=summary, by=user, now=NEXT_SPRING)


def test_nothing_is_made_before_the_letters_are_issued(world):
    with pytest.raises(NotNow):
        services.make_summary(round=world.fresh_round(), by=world.person("case_officer"), now=NEXT_SPRING)
    assert not SummaryJob.objects.exists()


def test_what_is_being_made_is_not_frozen(world):
    summary = made(world)
    summary_stage.begun(world)
    with pytest.raises(NotNow):
        services.freeze_summary(
            summary=summary, version=summary.version, by=world.person("case_officer"), now=NEXT_SPRING
        )


def test_what_is_not_frozen_is_not_opened_again(world):
    made(world)
    with pytest.raises(MovedOn):
        summary_stage.reopened(world)


@pytest.mark.parametrize(
    ("role", "is_seen"),
    [
        ("case_officer", True),
        ("approver", True),
        ("forum", False),
        ("leader", False),
        ("foreign_officer", False),
    ],
)
def test_staff_see_the_draft(world, role, is_seen):
    made(world)
    seen = queries.summary_rounds(world.person(role), now=NEXT_SPRING)
    assert list(seen) == ([world.round] if is_seen else [])


def test_the_forum_sees_what_has_been_frozen(world):
    frozen(world)
    assert list(queries.summary_rounds(world.person("forum"), now=NEXT_SPRING)) == [world.round]
    assert list(queries.summary_rounds(world.person("leader"), now=NEXT_SPRING)) == []
