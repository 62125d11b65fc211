"""What the tests of this app begin with: themes, drafts, sent reports. Made by the real services."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from common.drafts import Shown
from needs.models import Assessment, Need, NeedsReport, Theme
from needs.queries import assessment_of, needs_report_of
from needs.queries.assessment import texts_by_theme
from needs.queries.drafts import assessment_values, report_values
from needs.services.assessment import save_assessment, share_assessment
from needs.services.needs_report import submit_needs_report
from needs.services.report_draft import add_need, save_report_texts
from needs.services.themes import load_themes
from tests.world import AUTUMN, WINTER, World

TEXTS: dict[str, Any] = {
    "heads_involvement": "Møte med styrerne.",
    "staff_groups": ["heads", "teachers"],
    "involved_when": "12. oktober",
    "staff_involvement": "Planleggingsdag i oktober.",
}
"""A report's own fields, with nothing missing."""
RECEIVED = "På e-post 28. november"


def themes(world: World) -> list[Theme]:
    """The county's themes, loaded once."""
    load_themes(world.county)
    return list(Theme.objects.filter(county=world.county))


ASSESSED: dict[str, Any] = {
    "staff_groups": ["heads", "teachers"],
    "involved_when": "14. august",
    "staff_involvement": "Alle var med på planleggingsdagen.",
}
"""An assessment's own fields, with nothing missing."""


def draft_assessment(world: World, *, now: datetime = AUTUMN, **changes: Any) -> Assessment:
    """The head's draft, fresh from the database: a text on the first theme, and who took part.

    `typed` is saved over what stands; `shown` (default: what stands), `round`, `kindergarten`, `by` can be changed.
    """
    first = themes(world)[0]
    where = {
        "round": changes.pop("round", None) or world.fresh_round(),
        "kindergarten": changes.pop("kindergarten", world.kindergarten),
    }
    stands = assessment_of(where["kindergarten"], where["round"])
    values = {
        "typed": {f"theme_{first.pk}": "Vi trenger et felles språk.", **ASSESSED},
        "shown": Shown.of(assessment_values(stands, texts_by_theme(stands)), stands.version),
        "by": world.person("head"),
    }
    save_assessment(**where, **{**values, **changes}, now=now)
    return assessment_of(where["kindergarten"], where["round"])


def shared_assessment(world: World, *, now: datetime = AUTUMN) -> Assessment:
    """The head's assessment, shared."""
    return share_assessment(assessment=draft_assessment(world, now=now), by=world.person("head"), now=now)


def need(world: World, **changes: Any) -> dict[str, Any]:
    """A whole need for the owner's first kindergarten, as it is typed: NEED_FIELDS by name."""
    whole = {
        "theme": themes(world)[0],
        "why": "Vi løser det ulikt fra avdeling til avdeling.",
        "goal": "Alle barn hører til.",
        "kindergartens": [world.kindergarten],
        "years": 2,
    }
    return {**whole, **changes}


def draft_report(
    world: World,
    *,
    texts: Mapping[str, Any] | None = None,
    needs: Sequence[Mapping[str, Any]] | None = None,
    now: datetime = AUTUMN,
    **place: Any,
) -> NeedsReport:
    """The owner's draft, fresh from the database: `texts` (TEXTS) are saved over what stands, and `needs` (one whole
    need) are added at the end, in this order. Its version grows by one for the texts and one for each need.

    `place` changes owner, network, round or `by`.
    """
    where = {
        "round": world.fresh_round(),
        "owner": world.owner,
        "network": world.network,
        "by": world.person("owner"),
        **place,
    }
    typed = TEXTS if texts is None else texts
    shown = Shown.of(report_values(_report(where)), 0)
    save_report_texts(**where, typed=typed, shown=shown, now=now)
    for row in [need(world)] if needs is None else needs:
        add_need(**where, typed=row, now=now)
    return _report(where)


def recorded_draft(
    world: World, *, received_how: str = RECEIVED, now: datetime = WINTER, **changes: Any
) -> NeedsReport:
    """What the leader has written of a report that came another way, as `draft_report`; not yet recorded."""
    texts = {**changes.pop("texts", {}), "received_how": received_how}
    return draft_report(world, **{"by": world.person("leader"), **changes}, texts=texts, now=now)


def another_need(world: World, **changes: Any) -> Need:
    """One need more, at the end of the owner's draft."""
    draft_report(world, texts={}, needs=[need(world, **changes)])
    return fresh(world).needs.all().reverse()[0]


def _report(where: Mapping[str, Any]) -> NeedsReport:
    return needs_report_of(where["owner"], where["network"], where["round"])


def submitted_report(world: World, *, now: datetime = AUTUMN) -> NeedsReport:
    """The owner's report, submitted."""
    return submit_needs_report(report=draft_report(world, now=now), by=world.person("owner"), now=now)


def fresh(world: World) -> NeedsReport:
    """The owner's report as it stands in the database."""
    return needs_report_of(world.owner, world.network, world.fresh_round())
