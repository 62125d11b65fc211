"""What the tests of this app begin with: themes, drafts, sent reports. Made by the real services."""

from datetime import datetime
from typing import Any

from needs.models import Assessment, NeedsReport, Theme
from needs.queries import needs_report_of
from needs.services.assessment import save_assessment, share_assessment
from needs.services.needs_report import Content, NeedInput, save_needs_report, submit_needs_report
from needs.services.themes import load_themes
from tests.world import AUTUMN, World

TEXTS = {"heads_involvement": "Møte med styrerne.", "staff_involvement": "Planleggingsdag i oktober."}


def themes(world: World) -> list[Theme]:
    """The county's themes, loaded once."""
    load_themes(world.county)
    return list(Theme.objects.filter(county=world.county))


def draft_assessment(world: World, *, now: datetime = AUTUMN, **changes: Any) -> Assessment:
    """The head's draft with a text on the first theme."""
    first = themes(world)[0]
    values = {
        "round": world.fresh_round(),
        "kindergarten": world.kindergarten,
        "staff_involvement": "Alle var med på planleggingsdagen.",
        "items": {first.pk: "Vi trenger et felles språk."},
        "version": 0,
        "by": world.person("head"),
        "now": now,
    }
    return save_assessment(**{**values, **changes})


def shared_assessment(world: World, *, now: datetime = AUTUMN) -> Assessment:
    """The head's assessment, shared."""
    return share_assessment(assessment=draft_assessment(world, now=now), by=world.person("head"), now=now)


def need(world: World, **changes: Any) -> NeedInput:
    """A whole need for the owner's first kindergarten."""
    values = {
        "theme": themes(world)[0],
        "why": "Vi løser det ulikt fra avdeling til avdeling.",
        "goal": "Alle barn hører til.",
        "kindergartens": [world.kindergarten],
        "priority": 1,
        "years": 2,
    }
    return NeedInput(**{**values, **changes})


def draft_report(world: World, *, now: datetime = AUTUMN, **changes: Any) -> NeedsReport:
    """The owner's draft with one whole need."""
    values = {
        "round": world.fresh_round(),
        "owner": world.owner,
        "network": world.network,
        "content": Content(texts=TEXTS, needs=[need(world)]),
        "version": 0,
        "by": world.person("owner"),
        "now": now,
    }
    return save_needs_report(**{**values, **changes})


def submitted_report(world: World, *, now: datetime = AUTUMN) -> NeedsReport:
    """The owner's report, submitted."""
    return submit_needs_report(report=draft_report(world, now=now), by=world.person("owner"), now=now)


def fresh(world: World) -> NeedsReport:
    """The owner's report as it stands in the database."""
    return needs_report_of(world.owner, world.network, world.fresh_round())
