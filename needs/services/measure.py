"""What can be done to a measure of a decision basis: save, remove. Each takes the approvals away."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction

from common.refusals import MovedOn
from common.versions import check_version
from needs.models import DecisionBasis, Measure, MeasureCriterion, MeasureUniversity
from needs.queries.decision_basis import measure_priority_after, measures_with_parts
from needs.services.decision_basis import content_changed, locked_or_begun, place_measures
from networks.models import Network, Round, User

PLAIN = ("theme_id", "title", "goal", "way_of_working", "start_on", "years", "network_amount_nok")


@dataclass(frozen=True, kw_only=True)
class MeasureInput:
    """A measure as it is typed. Keys: `theme_id`, `needs`, `kindergartens`, and in `universities` (key → kroner) and
    `criteria` (the scheme's key → text).
    """

    title: str
    theme_id: int | None = None
    goal: str = ""
    way_of_working: str = ""
    start_on: date | None = None
    years: int | None = None
    network_amount_nok: int = 0
    needs: Collection[int] = ()
    kindergartens: Collection[int] = ()
    universities: Mapping[int, int] = field(default_factory=dict)
    criteria: Mapping[str, str] = field(default_factory=dict)


@transaction.atomic
def save_measure(
    *,
    round: Round,
    network: Network,
    typed: MeasureInput,
    by: User,
    now: datetime,
    pk: int | None = None,
    version: int = 0,
) -> Measure:
    """Save a measure of the network's basis, with gaps if need be; a new one (`pk` None) comes last in the order.

    `version` is the measure's version that the page showed. Raises NotNow when somebody else has saved it since,
    MovedOn when it is gone. What is really changed takes the approvals away.
    """
    basis = locked_or_begun(round, network, by=by, now=now)
    measure = (
        _known(basis, pk) if pk else Measure(basis=basis, priority=measure_priority_after(basis), version=0)
    )
    if pk:
        check_version(measure.version, version)
    before = _content(measure) if pk else None
    for name in PLAIN:
        setattr(measure, name, getattr(typed, name))
    measure.version += 1
    measure.save()
    _write_rows(measure, typed)
    saved = _known(basis, measure.pk)
    if _content(saved) != before:
        content_changed(basis, by=by, now=now)
    return saved


@transaction.atomic
def remove_measure(*, round: Round, network: Network, pk: int, by: User, now: datetime) -> None:
    """Remove a measure from the basis; those after it move up. Its needs are free for another measure."""
    basis = locked_or_begun(round, network, by=by, now=now)
    measure = _known(basis, pk)
    measure.delete()
    place_measures([row.pk for row in basis.measures.all() if row.pk != pk])
    content_changed(basis, by=by, now=now)


def _known(basis: DecisionBasis, pk: int) -> Measure:
    """The measure with its parts. Raises MovedOn when somebody has removed it."""
    measure = measures_with_parts().filter(basis=basis, pk=pk).first()
    if measure is None:
        raise MovedOn
    return measure


def _write_rows(measure: Measure, typed: MeasureInput) -> None:
    measure.needs.set(typed.needs)
    measure.kindergartens.set(typed.kindergartens)
    measure.universities.exclude(university__in=typed.universities).delete()
    MeasureUniversity.objects.bulk_create(
        (
            MeasureUniversity(measure=measure, university_id=key, amount_nok=amount)
            for key, amount in typed.universities.items()
        ),
        update_conflicts=True,
        unique_fields=["measure", "university"],
        update_fields=["amount_nok"],
    )
    MeasureCriterion.objects.bulk_create(
        (MeasureCriterion(measure=measure, criterion=key, text=text) for key, text in typed.criteria.items()),
        update_conflicts=True,
        unique_fields=["measure", "criterion"],
        update_fields=["text"],
    )


def _content(measure: Measure) -> dict[str, Any]:
    """What an approval is given to, comparable."""
    return {
        **{name: getattr(measure, name) for name in PLAIN},
        "parts": {part["university"]: part["amount"] for part in measure.parts},
        "needs": {row["pk"] for row in measure.need_rows},
        "kindergartens": {row["pk"] for row in measure.kindergarten_rows},
        "criteria": {row["key"]: row["text"] for row in measure.criterion_rows if row["text"]},
    }
