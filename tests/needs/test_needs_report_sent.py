"""After the draft: what is kept when a report is sent, taking it back, and returning it with comments."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.utils.translation import override

from common.clock import oslo
from common.history import history_of
from common.kept import is_intact, read_sections, versions_of
from common.models import ContentVersion, OutboxMail
from common.refusals import MovedOn, NotAllowed, NotNow
from needs.models import DecisionBasis, Measure, NeedsReport, ReportComment
from needs.queries import needs_reports_owed
from needs.queries.drafts import NEED_FIELDS, REPORT_FIELDS
from needs.queries.report_comments import comments_by_key, need_key
from needs.report_content import WORDS, report_content
from needs.services.needs_report import (
    declare_no_needs,
    record_needs_report,
    return_needs_report,
    submit_needs_report,
    take_back_needs_report,
)
from needs.states import NeedsReportState
from networks.models import Dispensation, OrganisationKind, Seat
from networks.roles import Role
from networks.schemes import SCHEMES
from tests import factories as f
from tests.needs.stage import draft_report, fresh, need, recorded_draft, submitted_report, themes
from tests.world import AUTUMN, FEBRUARY, WINTER, World

LAST_SECOND = oslo(2026, 12, 1, 23, 59, 59)
AFTER = LAST_SECOND + timedelta(seconds=1)
JANUARY = oslo(2027, 1, 22, 23, 59, 59)


def read(version: ContentVersion) -> dict[str, dict[str, str]]:
    """A version as its reader sees it in English: section, field, words."""
    with override("en"):
        sections = read_sections(version.content, WORDS)
        return {one.title: {row.label: row.words for row in one.rows} for one in sections}


def taken_back(world: World, report: NeedsReport, *, by: str = "owner", now: Any = AUTUMN) -> NeedsReport:
    return take_back_needs_report(report=report, by=world.person(by), now=now)


def returned(
    world: World, report: NeedsReport, at_fields: Mapping[str, str], *, now: Any = WINTER
) -> NeedsReport:
    return return_needs_report(
        report=report,
        comment="Se på målene",
        at_fields=at_fields,
        due_at=JANUARY,
        by=world.person("leader"),
        now=now,
    )


# --- What is kept -----------------------------------------------------------------------------------------


def test_submit_keeps_all_that_the_report_says(world: World) -> None:
    whole = need(world, way_of_working="Veiledning", start_on=date(2027, 8, 1), years=2)
    report = draft_report(world, needs=[whole])
    submit_needs_report(report=report, by=world.person("owner"), now=AUTUMN)
    (version,) = versions_of(report)
    assert (version.number, version.verb, version.by, version.at) == (
        1,
        "submit",
        world.people["owner"],
        AUTUMN,
    )
    assert is_intact(version)
    assert version.content["facts"] == {
        "by": "Prøve Owner",
        "owner": world.owner.name,
        "org_number": world.owner.org_number,
        "network": world.network.name,
        "year": 2027,
        "scheme": "REKOM_2021",
        "attachments": [],
    }
    theme = str(themes(world)[0])
    said = read(version)
    assert said["Who has taken part"] == {
        "How the heads took part": "Møte med styrerne.",
        "Who of the staff took part": "Heads, Kindergarten teachers",
        "When the staff took part": "12. oktober",
        "How the staff took part": "Planleggingsdag i oktober.",
    }
    assert said[f"Need 1: {theme}"] == {
        "Theme": theme,
        "Kindergartens": "Lekestua",
        "Why": "Vi løser det ulikt fra avdeling til avdeling.",
        "Goal": "Alle barn hører til.",
        "Way of working": "Veiledning",
        "Wished start": "Autumn 2027",
        "Duration": "2 years",
    }


def test_every_field_that_is_written_is_kept(world: World, monkeypatch) -> None:
    asking = replace(SCHEMES["REKOM_2021"], asks_own_contribution=True)
    monkeypatch.setitem(SCHEMES, "REKOM_2021", asking)
    other = need(world, theme=themes(world)[-1], theme_other="Noe annet")
    report = draft_report(world, texts={"received_how": "Brev"}, needs=[other])
    report.received_how = "Brev"
    content = report_content(report, list(report.needs.all()), by=world.people["owner"])
    found = {row["key"] for section in content["sections"] for row in section["rows"]}
    assert found >= {*REPORT_FIELDS, *NEED_FIELDS}
    assert all(key in WORDS.names for key in found)


def test_what_is_kept_does_not_follow_later_changes(world: World) -> None:
    report = submitted_report(world)
    f.as_always(world.kindergarten, name="Nytt navn")
    version = versions_of(report).get()
    assert "Lekestua" in str(read(version))
    assert is_intact(version)


def test_each_sending_is_a_version_of_its_own(world: World) -> None:
    report = submitted_report(world)
    taken_back(world, report)
    draft_report(world, texts={}, needs=[need(world, why="Et behov til som vi har sett lenge.")])
    submit_needs_report(report=fresh(world), by=world.person("owner"), now=AUTUMN)
    assert [(one.number, len(one.content["sections"])) for one in versions_of(report)] == [(1, 4), (2, 5)]


def test_record_and_no_needs_are_kept_too(world: World) -> None:
    report = record_needs_report(report=recorded_draft(world), by=world.person("leader"), now=WINTER)
    version = versions_of(report).get()
    assert (version.verb, "How the report was received" in read(version)) == ("record", True)
    elsewhere = declare_no_needs(
        round=world.fresh_round(),
        owner=world.other_owner,
        network=world.other_network,
        by=world.person("other_owner"),
        now=AUTUMN,
    )
    assert read(versions_of(elsewhere).get()) == {"Answer": {"Answer": "No new needs this year"}}


def test_nothing_is_kept_when_sending_is_refused(world: World) -> None:
    report = draft_report(world, texts={})
    with pytest.raises(NotNow), transaction.atomic():
        submit_needs_report(report=report, by=world.person("owner"), now=AUTUMN)
    assert not ContentVersion.objects.exists()


# --- Taking back ------------------------------------------------------------------------------------------


def test_take_back_makes_a_draft_that_is_owed_and_tells(world: World) -> None:
    report = submitted_report(world)
    OutboxMail.objects.all().delete()
    report = taken_back(world, report, now=LAST_SECOND)
    assert (report.state, report.submitted_at) == (NeedsReportState.DRAFT, None)
    assert (world.owner.pk, world.network.pk) in needs_reports_owed(world.fresh_round())
    line = history_of(report).last()
    assert (line.verb, line.by) == ("take_back", world.people["owner"])
    assert sorted(OutboxMail.objects.values_list("kind", "to")) == [
        ("needs/needs_report_taken_back", "coordinator@example.no"),
        ("needs/needs_report_taken_back", "leader@example.no"),
    ]


def test_take_back_of_a_recorded_report_makes_it_the_owners_own(world: World) -> None:
    report = record_needs_report(
        report=recorded_draft(world, now=AUTUMN), by=world.person("leader"), now=AUTUMN
    )
    assert taken_back(world, report).received_how == ""


def test_take_back_refused_after_the_deadline(world: World) -> None:
    report = submitted_report(world)
    with pytest.raises(NotNow):
        taken_back(world, report, now=AFTER)
    assert fresh(world).state == NeedsReportState.SUBMITTED


@pytest.mark.parametrize("role", ["leader", "member", "case_officer", "other_owner", "head"])
def test_take_back_refused_for_others(world: World, role: str) -> None:
    report = submitted_report(world)
    with pytest.raises(NotAllowed):
        taken_back(world, report, by=role)
    assert fresh(world).state == NeedsReportState.SUBMITTED


def test_take_back_refused_when_the_network_has_made_a_measure(world: World) -> None:
    report = submitted_report(world)
    basis = DecisionBasis.objects.create(round=world.round, network=world.network)
    Measure.objects.create(basis=basis, title="Tiltak", priority=1).needs.set(report.needs.all())
    with pytest.raises(NotNow):
        taken_back(world, report)
    assert fresh(world).state == NeedsReportState.SUBMITTED
    assert not OutboxMail.objects.filter(kind="needs/needs_report_taken_back").exists()


def test_take_back_twice_is_refused_politely(world: World) -> None:
    report = submitted_report(world)
    taken_back(world, report)
    with pytest.raises(MovedOn):
        taken_back(world, report)


# --- Returning with comments at the fields ----------------------------------------------------------------


def test_return_stores_the_comments_at_their_fields_and_tells_them(world: World) -> None:
    report = submitted_report(world)
    key = need_key(report.needs.get().pk, "goal")
    OutboxMail.objects.all().delete()
    report = returned(
        world, report, {key: " Hvilket mål? ", "heads_involvement": "", "staff_groups": "Flere?"}
    )
    found = comments_by_key(report)
    assert {where: [(row.text, row.by) for row in rows] for where, rows in found.items()} == {
        key: [("Hvilket mål?", world.people["leader"])],
        "staff_groups": [("Flere?", world.people["leader"])],
    }
    letter = OutboxMail.objects.get()
    assert [row["text"] for row in letter.context["at_fields"]] == ["Hvilket mål?", "Flere?"]
    assert all(row["field"] for row in letter.context["at_fields"])


def test_return_leaves_out_comments_to_fields_that_are_not_there(world: World) -> None:
    report = returned(world, submitted_report(world), {"need-999999-why": "?", "password": "?"})
    assert comments_by_key(report) == {}
    assert not ReportComment.objects.exists()


def test_comments_of_the_latest_return_alone_are_shown(world: World) -> None:
    report = returned(world, submitted_report(world), {"staff_groups": "Flere?"})
    submit_needs_report(report=fresh(world), by=world.person("owner"), now=WINTER)
    assert comments_by_key(fresh(world)) == {}
    report = returned(world, fresh(world), {}, now=WINTER + timedelta(hours=1))
    assert comments_by_key(report) == {}
    assert ReportComment.objects.count() == 1


def test_nothing_is_commented_when_the_return_is_refused(world: World) -> None:
    report = submitted_report(world)
    with pytest.raises(NotAllowed), transaction.atomic():
        return_needs_report(
            report=report,
            comment="?",
            at_fields={"staff_groups": "Flere?"},
            due_at=FEBRUARY,
            by=world.person("owner"),
            now=WINTER,
        )
    assert not ReportComment.objects.exists()
    assert not Dispensation.objects.exists()


# --- Municipal services -----------------------------------------------------------------------------------


@pytest.fixture
def service(world: World) -> dict[str, Any]:
    """The PPT of the county as a body that reports, with one writer, and where it writes."""
    body = f.OrganisationFactory(county=world.county, name="PPT Prøvedal", kind=OrganisationKind.SERVICE)
    writer = world.people["nobody"]
    Seat.objects.create(user=writer, role=Role.REPORT_WRITER, organisation=body, valid_from=f.LONG_AGO)
    return {"owner": body, "by": world.person("nobody")}


def test_a_services_writer_sends_without_heads_and_kindergartens(
    world: World, service: dict[str, Any]
) -> None:
    texts = {"staff_groups": ["nobody"]}
    report = draft_report(world, texts=texts, needs=[need(world, kindergartens=[])], **service)
    sent = submit_needs_report(report=report, by=service["by"], now=AUTUMN)
    assert sent.state == NeedsReportState.SUBMITTED
    said = read(versions_of(sent).get())
    assert "How the heads took part" not in said["Who has taken part"]
    assert taken_back(world, sent, by="nobody").state == NeedsReportState.DRAFT


def test_a_service_follows_the_same_dates(world: World, service: dict[str, Any]) -> None:
    texts = {"staff_groups": ["nobody"]}
    report = draft_report(world, texts=texts, needs=[need(world, kindergartens=[])], **service)
    with pytest.raises(NotNow):
        submit_needs_report(report=report, by=service["by"], now=AFTER)


def test_a_writer_for_an_ordinary_owner_does_not_send(world: World) -> None:
    writer = world.people["nobody"]
    Seat.objects.create(user=writer, role=Role.REPORT_WRITER, organisation=world.owner, valid_from=f.LONG_AGO)
    report = draft_report(world, by=world.person("nobody"))
    with pytest.raises(NotAllowed):
        submit_needs_report(report=report, by=world.person("nobody"), now=AUTUMN)
