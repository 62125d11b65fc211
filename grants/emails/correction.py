"""The letters about corrections of issued grants."""

from datetime import datetime
from typing import Any

from django.urls import reverse

from common import outbox
from common.history import history_of
from common.money import kroner
from grants.letters import name_of
from grants.models import Correction, CorrectionLetter, Grant
from grants.queries.decision import approvers, letter_readers
from networks.models import Round, User
from networks.states import Duty
from networks.topics import topics


def correction_prepared(correction: Correction, *, now: datetime) -> None:
    """Ask the approvers to look at the correction; the one who prepared it is not asked."""
    for user in approvers(correction.grant.decision.round, now=now):
        if user.pk != correction.prepared_by_id:
            _post("correction_prepared", correction, user, _about(correction), now=now)


def correction_sent_back(correction: Correction, *, comment: str, by: User, now: datetime) -> None:
    """Tell the one who prepared the correction what must be changed."""
    if correction.prepared_by:
        context = {**_about(correction), "comment": comment, "by": by.name}
        _post("correction_sent_back", correction, correction.prepared_by, context, now=now)


def correction_issued(letter: CorrectionLetter, grant: Grant, round: Round, *, now: datetime) -> None:
    """Tell those who read the grant's letter that a new one replaces it."""
    correction = letter.correction
    context = {
        "year": round.grant_year,
        "recipient": name_of(grant),
        "number": letter.number,
        "replaces": letter.snapshot["correction"]["replaces"],
        "before": kroner(correction.before_nok),
        "after": kroner(grant.amount_nok),
        "office": round.county.office_name,
        "path": reverse("grants:letter_detail", kwargs={"letter": grant.letter.pk}),
    }
    for user in letter_readers(grant, now=now):
        _post("correction_issued", correction, user, context, now=now)


def _about(correction: Correction) -> dict[str, Any]:
    round = correction.grant.decision.round
    place = {"year": round.grant_year, "correction": correction.pk}
    return {
        "year": round.grant_year,
        "recipient": name_of(correction.grant),
        "prepared_by": correction.prepared_by.name if correction.prepared_by else "",
        "path": reverse("grants:correction_detail", kwargs=place),
    }


def _post(name: str, correction: Correction, user: User, context: dict[str, Any], *, now: datetime) -> None:
    grant = correction.grant
    outbox.post(
        kind=f"grants/{name}",
        to=user,
        context=context,
        key=f"{name}:{correction.pk}:{history_of(correction).count()}:{user.pk}",
        now=now,
        topics=topics(grant.decision.round, Duty.DECISION, grant.network, grant.university),
    )
