"""The chain around one thing, as a reader may see it: a fixed number of reads, whatever the size.

What may be known is what the pages themselves show: needs (`needs_across`), bases (`visible_networks`), letters and
payments (`grants_visible_to`), payouts (`payouts_visible_to`), reports (sent, or one's own). Drafts are never read.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from grants.models import Grant, Instalment, Payout
from grants.queries import grants_visible_to
from grants.queries.payout import payouts_visible_to
from grants.states import DecisionState
from needs.models import Measure, Need, Nomination
from needs.queries.decision_basis import visible_networks
from needs.queries.needs_across import needs_across
from needs.queries.nomination import nominations_with_names
from needs.states import BASIS_FINAL, NOMINATION_HANDED_OVER, NeedsReportState
from networks.models import Round, User
from networks.roles import REPORTERS, Role, bodies
from reporting.queries import trace_rows as rows
from reporting.trace import LETTER, MEASURE, NEED, NOMINATION, PAYMENT, PAYOUT, REPORT, Chain

OWNERS = (Role.OWNER,)


@dataclass(frozen=True, kw_only=True)
class Centre:
    """The thing that a chain is drawn around, found for one reader: `lines` and `measures` narrow what belongs."""

    kind: str
    pk: int
    round: Round
    lines: Q
    measures: Q
    grant: int | None = None
    """Where the chain is that of a whole letter."""


def centre_of(user: User, kind: str, pk: int, *, now: datetime) -> Centre | None:
    """The thing with this key when the reader may follow it; else None.

    Letters, payments' grants and reports go by different keys: letter and report by the grant's, payment by its own.
    """
    find = FINDERS.get(kind)
    return find(user, pk, now=now) if find else None


def chain_of(user: User, centre: Centre, *, now: datetime) -> Chain:
    """The whole chain around a thing that the reader may follow."""
    return rows.read(
        user,
        centre.round,
        lines=centre.lines,
        measures=centre.measures,
        whole=centre.grant,
        kind=centre.kind,
        pk=centre.pk,
        now=now,
    )


def chain_of_round(user: User, round: Round, *, now: datetime) -> Chain:
    """Everything in a round: for the County Governor's staff."""
    return rows.read(
        user, round, lines=Q(grant__decision__round=round), measures=Q(basis__round=round), now=now
    )


def chain_of_network(user: User, round: Round, network: int, *, now: datetime) -> Chain:
    """What a network (key) and its universities got in a round."""
    mine = Q(grant__decision__round=round) & (Q(grant__network=network) | Q(network=network))
    return rows.read(user, round, lines=mine, measures=Q(basis__round=round, basis__network=network), now=now)


def follows_network(user: User, round: Round, network: int, *, now: datetime) -> bool:
    """Whether the reader may follow the money of a network (key) in a round: whoever may read a letter about it."""
    about = Q(network=network) | Q(lines__network=network)
    return (
        grants_visible_to(user, now=now)
        .filter(about, decision__round=round, decision__state=DecisionState.ISSUED)
        .exists()
    )


def _need(user: User, pk: int, *, now: datetime) -> Centre | None:
    sent = Need.objects.filter(pk=pk, report__state=NeedsReportState.SUBMITTED)
    need = sent.select_related("report__round__county").first()
    if need is None:
        return None
    is_own = need.report.owner_id in bodies(user, REPORTERS, now=now)
    if not is_own and not needs_across(user, [need.report.round], now=now).filter(pk=pk).exists():
        return None
    return Centre(kind=NEED, pk=pk, round=need.report.round, lines=Q(measure__needs=pk), measures=Q(needs=pk))


def _measure(user: User, pk: int, *, now: datetime) -> Centre | None:
    sent = Measure.objects.filter(pk=pk, basis__state__in=BASIS_FINAL)
    measure = sent.select_related("basis__round__county").first()
    if measure is None:
        return None
    round = measure.basis.round
    is_own = measure.needs.filter(
        report__owner__in=bodies(user, OWNERS, now=now), report__state=NeedsReportState.SUBMITTED
    )
    reads = visible_networks(user, round, now=now).filter(pk=measure.basis.network_id)
    if not reads.exists() and not is_own.exists():
        return None
    return Centre(kind=MEASURE, pk=pk, round=round, lines=Q(measure=pk), measures=Q(pk=pk))


def _nomination(user: User, pk: int, *, now: datetime) -> Centre | None:
    """A nomination that is handed over, for those who read it with its name; the chain itself names nobody."""
    sent = Nomination.objects.filter(pk=pk, state__in=NOMINATION_HANDED_OVER)
    nomination = sent.select_related("round__county").first()
    if nomination is None:
        return None
    round = nomination.round
    if not nominations_with_names(user, round, now=now).filter(pk=pk).exists():
        return None
    paid = Payout.objects.filter(nomination=pk).order_by().values("line")
    return Centre(
        kind=NOMINATION, pk=pk, round=round, lines=Q(nomination=pk) | Q(pk__in=paid), measures=Q(pk__in=[])
    )


def _issued(user: User, kind: str, pk: int, grant: int, *, now: datetime) -> Centre | None:
    found: Grant | None = (
        grants_visible_to(user, now=now)
        .prefetch_related(None)
        .filter(pk=grant, decision__state=DecisionState.ISSUED, letter__isnull=False)
        .first()
    )
    if found is None:
        return None
    return Centre(
        kind=kind,
        pk=pk,
        round=found.decision.round,
        lines=Q(grant=grant),
        measures=Q(grant_lines__grant=grant),
        grant=grant,
    )


def _letter(user: User, pk: int, *, now: datetime) -> Centre | None:
    return _issued(user, LETTER, pk, pk, now=now)


def _report(user: User, pk: int, *, now: datetime) -> Centre | None:
    return _issued(user, REPORT, pk, pk, now=now)


def _payment(user: User, pk: int, *, now: datetime) -> Centre | None:
    grant = Instalment.objects.filter(pk=pk).values_list("grant", flat=True).first()
    return _issued(user, PAYMENT, pk, grant, now=now) if grant else None


def _payout(user: User, pk: int, *, now: datetime) -> Centre | None:
    seen = payouts_visible_to(user, now=now).prefetch_related(None).select_related(None)
    found = seen.select_related("round__county").filter(pk=pk).first()
    if found is None:
        return None
    return Centre(kind=PAYOUT, pk=pk, round=found.round, lines=Q(pk=found.line_id), measures=Q(pk__in=[]))


FINDERS: dict[str, Callable[..., Centre | None]] = {
    NEED: _need,
    MEASURE: _measure,
    NOMINATION: _nomination,
    LETTER: _letter,
    PAYMENT: _payment,
    PAYOUT: _payout,
    REPORT: _report,
}
