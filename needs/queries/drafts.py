"""What stands in a draft, field by field: what a page shows, and what a save is compared with."""

from typing import Any

from needs.models import Assessment, Measure, Need, NeedsReport

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
    """A need's fields by name: `theme` and `kindergartens` as keys. Uses the prefetched kindergartens."""
    values = {name: getattr(need, name) for name in NEED_FIELDS if name not in ("theme", "kindergartens")}
    chosen = [kindergarten.pk for kindergarten in need.kindergartens.all()] if need.pk else []
    return {"theme": need.theme_id, **values, "kindergartens": chosen}


def assessment_values(assessment: Assessment, texts: dict[int, str]) -> dict[str, Any]:
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


def measure_values(measure: Measure) -> dict[str, Any]:
    """A measure's fields by name, read with its parts: `theme`, `needs`, `kindergartens` as keys, and for each
    university `university_<key>` (kroner), and for each criterion `criterion_<key>`.
    """
    return {
        **{name: getattr(measure, name) for name in MEASURE_FIELDS},
        "theme": measure.theme_id,
        "needs": [row["pk"] for row in measure.need_rows],
        "kindergartens": [row["pk"] for row in measure.kindergarten_rows],
        **{f"university_{part['university']}": part["amount"] for part in measure.parts},
        **{f"criterion_{row['key']}": row["text"] for row in measure.criterion_rows},
    }
