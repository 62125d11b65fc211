"""What was granted, told down by the app that grants: to each measure and nomination, and to the people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from needs.emails import outcomes as emails
from needs.emails.student import student_decided
from needs.models import MeasureOutcome, NominationOutcome
from needs.queries.nomination import nominations
from needs.rules.outcomes import check_may_tell_outcomes
from networks.models import Round, User


@dataclass(frozen=True, kw_only=True)
class MeasureGrant:
    """What a measure is granted in kroner: the network's part and the universities' together."""

    network_nok: int = 0
    university_nok: int = 0


@dataclass(frozen=True, kw_only=True)
class NominationGrant:
    """What a nomination is granted in kroner. Where it is less than asked for, `reason` says why, in words to the
    student; where it is nothing, it must.
    """

    granted_nok: int = 0
    reason: str = ""


@transaction.atomic
def tell_measure_outcomes(
    *, round: Round, outcomes: Mapping[int, MeasureGrant], by: User, now: datetime
) -> None:
    """Keep what each measure (by its key) was granted. Telling again changes what was told; nobody is mailed."""
    check_may_tell_outcomes(by, round, now=now)
    MeasureOutcome.objects.bulk_create(
        [
            MeasureOutcome(
                measure_id=pk, network_nok=said.network_nok, university_nok=said.university_nok, told_at=now
            )
            for pk, said in outcomes.items()
        ],
        update_conflicts=True,
        unique_fields=["measure"],
        update_fields=["network_nok", "university_nok", "told_at"],
    )


@transaction.atomic
def tell_nomination_outcomes(
    *, round: Round, outcomes: Mapping[int, NominationGrant], correction: str = "", by: User, now: datetime
) -> None:
    """Keep what each nomination (by its key) was granted, and why not; mail owner, head and student, each once.

    Owner and head are told the amount; the student is told whether it is granted, and why not. `correction` is the
    number of the letter that corrects what was told before: then owner and head are mailed once more about that, and
    the student where yes has become no, or no yes. Raises ValueError for a refusal without a reason.
    """
    check_may_tell_outcomes(by, round, now=now)
    unexplained = [pk for pk, said in outcomes.items() if not said.granted_nok and not said.reason.strip()]
    if unexplained:
        raise ValueError(f"Nothing is granted to {unexplained}, and nothing says why.")
    before = dict(
        NominationOutcome.objects.filter(nomination__in=outcomes).values_list("nomination", "granted_nok")
    )
    NominationOutcome.objects.bulk_create(
        [
            NominationOutcome(nomination_id=pk, granted_nok=said.granted_nok, reason=said.reason, told_at=now)
            for pk, said in outcomes.items()
        ],
        update_conflicts=True,
        unique_fields=["nomination"],
        update_fields=["granted_nok", "reason", "told_at"],
    )
    rows = nominations().select_related("outcome").filter(round=round, pk__in=outcomes).order_by("pk")
    decided = list(rows.filter(anonymised_at__isnull=True))
    for nomination in decided:
        nomination.round = round
        was, is_granted = before.get(nomination.pk), bool(nomination.outcome.granted_nok)
        if not correction or was is None or bool(was) != is_granted:
            student_decided(nomination, correction=correction, now=now)
    emails.nominations_decided(round, decided, correction=correction, now=now)
