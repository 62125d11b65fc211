"""What the issued letters mean for each measure and nomination, told down to those who asked."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from grants.decided import NO_MONEY, deviates, needs_ground, reason_words
from grants.letters import LANGUAGE
from grants.models import AllocationRun, Grant, GrantLine, LineKind
from grants.queries.outcome import measures_to_tell, nominations_to_tell, nominations_told
from grants.recipients import nomination_in
from needs.services.outcomes import (
    MeasureGrant,
    NominationGrant,
    tell_measure_outcomes,
    tell_nomination_outcomes,
)
from networks.models import Round, User
from networks.schemes import Scheme


def tell_outcomes(
    *, grants: Iterable[Grant], run: AllocationRun, round: Round, by: User, now: datetime
) -> None:
    """Tell every measure and nomination in play what it was granted, also those that got nothing and why."""
    rows = list(grants)
    with override(LANGUAGE):
        nominations = nomination_grants(rows, run, nominations_to_tell(round), round.scheme)
    measures = measure_grants(rows, measures_to_tell(round))
    tell_measure_outcomes(round=round, outcomes=measures, by=by, now=now)
    tell_nomination_outcomes(round=round, outcomes=nominations, by=by, now=now)


def tell_corrected(
    *,
    grant: Grant,
    grants: Iterable[Grant],
    letter: str,
    run: AllocationRun,
    round: Round,
    by: User,
    now: datetime,
) -> None:
    """Tell the measures and nominations in a corrected grant anew what they are granted, and why.

    `grants` are all of the round, for a measure gets money in several; `letter` is the number of the new letter.
    """
    lines = list(grant.lines.all())
    nominations = {line.nomination_id for line in lines if line.nomination_id is not None}
    with override(LANGUAGE):
        told = nomination_grants([grant], run, nominations, round.scheme)
    mine = {line.measure_id for line in lines if line.measure_id is not None}
    measures = {pk: said for pk, said in measure_grants(grants, mine).items() if pk in mine}
    known = nominations_told(nominations)
    changed = {pk: said for pk, said in told.items() if known.get(pk) != (said.granted_nok, said.reason)}
    tell_measure_outcomes(round=round, outcomes=measures, by=by, now=now)
    tell_nomination_outcomes(round=round, outcomes=changed, correction=letter, by=by, now=now)


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
    grants: Iterable[Grant], run: AllocationRun, asked: Iterable[int], scheme: Scheme
) -> dict[int, NominationGrant]:
    """What each nomination is granted, by key; those that got less than they asked for are told why.

    The words are in the active language. A nomination stands in one line. `asked` are those that asked, also where
    no line is theirs.
    """
    lines = {
        line.nomination_id: line
        for grant in grants
        for line in grant.lines.all()
        if line.kind == LineKind.INDIVIDUAL and line.nomination_id is not None
    }
    found = {pk: _told(line, run, scheme) for pk, line in lines.items()}
    missed = {pk: NominationGrant(reason=_reason(pk, run)) for pk in asked if pk not in found}
    return {**found, **missed}


def _told(line: GrantLine, run: AllocationRun, scheme: Scheme) -> NominationGrant:
    """What a line says to the one who asked. Where the money alone stopped it, its place in the order says why."""
    if line.amount_nok:
        is_less = needs_ground(line.amount_nok, line.requested_nok)
        return NominationGrant(
            granted_nok=line.amount_nok, reason=reason_words(line, scheme) if is_less else ""
        )
    is_as_run = line.ground in ("", NO_MONEY) and not line.ground_text and not deviates(line)
    words = "" if is_as_run else reason_words(line, scheme)
    return NominationGrant(reason=words or _reason(line.nomination_id or 0, run))


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
