"""What can be done about impartiality at the office: record that somebody takes no part, and end it."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from common.refusals import NotNow
from grants.models import Recusal
from grants.rules import recusal as rules
from networks.models import Network, Organisation, Round, User


@transaction.atomic
def declare_recusal(
    *,
    round: Round,
    who: User,
    reason: str,
    by: User,
    now: datetime,
    network: Network | None = None,
    university: Organisation | None = None,
) -> Recusal:
    """Record that `who` takes no part in the round's decision, or in one recipient's grant.

    Raises NotAllowed, and NotNow when it is recorded already.
    """
    rules.check_may_declare_recusal(by, round, who=who, reason=reason, now=now)
    try:
        with transaction.atomic():
            return Recusal.objects.create(
                round=round,
                user=who,
                network=network,
                university=university,
                reason=reason.strip(),
                recorded_by=by,
                recorded_at=now,
            )
    except IntegrityError as error:
        raise NotNow(_("This is recorded already.")) from error


@transaction.atomic
def end_recusal(*, recusal: Recusal, by: User, now: datetime) -> Recusal:
    """From now on the person can take part again. What was recorded stays. Raises NotAllowed and MovedOn."""
    found = Recusal.objects.select_for_update(of=("self",)).select_related("round__county", "user")
    recusal = found.get(pk=recusal.pk)
    rules.check_may_end_recusal(by, recusal, now=now)
    recusal.ended_at, recusal.ended_by = now, by
    recusal.save(update_fields=["ended_at", "ended_by"])
    return recusal
