"""The student's personal link, and what the student has corrected. Whoever has the link is the student."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from common.dates import oslo_date
from needs.models import Nomination, NominationCorrection
from needs.queries.nomination import nominations
from networks.deadlines import due_of
from networks.models import Round
from networks.queries import rounds
from networks.states import Duty

SALT = "needs.student"
DAY = timedelta(days=1)


@dataclass(frozen=True)
class StudentLink:
    """What a personal link leads to. `is_valid` is False when a newer one has replaced it."""

    nomination: Nomination
    is_valid: bool


def student_path(nomination: Nomination) -> str:
    """The address of the student's own page, with the signed secret; it is in the student's letters alone."""
    return reverse("needs:student", kwargs={"token": student_token(nomination)})


def student_token(nomination: Nomination) -> str:
    """The signed secret by which the portal knows the student, for all pages that a personal link leads to."""
    return signing.Signer(salt=SALT).sign_object([nomination.pk, nomination.link_secret])


def student_link(token: str) -> StudentLink | None:
    """The nomination of a personal link; None for an address that the portal has never made."""
    try:
        pk, secret = signing.Signer(salt=SALT).unsign_object(token)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    nomination = nominations().select_related("round__county").filter(pk=pk).first()
    if nomination is None:
        return None
    stored = nomination.link_secret
    return StudentLink(nomination, is_valid=bool(stored) and constant_time_compare(stored, secret))


def corrections_of(nomination: Nomination) -> list[NominationCorrection]:
    """What the student has corrected, oldest first."""
    return list(nomination.corrections.all()) if nomination.pk else []


def corrected_lately(nomination: Nomination, *, now: datetime) -> int:
    """How many times the student has corrected in the last 24 hours."""
    return NominationCorrection.objects.filter(nomination=nomination, at__gt=now - DAY).count()


def forgotten_on(round: Round) -> date:
    """The first day on which the round's students are forgotten: some years after the last payout's date.

    The last payout is the round's autumn payout; where the round has none, the end of the grant year. The number of
    years is the setting STUDENT_YEARS_KEPT.
    """
    row = next((row for row in round.deadlines.all() if row.duty == Duty.AUTUMN_PAYOUT), None)
    paid_on = oslo_date(due_of(row, round)) if row else date(round.grant_year, 12, 31)
    return years_after(paid_on, settings.STUDENT_YEARS_KEPT) + DAY


def years_after(day: date, years: int) -> date:
    """The same day some years later; 29 February becomes 28 February where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def rounds_with_students() -> list[Round]:
    """The rounds that have nominations which are not anonymised, with their deadlines."""
    waiting = Nomination.objects.filter(anonymised_at__isnull=True).order_by().values("round")
    return list(rounds().filter(pk__in=waiting))
