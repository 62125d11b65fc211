"""How everything in an owner's workbook stands: what is written into one, and what an uploaded one is merged with."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from common.refusals import may
from needs.models import Assessment, AssessmentItem, Need, NeedsReport, Theme, WorkbookMemory, WorkbookUpload
from needs.models.terms import terms
from needs.queries.combined import combined_kindergarten_of
from needs.queries.drafts import assessment_values, need_values, report_values
from needs.queries.needs_report import KnownReport, needs_of
from needs.queries.tables import themes
from needs.rules.assessment import check_may_save_assessment
from needs.rules.needs_report import answer_for_owner, check_may_save_needs_report
from needs.states import AssessmentState
from networks.models import Kindergarten, User
from networks.roles import Role, holds


@dataclass(frozen=True)
class Stand:
    """One owner's report to one network with its assessments, as one person may read and write them.

    `kindergartens` are the owner's in the network; `assessed` those of them that write an assessment; `others` are
    chosen by a need, but have closed or moved since. `texts`: by kindergarten and theme. `readable` and `writable`:
    kindergartens whose assessment the person may read and write now. `is_open`: whether the report can be written.
    `due_at`: the owner's instant for sending it, in UTC. `measured`: needs that a measure answers.
    """

    report: NeedsReport
    needs: list[Need]
    kindergartens: list[Kindergarten]
    assessed: list[Kindergarten]
    others: list[Kindergarten]
    themes: list[Theme]
    used_themes: dict[int, Theme]
    starts: list[date]
    assessments: dict[int, Assessment]
    texts: dict[int, dict[int, str]]
    readable: frozenset[int]
    writable: frozenset[int]
    is_open: bool
    due_at: datetime
    measured: frozenset[int]

    def themes_of(self, kindergarten: int) -> list[Theme]:
        """The themes on offer, and those that the kindergarten has written on while they still were."""
        offered = {theme.pk for theme in self.themes}
        written = self.texts.get(kindergarten, {})
        older = [self.used_themes[key] for key, text in written.items() if text and key not in offered]
        return [*self.themes, *older]

    @property
    def themes_for_needs(self) -> list[Theme]:
        """The themes on offer, and those that were chosen while they still were."""
        chosen = {need.theme.pk: need.theme for need in self.needs if need.theme}
        return list(({theme.pk: theme for theme in self.themes} | chosen).values())

    @property
    def order(self) -> list[int]:
        """The needs' keys, the most important first."""
        return [need.pk for need in self.needs]

    @property
    def values(self) -> dict[str, dict[str, Any]]:
        """What stands, by object ("report", "need:12", "assessment:7") and field."""
        report = {name: value for name, value in report_values(self.report).items() if name != "received_how"}
        needs = {f"need:{need.pk}": need_values(need) for need in self.needs}
        assessments = {
            f"assessment:{kindergarten.pk}": self._assessment(kindergarten.pk)
            for kindergarten in self.assessed
        }
        return {"report": report, **needs, **assessments}

    def _assessment(self, kindergarten: int) -> dict[str, Any]:
        found = self.assessments.get(kindergarten) or Assessment(version=0)
        texts = self.texts.get(kindergarten, {})
        return assessment_values(found, {t.pk: texts.get(t.pk, "") for t in self.themes_of(kindergarten)})


def stand_of(known: KnownReport, user: User, *, now: datetime) -> Stand:
    """How the report and its assessments stand for this person, in the same number of questions for one and many."""
    report, needs = known.report, needs_of(known.report)
    own = {kindergarten.pk: kindergarten for kindergarten in known.kindergartens}
    chosen = {k.pk: k for need in needs for k in need.kindergartens.all()}
    begun = Assessment.objects.filter(round=report.round, kindergarten__in=own)
    assessments = {assessment.kindergarten_id: assessment for assessment in begun}
    items = AssessmentItem.objects.filter(assessment__in=begun).select_related("assessment")
    texts: dict[int, dict[int, str]] = {}
    for item in items:
        texts.setdefault(item.assessment.kindergarten_id, {})[item.theme_id] = item.text
    offered = list(themes(report.round.county))
    combined = combined_kindergarten_of(report, now=now)
    assessed = [kindergarten for kindergarten in known.kindergartens if kindergarten != combined]
    is_contact = holds(user, Role.OWNER, report.owner, now=now)
    shared = {pk for pk, found in assessments.items() if found.state == AssessmentState.SHARED}
    measured = Need.objects.filter(report=report.pk, measures__isnull=False)
    return Stand(
        report=report,
        needs=needs,
        kindergartens=known.kindergartens,
        assessed=assessed,
        others=[kindergarten for pk, kindergarten in chosen.items() if pk not in own],
        themes=offered,
        used_themes=_older({key for found in texts.values() for key in found}, offered),
        starts=sorted({*terms(report.round.grant_year), *(n.start_on for n in needs if n.start_on)}),
        assessments=assessments,
        texts=texts,
        readable=frozenset(own if is_contact else shared),
        writable=frozenset(_writable(user, report, assessed, assessments, now=now)),
        is_open=may(check_may_save_needs_report, user, report, now=now) is None,
        due_at=answer_for_owner(report, now=now).due_at,
        measured=frozenset(measured.values_list("pk", flat=True)),
    )


def _older(used: set[int], offered: list[Theme]) -> dict[int, Theme]:
    """Themes that somebody has written on, and that are no longer on offer."""
    missing = used - {theme.pk for theme in offered}
    return Theme.objects.in_bulk(missing) if missing else {}


def _writable(
    user: User,
    report: NeedsReport,
    kindergartens: Iterable[Kindergarten],
    assessments: dict[int, Assessment],
    *,
    now: datetime,
) -> list[int]:
    found = []
    for kindergarten in kindergartens:
        assessment = assessments.get(kindergarten.pk) or Assessment(version=0)
        assessment.round, assessment.kindergarten = report.round, kindergarten
        if may(check_may_save_assessment, user, assessment, is_combined=False, now=now) is None:
            found.append(kindergarten.pk)
    return found


def waiting_upload(user: User, report: NeedsReport) -> WorkbookUpload | None:
    """The workbook that the person has uploaded for this report and not yet stored, with its file."""
    return (
        WorkbookUpload.objects.filter(round=report.round, owner=report.owner, network=report.network, by=user)
        .select_related("attachment", "round__county", "owner", "network")
        .first()
    )


def workbook_memory(user: User, report: NeedsReport, token: str) -> WorkbookMemory | None:
    """What the person's workbook held when it was last stored, or None."""
    if report.pk is None:
        return None
    return WorkbookMemory.objects.filter(report=report.pk, by=user, token=token).first()
