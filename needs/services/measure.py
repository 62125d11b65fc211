"""What can be done to a measure of a decision basis: add, save, remove. Each takes the approvals away."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from common.drafts import Saved, Shown, merge
from common.refusals import MovedOn
from needs.models import DecisionBasis, Measure, MeasureCriterion, MeasureUniversity
from needs.queries.decision_basis import measure_priority_after, measures_with_parts, partner_ids
from needs.queries.drafts import MEASURE_FIELDS, measure_values
from needs.services.basis_draft import content_changed, locked_or_begun, place_measures
from networks.models import Network, Round, User

Values = Mapping[str, Any]


@transaction.atomic
def add_measure(*, round: Round, network: Network, typed: Values, by: User, now: datetime) -> Measure:
    """Add a measure last in the order. `typed` are some of the fields of `measure_values`, the title among them."""
    basis = locked_or_begun(round, network, by=by, now=now)
    measure = Measure(basis=basis, priority=measure_priority_after(basis))
    _write(measure, _whole(typed), {})
    content_changed(basis, by=by, now=now)
    return _known(basis, measure.pk)


@transaction.atomic
def save_measure(
    *,
    round: Round,
    network: Network,
    pk: int,
    typed: Values,
    shown: Shown,
    by: User,
    now: datetime,
) -> Saved:
    """Save some of the fields of `measure_values`, with gaps if need be. What two have changed is given back.

    Raises MovedOn when the measure is gone. What is really changed takes the approvals away.
    """
    basis = locked_or_begun(round, network, by=by, now=now)
    measure = _known(basis, pk)
    partners = partner_ids(network, round)
    before = _values(measure, partners)
    merged = merge(shown=shown, typed=_whole(typed), stored=before)
    if merged.changed:
        measure.version += 1
        _write(measure, merged.changed, before)
        basis = content_changed(basis, by=by, now=now)
        measure = next(row for row in basis.measures.all() if row.pk == pk)
    return Saved(measure.version, _values(measure, partners), merged.conflicts)


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
    measure.basis = basis
    return measure


def _values(measure: Measure, partners: Iterable[int]) -> dict[str, Any]:
    """The measure's fields, those of every partner university and every criterion of the scheme among them."""
    criteria = [criterion.key for criterion in measure.basis.round.scheme.criteria]
    return measure_values(measure, universities=partners, criteria=criteria)


def _whole(typed: Values) -> dict[str, Any]:
    """No amount for the network is 0. A university that gives days or names somebody takes part, if need be for 0."""
    values = dict(typed)
    if "network_amount_nok" in typed:
        values["network_amount_nok"] = typed["network_amount_nok"] or 0
    for name in typed:
        key = name.removeprefix("university_")
        has_part = typed.get(f"days_{key}") is not None or bool(typed.get(f"faculty_{key}"))
        if name.startswith("university_") and typed[name] is None and has_part:
            values[name] = 0
    return values


def _write(measure: Measure, values: Values, before: Values) -> None:
    """Store these values; `before` are those that stand."""
    for name in MEASURE_FIELDS:
        if name in values:
            setattr(measure, name, values[name])
    if "theme" in values:
        measure.theme_id = getattr(values["theme"], "pk", values["theme"])
    measure.save()
    if "needs" in values:
        measure.needs.set(values["needs"])
    if "kindergartens" in values:
        measure.kindergartens.set(values["kindergartens"])
    if "goals" in values:
        measure.goals.set(values["goals"])
    _write_universities(measure, values, before)
    _write_criteria(measure, values)


PART = ("university", "days", "faculty")


def _write_universities(measure: Measure, values: Values, before: Values) -> None:
    named = (name.partition("_") for name in values)
    changed = {int(key) for word, _sign, key in named if word in PART and key.isdigit()}
    after = {**before, **values}
    parts = []
    for key in changed:
        amount, days = after.get(f"university_{key}"), after.get(f"days_{key}")
        faculty = after.get(f"faculty_{key}") or ""
        if amount is not None or days is not None or faculty:
            parts.append(
                MeasureUniversity(
                    measure=measure, university_id=key, amount_nok=amount or 0, days=days, faculty=faculty
                )
            )
    kept = {part.university_id for part in parts}
    measure.universities.filter(university__in=changed - kept).delete()
    MeasureUniversity.objects.bulk_create(
        parts,
        update_conflicts=True,
        unique_fields=["measure", "university"],
        update_fields=["amount_nok", "days", "faculty"],
    )


def _write_criteria(measure: Measure, values: Values) -> None:
    rows = [
        MeasureCriterion(measure=measure, criterion=name.removeprefix("criterion_"), text=text)
        for name, text in values.items()
        if name.startswith("criterion_")
    ]
    MeasureCriterion.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["measure", "criterion"], update_fields=["text"]
    )
