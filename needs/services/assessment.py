"""What can be done to an assessment: save, share, take back."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from common.moves import move
from common.versions import check_version
from needs.emails.assessment import assessment_shared
from needs.models import Assessment, AssessmentItem
from needs.queries.assessment import is_report_sent, item_texts
from needs.rules.assessment import (
    check_may_save_assessment,
    check_may_share_assessment,
    check_may_take_back_assessment,
)
from needs.states import ASSESSMENT_MOVES
from networks.models import Kindergarten, Round, User


@transaction.atomic
def save_assessment(
    *,
    round: Round,
    kindergarten: Kindergarten,
    staff_involvement: str,
    items: Mapping[int, str],
    version: int,
    by: User,
    now: datetime,
) -> Assessment:
    """Save the draft, with gaps if need be. `items` is the text for each theme's key.

    `version` is what the page showed (0: not begun). Raises NotNow when somebody else has saved since.
    """
    check_may_save_assessment(by, Assessment(round=round, kindergarten=kindergarten), now=now)
    assessment = _locked_or_begun(round, kindergarten)
    check_may_save_assessment(by, assessment, now=now)
    check_version(assessment.version, version)
    assessment.staff_involvement = staff_involvement
    assessment.version = version + 1
    assessment.save(update_fields=["staff_involvement", "version"])
    AssessmentItem.objects.bulk_create(
        (AssessmentItem(assessment=assessment, theme_id=theme, text=text) for theme, text in items.items()),
        update_conflicts=True,
        unique_fields=["assessment", "theme"],
        update_fields=["text"],
    )
    return assessment


@transaction.atomic
def share_assessment(*, assessment: Assessment, by: User, now: datetime) -> Assessment:
    """Share the assessment with the owner, the network and its universities."""
    check_may_share_assessment(by, assessment, item_texts(assessment), now=now)
    move(assessment, "share", by=by, moves=ASSESSMENT_MOVES, now=now, fields={"shared_at": now})
    assessment_shared(assessment, by=by, now=now)
    return assessment


@transaction.atomic
def take_back_assessment(*, assessment: Assessment, by: User, now: datetime) -> Assessment:
    """Make a shared assessment a draft again, so that it can be changed."""
    check_may_take_back_assessment(by, assessment, is_report_sent=is_report_sent(assessment), now=now)
    move(assessment, "take_back", by=by, moves=ASSESSMENT_MOVES, now=now, fields={"shared_at": None})
    return assessment


def _locked_or_begun(round: Round, kindergarten: Kindergarten) -> Assessment:
    Assessment.objects.bulk_create(
        [Assessment(round=round, kindergarten=kindergarten, version=0)], ignore_conflicts=True
    )
    assessment = Assessment.objects.select_for_update().get(round=round, kindergarten=kindergarten)
    assessment.round, assessment.kindergarten = round, kindergarten
    return assessment
