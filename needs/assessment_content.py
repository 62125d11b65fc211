"""What an assessment says when it is shared, as it is kept."""

from common.kept import Content, kept, row, section
from needs.models import Assessment, AssessmentItem


def assessment_content(assessment: Assessment, items: list[AssessmentItem]) -> Content:
    """All that the assessment says. `items` are read with their themes; empty ones are left out."""
    kindergarten = assessment.kindergarten
    return kept(
        {
            "kindergarten": kindergarten.name,
            "org_number": kindergarten.org_number,
            "owner": kindergarten.owner.name,
            "year": assessment.round.grant_year,
            "scheme": assessment.round.scheme_key,
        },
        section(
            "themes",
            [
                row(f"theme-{item.theme_id}", text=item.text, label=item.theme.name)
                for item in items
                if item.text
            ],
        ),
        section(
            "involvement",
            [
                row("staff_groups", codes=assessment.staff_groups),
                row("involved_when", text=assessment.involved_when),
                row("staff_involvement", text=assessment.staff_involvement),
            ],
        ),
    )
