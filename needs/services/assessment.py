"""What can be done to an assessment: save, share, take back, carry over, and make it of a needs report."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from common.drafts import Saved, Shown, merge
from common.kept import keep_version
from common.moves import move
from needs.assessment_content import assessment_content
from needs.emails.assessment import assessment_shared
from needs.models import Assessment, AssessmentItem, Need, NeedsReport
from needs.queries.assessment import (
    assessment_of,
    is_report_sent,
    item_texts,
    last_years_texts,
    texts_by_theme,
)
from needs.queries.combined import (
    MADE_OF_THE_REPORT,
    combined_kindergarten_of,
    has_combined_form,
)
from needs.queries.drafts import INVOLVEMENT, assessment_values
from needs.queries.needs_report import needs_of
from needs.rules.assessment import (
    check_has_own_form,
    check_may_carry_over,
    check_may_save_assessment,
    check_may_share_assessment,
    check_may_take_back_assessment,
)
from needs.states import ASSESSMENT_MOVES, AssessmentState
from networks.models import Kindergarten, Round, User


@transaction.atomic
def save_assessment(
    *,
    round: Round,
    kindergarten: Kindergarten,
    typed: Mapping[str, Any],
    shown: Shown,
    by: User,
    now: datetime,
) -> Saved:
    """Save some of the assessment's fields, with gaps if need be; `typed` as `assessment_values` names them.

    What two have changed is given back, not stored. Raises NotAllowed, NotNow.
    """
    assessment = _locked_draft(round, kindergarten, by=by, now=now)
    stored = assessment_values(assessment, texts_by_theme(assessment))
    merged = merge(shown=shown, typed=typed, stored=stored)
    if merged.changed or not assessment.version:
        _write(assessment, merged.changed, version=assessment.version + 1, by=by, now=now)
    return Saved(assessment.version, {**stored, **merged.changed}, merged.conflicts)


@transaction.atomic
def carry_over_assessment(*, round: Round, kindergarten: Kindergarten, by: User, now: datetime) -> Assessment:
    """Begin with last year's texts, theme by theme. Who took part is asked anew each year."""
    assessment = _locked_draft(round, kindergarten, by=by, now=now)
    check_may_carry_over(by, assessment, item_texts(assessment), now=now)
    texts = {f"theme_{theme}": text for theme, text in last_years_texts(assessment).items()}
    _write(assessment, texts, version=assessment.version + 1, by=by, now=now)
    return assessment


@transaction.atomic
def share_assessment(*, assessment: Assessment, by: User, now: datetime) -> Assessment:
    """Share the assessment with the owner, the network and its universities."""
    assessment = assessment_of(assessment.kindergarten, assessment.round, is_locked=True)
    check_may_share_assessment(by, assessment, item_texts(assessment), now=now)
    check_has_own_form(is_combined=_is_combined(assessment, now=now))
    move(assessment, "share", by=by, moves=ASSESSMENT_MOVES, now=now, fields={"shared_at": now})
    _keep(assessment, "share", by=by, now=now)
    assessment_shared(assessment, by=by, now=now)
    return assessment


@transaction.atomic
def take_back_assessment(*, assessment: Assessment, by: User, now: datetime) -> Assessment:
    """Make a shared assessment a draft again, so that it can be changed."""
    check_may_take_back_assessment(by, assessment, is_report_sent=is_report_sent(assessment), now=now)
    move(assessment, "take_back", by=by, moves=ASSESSMENT_MOVES, now=now, fields={"shared_at": None})
    return assessment


@transaction.atomic
def share_with_report(*, report: NeedsReport, by: User, now: datetime) -> Assessment | None:
    """Make the assessment of the report that has just been sent, and share it, where the report is the only form.

    Each theme's text is why the owner needs it; who took part is the same. None where there are two forms. Nobody is
    told: the owner wrote it, and the network is told of the report.
    """
    kindergarten = combined_kindergarten_of(report, now=now)
    if kindergarten is None:
        return None
    assessment = _locked_or_begun(report.round, kindergarten)
    if assessment.state == AssessmentState.SHARED:
        move(assessment, "take_back", by=by, moves=ASSESSMENT_MOVES, now=now, fields={"shared_at": None})
    values = {name: getattr(report, name) for name in INVOLVEMENT}
    texts = {f"theme_{theme}": "" for theme in item_texts(assessment)} | _whys(needs_of(report))
    _write(assessment, {**values, **texts}, version=MADE_OF_THE_REPORT, by=by, now=now)
    move(assessment, "share", by=by, moves=ASSESSMENT_MOVES, now=now, fields={"shared_at": now})
    _keep(assessment_of(kindergarten, report.round), "share", by=by, now=now)
    return assessment


@transaction.atomic
def take_back_with_report(*, report: NeedsReport, by: User, now: datetime) -> Assessment | None:
    """Take the assessment back that was made of a report which is taken back itself, or returned."""
    kindergarten = combined_kindergarten_of(report, now=now)
    if kindergarten is None:
        return None
    assessment = assessment_of(kindergarten, report.round)
    if assessment.state != AssessmentState.SHARED:
        return None
    move(assessment, "take_back", by=by, moves=ASSESSMENT_MOVES, now=now, fields={"shared_at": None})
    return assessment


def _whys(needs: Iterable[Need]) -> dict[str, str]:
    """Why the needs are needed, by the field of their theme."""
    found: dict[str, str] = {}
    for need in needs:
        if need.theme_id is None:
            continue
        own_words = (
            f"{need.theme_other}: " if need.theme_other and need.theme_other != str(need.theme) else ""
        )
        key = f"theme_{need.theme_id}"
        found[key] = "\n\n".join(filter(None, [found.get(key), f"{own_words}{need.why}".strip()]))
    return found


def _keep(assessment: Assessment, verb: str, *, by: User, now: datetime) -> None:
    content = assessment_content(assessment, list(assessment.items.select_related("theme")))
    keep_version(assessment, verb, content, by=by, now=now)


def _write(
    assessment: Assessment, values: Mapping[str, Any], *, version: int, by: User, now: datetime
) -> None:
    """Store these fields, count the change, and note whose it was."""
    own = [name for name in INVOLVEMENT if name in values]
    for name in own:
        setattr(assessment, name, values[name])
    assessment.version, assessment.saved_by, assessment.saved_at = version, by, now
    assessment.save(update_fields=[*own, "version", "saved_by", "saved_at"])
    texts = {key.removeprefix("theme_"): text for key, text in values.items() if key.startswith("theme_")}
    if texts:
        AssessmentItem.objects.bulk_create(
            (AssessmentItem(assessment=assessment, theme_id=int(key), text=texts[key]) for key in texts),
            update_conflicts=True,
            unique_fields=["assessment", "theme"],
            update_fields=["text"],
        )


def _locked_draft(round: Round, kindergarten: Kindergarten, *, by: User, now: datetime) -> Assessment:
    """The draft, begun when it is not, locked for this transaction, when the person may change it now."""
    begun = Assessment(round=round, kindergarten=kindergarten)
    check_may_save_assessment(by, begun, is_combined=False, now=now)
    assessment = _locked_or_begun(round, kindergarten)
    check_may_save_assessment(by, assessment, is_combined=_is_combined(assessment, now=now), now=now)
    return assessment


def _is_combined(assessment: Assessment, *, now: datetime) -> bool:
    """Whether the needs report is the only form. What is written by hand stays a form of its own."""
    is_by_hand = assessment.version > MADE_OF_THE_REPORT
    return not is_by_hand and has_combined_form(assessment.kindergarten, assessment.round, now=now)


def _locked_or_begun(round: Round, kindergarten: Kindergarten) -> Assessment:
    assessment = assessment_of(kindergarten, round, is_locked=True)
    if assessment.pk is not None:
        return assessment
    Assessment.objects.bulk_create(
        [Assessment(round=round, kindergarten=kindergarten, version=MADE_OF_THE_REPORT)],
        ignore_conflicts=True,
    )
    return assessment_of(kindergarten, round, is_locked=True)
