"""The pages of shared facts and of the round's questions: what they show, what they store, how many reads."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from common.drafts import Shown
from networks.models import Organisation
from reporting.models import MeasureReport, MeasureReportApproval, Report, ReportQuestion
from reporting.queries.facts import facts_in
from reporting.queries.report_parts import parts_of
from reporting.report_content import report_content
from reporting.services.questions import ensure_questions
from reporting.states import FactsState
from tests.reporting import facts_stage as stage
from tests.reporting import stage as report_stage
from tests.world import NEXT_SPRING


@pytest.fixture(autouse=True)
def _when(at):
    at(NEXT_SPRING)


def url(name: str, facts: MeasureReport) -> str:
    return reverse(f"reporting:facts_{name}", kwargs={"measure": facts.measure_id})


def list_url(world) -> str:
    return reverse(
        "reporting:facts_list", kwargs={"network": world.network.pk, "year": world.round.grant_year}
    )


def test_the_form_begins_with_the_basis_and_stores_nothing(world, sign_in):
    facts = stage.new(world)
    page = sign_in("leader").get(url("edit", facts))
    assert page.context["form"]["kindergartens"].value() == [world.kindergarten.pk, world.sister.pk]
    assert "400 000" in page.content.decode().replace("\xa0", " ")  # what was asked for
    assert not MeasureReport.objects.exists()


def test_saving_stores_what_was_typed_with_what_it_began_with(world, sign_in):
    facts, client = stage.new(world), sign_in("uh")
    page = client.get(url("edit", facts))
    both = [world.kindergarten.pk, world.sister.pk]
    typed = {"shown": page.context["shown"], "done": "Samlinger", "kindergartens": both}
    answer = client.post(url("edit", facts), typed)
    assert answer.status_code == 302
    fresh = stage.read(facts)
    assert (fresh.done, fresh.version) == ("Samlinger", 1)
    assert {row.pk for row in fresh.kindergartens.all()} == set(both)


def test_what_both_have_changed_is_shown_side_by_side(world, sign_in):
    facts, client = stage.written(world), sign_in("leader")
    page = client.get(url("edit", facts))
    stage.save(world, facts, by="uh", done="Deres tekst")
    form = page.context["form"]
    typed = {**{name: form[name].value() or "" for name in form.fields}, "done": "Min tekst"}
    answer = client.post(url("edit", facts), {**typed, "shown": page.context["shown"]})
    assert answer.status_code == 409
    assert "Deres tekst" in answer.content.decode()
    assert Shown.read(answer.context["shown"]).version == 2


def test_another_kindergarten_of_the_network_can_be_added_but_none_from_elsewhere(world, sign_in):
    facts, client = stage.written(world), sign_in("leader")
    keys = {key for _group, own in _choices(client, facts) for key, _name in own}
    assert world.kindergarten.pk in keys
    assert world.other_kindergarten.pk not in keys


def _choices(client, facts):
    return client.get(url("edit", facts)).context["form"].fields["kindergartens"].choices


def test_both_sides_approve_on_the_page(world, sign_in):
    facts = stage.written(world)
    sign_in("leader").post(url("approve", facts), {"side": "", "version": facts.version})
    page = sign_in("uh").get(url("detail", facts))
    assert "facts_approve" not in page.content.decode()
    sign_in("uh").post(url("approve", facts), {"side": world.university.pk, "version": facts.version})
    assert stage.read(facts).state == FactsState.AGREED
    assert sign_in("leader").get(url("edit", facts)).status_code == 302


@pytest.mark.parametrize("side", ["999", "x", "-1"])
def test_nobody_approves_for_a_side_that_is_not_theirs(world, sign_in, side):
    facts = stage.written(world)
    answer = sign_in("leader").post(url("approve", facts), {"side": side, "version": facts.version})
    assert answer.status_code == 404
    assert not MeasureReportApproval.objects.exists()


def test_what_is_missing_stands_at_its_field(world, sign_in):
    facts = stage.written(world, done="")
    page = sign_in("leader").get(url("edit", facts) + "?mangler=1")
    assert set(page.context["form"].errors) == {"done"}


def test_a_reader_can_write_nothing(world, sign_in):
    facts = stage.written(world)
    page = sign_in("member").get(url("detail", facts))
    assert url("edit", facts) not in page.content.decode()
    assert '<form method="post" action="/rapport' not in page.content.decode()


def test_the_list_takes_the_same_reads_with_one_and_two_written(world, sign_in):
    stage.written(world)
    client = sign_in("leader")
    client.get(list_url(world))
    with CaptureQueriesContext(
        connection,
    ) as one:
        client.get(list_url(world))
    other = facts_in(world.network, world.fresh_round())[1]
    stage.save(world, other, **stage.FULL)
    with CaptureQueriesContext(connection) as two:
        page = client.get(list_url(world))
    assert len(one) == len(two)
    assert len(page.context["rows"]) == 2


def test_the_list_of_questions_takes_the_same_reads_however_many(world, sign_in):
    ensure_questions(world.round)
    address = reverse("reporting:question_list", kwargs={"year": world.round.grant_year})
    client = sign_in("case_officer")
    client.get(address)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    ReportQuestion.objects.exclude(key="sami").delete()
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    assert len(one) == len(many)


def test_the_list_of_questions_changes_nothing_when_it_is_read(world, sign_in):
    address = reverse("reporting:question_list", kwargs={"year": world.round.grant_year})
    page = sign_in("case_officer").get(address)
    assert sum(len(group["cards"]) for group in page.context["groups"]) == len(
        world.round.scheme.report_questions
    )
    assert not ReportQuestion.objects.exists()


def test_a_question_is_moved_with_its_button(world, sign_in):
    rows = {row.key: row.pk for row in ensure_questions(world.round)}
    address = reverse("reporting:question_list", kwargs={"year": world.round.grant_year})
    typed = {"audience": "measure", "order": f"{rows['children']},{rows['sami']}"}
    sign_in("case_officer").post(address, typed | {"move": f"{rows['sami']}:up"})
    keys = ReportQuestion.objects.filter(audience="measure").order_by("order").values_list("key", flat=True)
    assert list(keys) == ["sami", "children"]


def test_a_refused_wording_keeps_what_was_typed(world, sign_in):
    stage.written(world)
    question = ReportQuestion.objects.get(key="children")
    address = reverse("reporting:question_change", kwargs={"year": world.round.grant_year, "pk": question.pk})
    typed = {"audience": "measure", "text_nb": "Noe helt annet?", "version": question.version}
    answer = sign_in("case_officer").post(address, typed)
    assert answer.status_code == 409
    assert "Noe helt annet?" in answer.content.decode()


def test_saving_says_what_is_missing_and_then_that_nothing_is(world, sign_in):
    facts, client = stage.written(world), sign_in("leader")
    form = client.get(url("edit", facts)).context["form"]
    typed = {name: form[name].value() or "" for name in form.fields} | {"shown": stage.shown(facts).text}
    page = client.post(url("edit", facts), {**typed, "done": "", "signs": ""}, follow=True).content.decode()
    assert "2 ting mangler før det kan godkjennes" in page
    facts = stage.read(facts)
    page = client.post(url("edit", facts), {**typed, "shown": stage.shown(facts).text}, follow=True)
    assert "Ingenting mangler" in page.content.decode()


def test_a_writer_comes_from_the_facts_to_the_own_report_and_a_reader_does_not(world, sign_in):
    facts = stage.written(world)
    for role, grant in (("leader", stage.grant_of(world)), ("uh", stage.grant_of(world, is_university=True))):
        page = sign_in(role).get(url("detail", facts)).content.decode()
        assert reverse("reporting:report_measures", kwargs={"pk": grant.pk}) in page
    assert "report_url" in (seen := sign_in("member").get(url("detail", facts)).context)
    assert seen["report_url"] == ""


def test_the_way_to_a_sent_report_is_its_own_page(world, sign_in):
    report = report_stage.submitted(world)
    facts = stage.all_of(world)[0]
    page = sign_in("leader").get(url("detail", facts))
    assert page.context["report_url"] == reverse("reporting:report_detail", kwargs={"pk": report.grant_id})


@pytest.mark.parametrize("typed", ["ca. 40", "12,5", "-4"])
def test_an_odd_number_of_employees_is_kept_in_the_field_and_refused(world, sign_in, typed):
    facts, client = stage.written(world), sign_in("leader")
    form = client.get(url("edit", facts)).context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"shown": stage.shown(facts).text}
    answer = client.post(url("edit", facts), {**sent, "staff_reached": typed})
    assert answer.status_code == 200
    assert f'value="{typed}"' in answer.content.decode()
    assert set(answer.context["form"].errors) == {"staff_reached"}


def test_facts_that_all_have_approved_and_are_open_again_say_so(world, sign_in):
    facts = stage.written(world)
    assert not sign_in("leader").get(url("detail", facts)).context["is_reopened"]
    report_stage.returned(world)
    assert sign_in("leader").get(url("detail", facts)).context["is_reopened"]


@pytest.mark.parametrize(("form", "asked"), [("nb", "På bokmål?"), ("nn", "På nynorsk?")])
def test_a_report_keeps_a_question_about_a_measure_in_the_networks_written_form(world, form, asked):
    facts = stage.written(world)
    ReportQuestion.objects.filter(key="children").update(text_nb="På bokmål?", text_nn="På nynorsk?")
    Organisation.objects.filter(pk=world.payee.pk).update(written_form=form)
    report = Report(grant=stage.grant_of(world), version=0)
    content = report_content(parts_of(report), by=world.person("leader"))
    rows = {row["key"]: row for part in content["sections"] for row in part["rows"]}
    assert rows["answer-children"]["label"] == asked
    assert rows["answer-children"]["text"] == stage.read(facts).answers.get(question__key="children").text
