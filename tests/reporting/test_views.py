"""The pages of reports as their people meet them."""

from django.urls import reverse

from reporting import queries
from reporting.models import Report
from reporting.states import ReportState
from tests.reporting import stage
from tests.world import NEXT_SPRING


def _typed(grant, version=0, **changes) -> dict[str, str]:
    data = {"version": str(version), "summary": "Vi lærte mye."}
    for n, line in enumerate(line for line in grant.lines.all() if line.budget_nok):
        row = {
            "used_nok": f"{line.budget_nok} kr",
            "unspent_nok": "0",
            "done": "Samlinger",
            "attainment": "fully",
        }
        data |= {f"lines-{n}-{name}": value for name, value in {**row, **changes}.items()}
    return data


def test_a_leader_writes_looks_over_and_sends(world, sign_in, at):
    grant = stage.network_grant(world)
    at(NEXT_SPRING)
    client = sign_in("leader")
    edit = reverse("reporting:report_edit", kwargs={"pk": grant.pk})
    assert client.get(edit).status_code == 200
    answer = client.post(edit, _typed(grant) | {"do": "next"})
    assert answer.url == reverse("reporting:report_confirm_submit", kwargs={"pk": grant.pk})
    assert "lines-title" in client.get(answer.url).content.decode()
    client.post(reverse("reporting:report_submit", kwargs={"pk": grant.pk}))
    assert Report.objects.get().state == ReportState.SUBMITTED


def test_what_is_missing_links_to_its_field(world, sign_in, at):
    grant = stage.network_grant(world)
    at(NEXT_SPRING)
    client = sign_in("leader")
    client.post(reverse("reporting:report_edit", kwargs={"pk": grant.pk}), _typed(grant, done=""))
    page = client.get(reverse("reporting:report_confirm_submit", kwargs={"pk": grant.pk})).content.decode()
    assert "?mangler=1#id_lines-0-done" in page
    assert 'action="' + reverse("reporting:report_submit", kwargs={"pk": grant.pk}) not in page


def test_a_bad_amount_keeps_what_is_typed(world, sign_in, at):
    grant = stage.network_grant(world)
    at(NEXT_SPRING)
    edit = reverse("reporting:report_edit", kwargs={"pk": grant.pk})
    answer = sign_in("leader").post(edit, _typed(grant, used_nok="masse", done="Samlinger 🙂 ŋ"))
    page = answer.content.decode()
    assert (answer.status_code, Report.objects.count()) == (200, 0)
    assert "masse" in page
    assert "Samlinger 🙂 ŋ" in page


def test_an_older_version_is_refused_and_the_text_stays(world, sign_in, at):
    report = stage.draft(world)
    at(NEXT_SPRING)
    edit = reverse("reporting:report_edit", kwargs={"pk": report.grant_id})
    answer = sign_in("coordinator").post(edit, _typed(report.grant, version=0, done="Min tekst"))
    assert answer.status_code == 409
    assert "Min tekst" in answer.content.decode()


def test_case_officer_returns_and_approves(world, sign_in, at):
    report = stage.submitted(world)
    at(NEXT_SPRING)
    client = sign_in("case_officer")
    back = reverse("reporting:report_return", kwargs={"pk": report.grant_id})
    assert client.get(back).status_code == 200
    client.post(back, {"comment": "Skriv mer", "until": "2028-06-01"})
    assert stage.fresh(report).state == ReportState.RETURNED
    stage.services.submit_report(report=stage.fresh(report), by=world.person("leader"), now=NEXT_SPRING)
    client.post(reverse("reporting:report_approve", kwargs={"pk": report.grant_id}), {"comment": ""})
    assert stage.fresh(report).state == ReportState.APPROVED


def test_returning_to_a_day_that_has_passed_keeps_the_comment(world, sign_in, at):
    report = stage.submitted(world)
    at(NEXT_SPRING)
    back = reverse("reporting:report_return", kwargs={"pk": report.grant_id})
    answer = sign_in("case_officer").post(back, {"comment": "Skriv mer her", "until": "2020-01-01"})
    assert answer.status_code == 409
    assert "Skriv mer her" in answer.content.decode()
    assert stage.fresh(report).state == ReportState.SUBMITTED


def test_the_overview_shows_the_sums(world, sign_in, at):
    stage.submitted(world)
    at(NEXT_SPRING)
    page = sign_in("case_officer").get(reverse("reporting:report_overview", kwargs={"year": 2027}))
    assert page.status_code == 200
    assert page.context["overview"].used_nok == queries.overview(world.fresh_round()).used_nok


def test_the_list_filters_those_who_owe(world, sign_in, at):
    stage.submitted(world)
    at(NEXT_SPRING)
    page = sign_in("case_officer").get(reverse("reporting:report_list"), {"state": "owed"})
    assert [str(row.record.university) for row in page.context["table"].rows] == ["Prøve høgskole"]
