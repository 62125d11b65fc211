"""What stands in a draft, field by field: what a page shows, and what a save is compared with."""

from collections.abc import Iterable, Mapping
from typing import Any

from needs.models import Assessment, DecisionBasis, Measure, Need, NeedsReport

INVOLVEMENT = ("staff_groups", "involved_when", "staff_involvement")
REPORT_FIELDS = (
    "received_how",
    "heads_involvement",
    *INVOLVEMENT,
    "sami_perspectives",
    "ppt_part",
    "ppt_involvement",
    "own_contribution",
)
NEED_FIELDS = ("theme", "theme_other", "why", "goal", "way_of_working", "start_on", "years", "kindergartens")


def report_values(report: NeedsReport) -> dict[str, Any]:
    """The report's own fields by name."""
    return {name: getattr(report, name) for name in REPORT_FIELDS}


def need_values(need: Need) -> dict[str, Any]:
    """A need's fields by name: `theme` and `kindergartens` as keys. Uses the prefetched kindergartens, if any."""
    values = {name: getattr(need, name) for name in NEED_FIELDS if name not in ("theme", "kindergartens")}
    chosen = [kindergarten.pk for kindergarten in need.kindergartens.all()] if need.pk else []
    return {"theme": need.theme_id, **values, "kindergartens": chosen}


def assessment_values(assessment: Assessment, texts: Mapping[int, str]) -> dict[str, Any]:
    """An assessment's fields by name; `texts` is the text for each theme's key, as `theme_<key>`."""
    values = {name: getattr(assessment, name) for name in INVOLVEMENT}
    return {**values, **{f"theme_{key}": text for key, text in texts.items()}}


MEASURE_FIELDS = (
    "title",
    "goal",
    "way_of_working",
    "participants",
    "meeting_points",
    "plan_goal",
    "contributors",
    "other_institution",
    "start_on",
    "years",
    "network_amount_nok",
)


def measure_values(
    measure: Measure, *, universities: Iterable[int] = (), criteria: Iterable[str] = ()
) -> dict[str, Any]:
    """A measure's fields by name, read with its parts: `theme`, `needs`, `kindergartens` and `goals` as keys, for
    each university `university_<key>` (kroner, None: takes no part), `days_<key>` and `faculty_<key>`, and for each
    criterion `criterion_<key>`. `universities` and `criteria` are those on offer; what the measure has is there
    anyway.
    """
    values = {name: getattr(measure, name) for name in MEASURE_FIELDS}
    values |= {
        "theme": measure.theme_id,
        "needs": [row["pk"] for row in measure.need_rows],
        "kindergartens": [row["pk"] for row in measure.kindergarten_rows],
        "goals": [row["pk"] for row in measure.goal_rows],
    }
    parts = {part["university"]: part for part in measure.parts}
    for key in {*universities, *parts}:
        part = parts.get(key, {})
        values[f"university_{key}"] = part.get("amount")
        values[f"days_{key}"] = part.get("days")
        values[f"faculty_{key}"] = part.get("faculty", "")
    texts = {row["key"]: row["text"] for row in measure.criterion_rows}
    return values | {f"criterion_{key}": texts.get(key, "") for key in {*criteria, *texts}}


BASIS_FIELDS = ("overview", "sami_perspectives", "ppt_involvement")


def basis_values(basis: DecisionBasis) -> dict[str, Any]:
    """The basis' own texts by name."""
    return {name: getattr(basis, name) for name in BASIS_FIELDS}


def reason_values(basis: DecisionBasis) -> dict[str, Any]:
    """Why no measure answers each of the free needs, as `reason_<key>`."""
    return {f"reason_{row['pk']}": row["reason"] for row in basis.free_needs}
