"""What the issued letters mean for each measure and nomination, told down to those who asked."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from grants.letters import LANGUAGE
from grants.models import AllocationRun, Grant, LineKind
from grants.queries.outcome import measures_to_tell, nominations_to_tell
from grants.recipients import nomination_in
from needs.services.outcomes import (
    MeasureGrant,
    NominationGrant,
    tell_measure_outcomes,
    tell_nomination_outcomes,
)
from networks.models import Round, User


def tell_outcomes(
    *, grants: Iterable[Grant], run: AllocationRun, round: Round, by: User, now: datetime
) -> None:
    """Tell every measure and nomination in play what it was granted, also those that got nothing and why."""
    rows = list(grants)
    with override(LANGUAGE):
        nominations = nomination_grants(rows, run, nominations_to_tell(round))
    measures = measure_grants(rows, measures_to_tell(round))
    tell_measure_outcomes(round=round, outcomes=measures, by=by, now=now)
    tell_nomination_outcomes(round=round, outcomes=nominations, by=by, now=now)


def measure_grants(grants: Iterable[Grant], asked: Iterable[int]) -> dict[int, MeasureGrant]:
    """What each measure is granted, by key, as the letters' lines say; `asked` are those that asked, also in vain."""
    own: dict[int, int] = defaultdict(int)
    universities: dict[int, int] = defaultdict(int)
    for grant in grants:
        part = universities if grant.university_id else own
        for line in grant.lines.all():
            if line.measure_id is not None:
                part[line.measure_id] += line.amount_nok
    keys = {*asked, *own, *universities}
    return {pk: MeasureGrant(network_nok=own[pk], university_nok=universities[pk]) for pk in keys}


def nomination_grants(
    grants: Iterable[Grant], run: AllocationRun, asked: Iterable[int]
) -> dict[int, NominationGrant]:
    """What each nomination is granted, by key; those in `asked` that got nothing are told why (active language)."""
    granted: dict[int, int] = defaultdict(int)
    for grant in grants:
        for line in grant.lines.all():
            if line.kind == LineKind.INDIVIDUAL and line.nomination_id is not None:
                granted[line.nomination_id] += line.amount_nok
    found = {pk: NominationGrant(granted_nok=amount) for pk, amount in granted.items() if amount}
    missed = [pk for pk in asked if pk not in found]
    return {**found, **{pk: NominationGrant(reason=_reason(pk, run)) for pk in missed}}


def _reason(pk: int, run: AllocationRun) -> str:
    """Why a nomination got nothing, from the run that the decision stands on."""
    requests = run.input["individual"]["requests"]
    order = sorted(requests, key=lambda row: (row["rank"], row["id"]))
    places = {nomination_in(row["id"]): place for place, row in enumerate(order, start=1)}
    if pk not in places:
        return _(
            "The nomination was not on a list that the network had sent when the money was shared, so it could not "
            "be considered."
        )
    reached = len(run.output["individual"]["granted"])
    if not reached:
        return _("There was no money for individual measures this year.")
    return _(
        "The money reached the first %(reached)s of %(number)s in the order of priority. This nomination was number "
        "%(place)s."
    ) % {"reached": reached, "number": len(order), "place": places[pk]}
