"""Students are forgotten: names and e-mails leave the portal some years after the last payout."""

from datetime import datetime

from django.db import transaction

from common.dates import oslo_date
from common.history import forget_comments
from common.outbox import forget_mails
from needs.models import Nomination, NominationOutcome
from needs.queries.student import forgotten_on, rounds_with_students
from needs.topics import nomination_topic

FORGOTTEN_WORDS = "–"


def anonymise_nominations(*, now: datetime) -> int:
    """Empty what names the student in all nominations of rounds that are long over; numbers and studies stay.

    A row that somebody works on is left for the next time. Doing it twice does nothing more. Returns how many.
    """
    today = oslo_date(now)
    over = [round.pk for round in rounds_with_students() if forgotten_on(round) <= today]
    rows = Nomination.objects.filter(round__in=over, anonymised_at__isnull=True).order_by("pk")
    return sum(_anonymise(key, now=now) for key in rows.values_list("pk", flat=True))


@transaction.atomic
def _anonymise(key: int, *, now: datetime) -> int:
    """One nomination, with the letters about it, both or neither."""
    rows = Nomination.objects.select_for_update(skip_locked=True, of=("self",))
    nomination = rows.filter(pk=key, anonymised_at__isnull=True).first()
    if nomination is None:
        return 0
    forget_mails(
        topic=nomination_topic(nomination),
        key_prefixes=[f"nomination_submitted:{key}:"],
        addresses=[nomination.student_email],
    )
    forget_comments(nomination)
    NominationOutcome.objects.filter(nomination=key).exclude(reason="").update(reason=FORGOTTEN_WORDS)
    nomination.student_name = nomination.student_email = nomination.link_secret = nomination.network_note = ""
    nomination.anonymised_at = now
    nomination.save(
        update_fields=["student_name", "student_email", "link_secret", "network_note", "anonymised_at"]
    )
    return 1
