"""Named reads of how a round's dates have been changed."""

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q, QuerySet

from common.models import StateChange
from networks.models import Deadline, Round

DATES_CHANGED, REMINDERS_CHANGED, SWITCH_CHANGED = "change_dates", "change_reminders", "change_switch"


def date_changes(round: Round) -> QuerySet[StateChange]:
    """The lines about changed dates, reminders and the working-day switch of a round, oldest first.

    `object_id` is the deadline's key, or the round's for the switch; `before` and `after` are as the service wrote.
    """
    kinds = ContentType.objects.get_for_models(Deadline, Round)
    of_rows = Q(
        content_type=kinds[Deadline],
        object_id__in=[row.pk for row in round.deadlines.all()],
        verb__in=[DATES_CHANGED, REMINDERS_CHANGED],
    )
    of_round = Q(content_type=kinds[Round], object_id=round.pk, verb=SWITCH_CHANGED)
    return StateChange.objects.filter(of_rows | of_round).select_related("by").order_by("at", "pk")
