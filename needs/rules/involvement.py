"""What must be said about who has taken part, in an assessment and in a needs report."""

from django.utils.translation import gettext as _

from common.gaps import Gap
from needs.models import StaffGroup
from needs.models.involvement import Involvement


def involvement_gaps(written: Involvement) -> list[Gap]:
    """Involvement is asked: which groups, when and how, or that nobody has taken part yet."""
    groups = set(written.staff_groups)
    if groups == {StaffGroup.NOBODY}:
        return []
    gaps = []
    if not groups:
        gaps.append(Gap("staff_groups", _("Tick who of the staff took part, or that nobody has yet.")))
    elif StaffGroup.NOBODY in groups:
        gaps.append(Gap("staff_groups", _("Tick either those who took part, or that nobody has yet.")))
    if not written.involved_when.strip():
        gaps.append(Gap("involved_when", _("Write when the staff took part.")))
    if not written.staff_involvement.strip():
        gaps.append(Gap("staff_involvement", _("Write how the staff took part.")))
    return gaps
