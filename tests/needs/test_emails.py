"""The letters of this app, as they are read: subject, text without HTML escaping, a link, both languages."""

from typing import Any

import pytest

from common.clock import oslo
from common.models import OutboxMail
from common.outbox.rendering import render
from needs.services.needs_report import (
    declare_no_needs,
    extend_needs_report,
    record_needs_report,
    return_needs_report,
)
from tests.needs.stage import need, recorded_draft, shared_assessment, submitted_report, themes
from tests.world import AUTUMN, WINTER, World

JANUARY = oslo(2027, 1, 31)


def make_them_all(world: World) -> None:
    """One of each letter about assessments and needs reports."""
    world.owner.name = "Lek & læring SA"
    world.owner.save(update_fields=["name"])
    shared_assessment(world)
    report = submitted_report(world)
    place: dict[str, Any] = {"round": world.fresh_round(), "owner": world.owner, "network": world.network}
    return_needs_report(
        report=report, comment="Hva er <målet>?", due_at=JANUARY, by=world.person("leader"), now=WINTER
    )
    extend_needs_report(**place, due_at=JANUARY, reason="Sykdom", by=world.person("leader"), now=WINTER)
    recorded = recorded_draft(
        world,
        owner=world.other_owner,
        network=world.other_network,
        received_how="Brev & e-post",
        needs=[need(world, kindergartens=[world.other_kindergarten])],
        by=world.person("other_leader"),
        now=AUTUMN,
    )
    record_needs_report(report=recorded, by=world.person("other_leader"), now=AUTUMN)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_letter_can_be_read(world: World, language: str) -> None:
    make_them_all(world)
    kinds = set()
    for mail in OutboxMail.objects.select_related("recipient"):
        mail.language = language
        letter = render(mail)
        kinds.add(mail.kind)
        assert letter.subject
        assert "\n" not in letter.subject
        assert "&amp;" not in letter.text
        assert "&lt;" not in letter.text
        assert f"http://localhost:8000{mail.context['path']}" in letter.text
        assert f'href="http://localhost:8000{mail.context["path"]}"' in letter.html
    assert kinds == {
        "needs/assessment_shared",
        "needs/needs_report_submitted",
        "needs/needs_report_received",
        "needs/needs_report_returned",
        "needs/needs_report_extended",
        "needs/needs_report_recorded",
    }


def test_returned_letter_says_what_and_until_when(world: World) -> None:
    make_them_all(world)
    letter = render(OutboxMail.objects.select_related("recipient").get(kind="needs/needs_report_returned"))
    assert "Hva er <målet>?" in letter.text
    assert "Hva er &lt;målet&gt;?" in letter.html
    assert "2027" in letter.text


def test_no_needs_has_its_own_words(world: World) -> None:
    themes(world)
    declare_no_needs(
        round=world.fresh_round(),
        owner=world.owner,
        network=world.network,
        by=world.person("owner"),
        now=AUTUMN,
    )
    for mail in OutboxMail.objects.select_related("recipient"):
        mail.language = "en"
        letter = render(mail)
        assert "no new needs" in letter.text
        assert "The needs:" not in letter.text
