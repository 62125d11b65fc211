"""The pages of reports as their people meet them."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from common.drafts import Shown
from reporting import queries
from reporting.models import Report, ReportLine
from reporting.queries.report_lines import line_values
from reporting.queries.report_parts import asked
from reporting.states import ReportState
from tests.reporting import stage
from tests.world import NEXT_SPRING


def url(name: str, grant, **more) -> str:
    return reverse(f"reporting:{name}", kwargs={"pk": grant.pk, **more})


def first_line(grant) -> ReportLine:
    return queries.lines_of(Report(grant=grant))[0]


def shown(line: ReportLine) -> str:
    return Shown.of(line_values(line), 0).text


def test_a_leader_writes_line_by_line_answers_and_sends(world, sign_in, at):
    grant = stage.network_grant(world)
    at(NEXT_SPRING)
    client = sign_in("leader")
    assert client.get(url("report_edit", grant)).url == url("report_measures", grant)
    assert client.get(url("report_measures", grant)).status_code == 200
    stage.approved_facts(world, grant)
    there = url("report_line", grant, line=first_line(grant).line_id)
    for row in queries.lines_of(Report(grant=grant)):
        page = url("report_line", grant, line=row.line_id)
        typed = {
            "kind_staff": f"{row.budget_nok} kr",
            "done": "Samlinger",
            "attainment": "fully",
            "do": "next",
        }
        assert client.get(page).status_code == 200
        there = client.post(page, typed | {"shown": shown(row)}).url
    assert there == url("report_money", grant)
    answers = {one.name: "Godt" for one in asked(grant)}
    there = client.post(url("report_questions", grant), {"summary": "Vi lærte", **answers, "do": "next"}).url
    assert there == url("report_attachments", grant)
    page = client.get(url("report_confirm_submit", grant)).content.decode()
    assert url("report_submit", grant) in page
    client.post(url("report_submit", grant), {"version": stage.fresh_of(grant).version})
    assert Report.objects.get().state == ReportState.SUBMITTED
    assert client.get(url("report_receipt_download", grant, number=1))["Content-Type"] == "application/pdf"
    assert client.get(url("report_versions", grant)).status_code == 200


def test_next_line_is_the_next_in_which_something_is_missing(world, sign_in, at):
    grant = stage.network_grant(world)
    rows = queries.lines_of(Report(grant=grant))
    stage.write_line(
        world, grant, rows[1].line_id, kind_staff=rows[1].budget_nok, done="Ja", attainment="fully"
    )
    at(NEXT_SPRING)
    page = url("report_line", grant, line=rows[0].line_id)
    answer = sign_in("leader").post(page, {"kind_staff": "1", "do": "next", "shown": shown(rows[0])})
    assert answer.url == url("report_line", grant, line=rows[2].line_id)


def test_the_list_of_lines_can_show_only_what_is_missing(world, sign_in, at):
    grant = stage.network_grant(world)
    row = first_line(grant)
    stage.write_line(world, grant, row.line_id, kind_staff=row.budget_nok, done="Ja", attainment="fully")
    at(NEXT_SPRING)
    page = sign_in("leader").get(url("report_money", grant), {"vis": "mangler"})
    assert row.line_id not in {shown["line"].line_id for shown in page.context["rows"]}
    assert (page.context["done"], page.context["total"]) == (1, len(page.context["rows"]) + 1)


def test_the_way_in_goes_back_to_where_one_wrote(world, sign_in, at):
    grant = stage.network_grant(world)
    line = url("report_line", grant, line=first_line(grant).line_id)
    at(NEXT_SPRING)
    client = sign_in("leader")
    client.post(line, {"kind_staff": "1", "shown": shown(first_line(grant))})
    assert client.get(url("report_edit", grant)).url == line


def test_what_is_missing_links_to_its_field(world, sign_in, at):
    report = stage.complete(world, kind_teaching=None)
    at(NEXT_SPRING)
    client = sign_in("leader")
    page = client.get(url("report_confirm_submit", report.grant)).content.decode()
    address = url("report_line", report.grant, line=report.lines.first().line_id)
    assert f"{address}?mangler=1#id_kind_staff" in page
    assert 'action="' + url("report_submit", report.grant) not in page
    assert client.get(f"{address}?mangler=1").context["form"].errors["kind_staff"]


def test_a_bad_amount_keeps_what_is_typed_and_saves_the_rest(world, sign_in, at):
    grant = stage.network_grant(world)
    line = first_line(grant)
    at(NEXT_SPRING)
    typed = {"kind_staff": "masse", "kind_travel": "10", "unspent_reason": "Ŋ 🙂", "shown": shown(line)}
    answer = sign_in("leader").post(url("report_line", grant, line=line.line_id), typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "masse" in page
    assert "Ŋ 🙂" in page
    assert ReportLine.objects.get().used_nok == 10


def test_two_who_write_the_same_field_are_shown_both_texts(world, sign_in, at):
    grant = stage.network_grant(world)
    line = first_line(grant)
    stage.write_line(world, grant, line.line_id, kind_staff=100)
    at(NEXT_SPRING)
    answer = sign_in("coordinator").post(
        url("report_line", grant, line=line.line_id), {"kind_staff": "222", "shown": shown(line)}
    )
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "222" in page
    assert "100" in page


def test_files_are_added_on_their_page(world, sign_in, at):
    grant = stage.network_grant(world)
    at(NEXT_SPRING)
    client = sign_in("leader")
    good = SimpleUploadedFile("Plan.pdf", b"%PDF-1.7 liten fil")
    bad = SimpleUploadedFile("Plan.txt", b"tekst")
    page = client.post(url("report_attachments", grant), {"chosen": [good, bad]})
    assert page.status_code == 200
    assert [file.attachment.filename for file in page.context["files"]] == ["Plan.pdf"]


def test_the_page_of_a_report_shows_money_by_kind_to_the_office(world, sign_in, at):
    report = stage.submitted(world)
    at(NEXT_SPRING)
    page = sign_in("case_officer").get(url("report_detail", report.grant))
    money = page.context["money"]
    assert [str(kind) for kind in money.kinds] == ["teaching"]
    assert (money.had_nok, money.used_nok, money.left_nok) == (report.grant.amount_nok,) * 2 + (0,)


def test_a_draft_is_read_by_its_writers_alone(world, sign_in, at):
    report = stage.draft(world)
    at(NEXT_SPRING)
    assert sign_in("leader").get(url("report_detail", report.grant)).context["parts"] is not None
    assert sign_in("case_officer").get(url("report_detail", report.grant)).context["parts"] is None


def test_case_officer_returns_a_report_and_still_reads_what_was_sent(world, sign_in, at):
    report = stage.submitted(world)
    at(NEXT_SPRING)
    client = sign_in("case_officer")
    back = url("report_return", report.grant)
    assert client.get(back).status_code == 200
    client.post(back, {"comment": "Skriv mer", "until": "2028-06-01"})
    assert stage.fresh(report).state == ReportState.RETURNED
    assert client.get(url("report_versions", report.grant)).status_code == 200
    assert "Skriv mer" in sign_in("leader").get(url("report_money", report.grant)).content.decode()


def test_returning_to_a_day_that_has_passed_keeps_the_comment(world, sign_in, at):
    report = stage.submitted(world)
    at(NEXT_SPRING)
    back = url("report_return", report.grant)
    answer = sign_in("case_officer").post(back, {"comment": "Skriv mer her", "until": "2020-01-01"})
    assert answer.status_code == 409
    assert "Skriv mer her" in answer.content.decode()
    assert stage.fresh(report).state == ReportState.SUBMITTED


def test_the_overview_shows_the_sums(world, sign_in, at):
    stage.submitted(world)
    at(NEXT_SPRING)
    page = sign_in("case_officer").get(reverse("reporting:report_overview", kwargs={"year": 2027}))
    assert page.status_code == 200
    found = page.context["overview"]
    assert found.used_nok == queries.overview(world.fresh_round()).used_nok > 0
    said = {str(total.grant.network or total.grant.university): total.is_in for total in found.totals}
    assert said == {"Prøvenettverket": True, "Prøve høgskole": False}
    assert page.content.decode().count(">–</td>") == 2  # what nobody has told is not 0


def test_the_list_leads_to_the_layout_who_may_set_it_up(world, sign_in, at):
    stage.submitted(world)
    at(NEXT_SPRING)
    address = reverse("reporting:layout_edit", kwargs={"year": world.round.grant_year})
    pages = {who: sign_in(who).get(reverse("reporting:report_list")) for who in ("case_officer", "approver")}
    assert [who for who, page in pages.items() if address in page.getvalue().decode()] == ["case_officer"]


def test_the_list_filters_those_who_owe(world, sign_in, at):
    stage.submitted(world)
    at(NEXT_SPRING)
    page = sign_in("case_officer").get(reverse("reporting:report_list"), {"state": "owed"})
    assert [str(row.record.university) for row in page.context["table"].rows] == ["Prøve høgskole"]


def test_a_lines_own_page_says_what_is_missing_without_its_name(world, sign_in, at):
    report = stage.complete(world, kind_teaching=None)
    line = report.lines.first()
    at(NEXT_SPRING)
    page = sign_in("leader").get(url("report_line", report.grant, line=line.line_id) + "?mangler=1")
    assert page.context["form"].errors["kind_staff"] == ["Skriv hva pengene er brukt til."]


def test_what_is_agreed_can_be_read_but_not_changed_from_the_last_step(world, sign_in, at):
    report = stage.complete(world)
    at(NEXT_SPRING)
    page = sign_in("leader").get(url("report_confirm_submit", report.grant))
    may_change = {one.key: may for one, _url, may in page.context["before"]}
    measures = {may for key, may in may_change.items() if key.startswith("measure-")}
    assert (may_change["summary"], measures) == (True, {False})
    assert [one.key for one, _url, _may in page.context["after"]] == ["questions", "attachments"]
    assert len(page.context["money"].rows) == report.lines.count()


def test_a_report_that_is_not_begun_says_what_it_is_to_tell(world, sign_in, at):
    grant = stage.network_grant(world)
    at(NEXT_SPRING)
    ahead = sign_in("leader").get(url("report_detail", grant)).context["ahead"]
    rows = queries.lines_of(Report(grant=grant))
    assert (ahead["lines"], ahead["had"]) == (len(rows), sum(row.budget_nok for row in rows))
    assert sign_in("case_officer").get(url("report_detail", grant)).context["ahead"] is None


def test_the_step_about_measures_leads_to_the_first_that_waits_for_the_own_side(world, sign_in, at):
    grant = stage.network_grant(world)
    at(NEXT_SPRING)
    client = sign_in("leader")
    page = client.get(url("report_measures", grant))
    first = page.context["rows"][0]["url"]
    assert (page.context["done"], page.context["first_waiting"]) == (0, first)
    stage.approved_facts(world, grant)
    page = client.get(url("report_measures", grant))
    assert (page.context["done"], page.context["first_waiting"]) == (len(page.context["rows"]), "")
