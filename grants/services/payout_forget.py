"""When a student is forgotten, so is what people wrote about the payouts; amounts, days and decisions stay."""

from django.apps import apps
from django.db import transaction
from django.db.models import Q

from common.history import forget_comments
from grants.models import Payout, StudyConfirmation

FORGOTTEN_WORDS = "–"


@transaction.atomic
def forget_payout_words() -> int:
    """Empty the reasons about payouts of nominations that are anonymised, also where auditors' rows keep them.

    A reason may name the student, although nobody is to write that. Doing it twice does nothing more. Returns how
    many payouts had words.
    """
    no_words = ["", FORGOTTEN_WORDS]
    is_silent = Q(confirmation__isnull=True) | Q(confirmation__decided_because__in=no_words)
    rows = Payout.objects.filter(nomination__anonymised_at__isnull=False)
    rows = rows.exclude(is_silent, stopped_because__in=no_words)
    found = list(rows.order_by("pk"))
    keys = [row.pk for row in found]
    for payout in found:
        forget_comments(payout)
    forgotten_stop, forgotten_reason = (
        {"stopped_because": FORGOTTEN_WORDS},
        {"decided_because": FORGOTTEN_WORDS},
    )
    Payout.objects.filter(pk__in=keys).exclude(stopped_because="").update(**forgotten_stop)
    confirmations = StudyConfirmation.objects.filter(payout__in=keys)
    confirmations.exclude(decided_because="").update(**forgotten_reason)
    events = apps.get_model("grants", "PayoutEvent").objects.filter(pgh_obj__in=keys)
    events.exclude(stopped_because="").update(**forgotten_stop)
    events = apps.get_model("grants", "StudyConfirmationEvent").objects.filter(payout__in=keys)
    events.exclude(decided_because="").update(**forgotten_reason)
    return len(found)
