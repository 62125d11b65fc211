"""Files of a needs report: who adds them and when, how many, and what becomes of one that was sent."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import transaction

from common.attachments import Upload, checked
from common.clock import oslo
from common.models import Attachment
from common.refusals import MovedOn, NotAllowed, NotNow
from needs.models import NeedsReport, ReportAttachment
from needs.queries.needs_report import known_report
from needs.queries.report_parts import attachments_of, readable_file
from needs.services.needs_report import submit_needs_report, take_back_needs_report
from needs.services.report_attachments import attach_to_report, remove_attachment
from tests.needs.stage import draft_report, fresh, recorded_draft, submitted_report, themes
from tests.world import AUTUMN, WINTER, World

AFTER = oslo(2026, 12, 1, 23, 59, 59) + timedelta(seconds=1)
PNG = b"\x89PNG\r\n\x1a\n" + b"0" * 20


def picture(name: str = "plan.png") -> Upload:
    return checked(name, PNG)


def attach(world: World, report: NeedsReport, *uploads: Upload, **changes: Any) -> list[ReportAttachment]:
    values = {"by": world.person("owner"), "now": AUTUMN, **changes}
    return attach_to_report(report=report, uploads=uploads or [picture()], **values)


def names(report: NeedsReport) -> list[str]:
    return [row.attachment.filename for row in attachments_of(report)]


def readers(world: World, attachment: int, *roles: str, now: Any = AUTUMN) -> list[str]:
    """Those of the roles that can read the file."""
    found = []
    for role in roles:
        user = world.person(role)
        known = known_report(
            user, world.fresh_round(), owner=world.owner.pk, network=world.network.pk, now=now
        )
        if known and readable_file(user, known, attachment, now=now):
            found.append(role)
    return found


def test_attach_stores_the_files_and_counts_as_a_change(world: World) -> None:
    report = draft_report(world)
    attach(world, report, picture("En.png"), picture("To.png"))
    after = fresh(world)
    assert names(after) == ["En.png", "To.png"]
    assert (after.version, after.saved_by) == (report.version + 1, world.people["owner"])


def test_files_can_be_the_first_that_is_saved(world: World) -> None:
    themes(world)
    report = NeedsReport(round=world.fresh_round(), owner=world.owner, network=world.network, version=0)
    attach(world, report)
    assert names(fresh(world)) == ["plan.png"]


@pytest.mark.parametrize("role", ["leader", "member", "uh", "case_officer", "other_owner", "head"])
def test_attach_refused_for_others(world: World, role: str) -> None:
    report = draft_report(world)
    with pytest.raises((NotAllowed, NotNow)), transaction.atomic():
        attach(world, report, by=world.person(role))
    assert not Attachment.objects.exists()


def test_attach_refused_after_the_deadline_and_when_sent(world: World) -> None:
    report = submitted_report(world)
    for now in (AUTUMN, AFTER):
        with pytest.raises(NotNow), transaction.atomic():
            attach(world, report, now=now)
    assert not Attachment.objects.exists()


def test_a_sixth_file_is_refused_and_none_of_those_with_it_is_stored(world: World) -> None:
    report = draft_report(world)
    attach(world, report, *[picture(f"{n}.png") for n in range(4)])
    with pytest.raises(NotNow), transaction.atomic():
        attach(world, report, picture("5.png"), picture("6.png"))
    assert len(names(report)) == 4
    attach(world, report, picture("5.png"))
    assert len(names(report)) == 5


def test_a_leader_who_records_says_first_how_it_came(world: World) -> None:
    report = NeedsReport(round=world.fresh_round(), owner=world.owner, network=world.network, version=0)
    with pytest.raises(NotNow), transaction.atomic():
        attach(world, report, by=world.person("leader"), now=WINTER)
    attach(world, recorded_draft(world), by=world.person("leader"), now=WINTER)
    assert names(fresh(world)) == ["plan.png"]
    assert readers(world, Attachment.objects.get().pk, "leader", "owner", "member", now=WINTER) == [
        "leader",
        "owner",
    ]


def test_remove_deletes_a_file_that_was_never_sent(world: World) -> None:
    report = draft_report(world)
    (row,) = attach(world, report)
    remove_attachment(report=report, pk=row.pk, by=world.person("owner"), now=AUTUMN)
    assert not Attachment.objects.exists()
    with pytest.raises(MovedOn):
        remove_attachment(report=report, pk=row.pk, by=world.person("owner"), now=AUTUMN)


def test_remove_refused_for_others_after_the_deadline_and_for_another_reports_file(world: World) -> None:
    report = draft_report(world)
    (row,) = attach(world, report)
    with pytest.raises(NotAllowed):
        remove_attachment(report=report, pk=row.pk, by=world.person("member"), now=AUTUMN)
    with pytest.raises(NotNow):
        remove_attachment(report=report, pk=row.pk, by=world.person("owner"), now=AFTER)
    other = draft_report(
        world, owner=world.other_owner, network=world.other_network, by=world.person("other_owner"), needs=[]
    )
    with pytest.raises(MovedOn):
        remove_attachment(report=other, pk=row.pk, by=world.person("other_owner"), now=AUTUMN)
    assert names(report) == ["plan.png"]


def test_a_file_that_was_sent_is_kept_with_its_version(world: World) -> None:
    report = draft_report(world)
    (row,) = attach(world, report)
    submit_needs_report(report=fresh(world), by=world.person("owner"), now=AUTUMN)
    take_back_needs_report(report=fresh(world), by=world.person("owner"), now=AUTUMN)
    remove_attachment(report=report, pk=row.pk, by=world.person("owner"), now=AUTUMN)
    assert names(report) == []
    assert readers(world, row.attachment_id, "owner", "leader") == ["owner"]
    submit_needs_report(report=fresh(world), by=world.person("owner"), now=AUTUMN)
    assert readers(world, row.attachment_id, "owner", "leader", "case_officer", "uh") == [
        "owner",
        "leader",
        "case_officer",
    ]


def test_a_file_is_read_by_those_who_read_the_whole_report(world: World) -> None:
    report = draft_report(world)
    (row,) = attach(world, report)
    everybody = (
        "owner",
        "leader",
        "coordinator",
        "member",
        "uh",
        "case_officer",
        "other_owner",
        "other_leader",
    )
    assert readers(world, row.attachment_id, *everybody) == ["owner"]
    submit_needs_report(report=fresh(world), by=world.person("owner"), now=AUTUMN)
    assert readers(world, row.attachment_id, *everybody) == [
        "owner",
        "leader",
        "coordinator",
        "member",
        "case_officer",
    ]


def test_another_reports_file_is_never_given(world: World) -> None:
    submitted_report(world)
    other = draft_report(
        world, owner=world.other_owner, network=world.other_network, by=world.person("other_owner"), needs=[]
    )
    (row,) = attach_to_report(report=other, uploads=[picture()], by=world.person("other_owner"), now=AUTUMN)
    assert readers(world, row.attachment_id, "owner", "leader", "case_officer") == []
