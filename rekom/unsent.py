"""What is begun and not sent: for each duty of a round, the bodies that have a draft or something returned."""

from collections.abc import Iterable, Mapping

from needs.models import Assessment, DecisionBasis, NeedsReport, Nomination, NominationList
from networks.models import Round
from networks.states import Duty
from rekom.planning.debts import BodyKey
from reporting.models import Report

UNSENT = ("draft", "proposed", "returned")

Unsent = Mapping[Duty, list[tuple[int, BodyKey]]]
"""For each duty (key of the draft, key of its body as a dispensation has it)."""


def unsent_in(round: Round) -> Unsent:
    """All that is begun and not sent in a round, in one statement for each duty."""
    kindergarten = (None, None, "kindergarten_id")
    network = (None, "network_id", None)
    grant = ("grant__university_id", "grant__network_id", None)
    mine = {"round": round, "state__in": UNSENT}
    return {
        Duty.ASSESSMENT: _keys(Assessment.objects.filter(**mine), kindergarten),
        Duty.NEEDS_REPORT: _keys(NeedsReport.objects.filter(**mine), ("owner_id", "network_id", None)),
        Duty.NOMINATION: _keys(Nomination.objects.filter(**mine), kindergarten),
        Duty.DECISION_BASIS: _keys(DecisionBasis.objects.filter(**mine), network),
        Duty.NOMINATION_LIST: _keys(NominationList.objects.filter(**mine), network),
        Duty.REPORT: _keys(Report.objects.filter(grant__decision__round=round, state__in=UNSENT), grant),
    }


def _keys(rows: Iterable[object], columns: tuple[str | None, ...]) -> list[tuple[int, BodyKey]]:
    names = [name for name in columns if name]
    found = []
    for pk, *values in rows.order_by().values_list("pk", *names):  # type: ignore[attr-defined]  # -- a query set
        by_name = dict(zip(names, values, strict=True))
        organisation, network, kindergarten = (by_name.get(name or "") for name in columns)
        found.append((pk, (organisation, network, kindergarten)))
    return found
