"""Who may set up the directorate's layout, and what it must be."""

from collections.abc import Collection, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from networks.models import Round, User
from networks.roles import STAFF, Role, holds

MOST_COLUMNS = 100


def check_may_see_layout(user: User, round: Round, *, now: datetime) -> None:
    """The County Governor's staff read the layout and download the reports in it."""
    if not holds(user, STAFF, round.county, now=now):
        raise NotAllowed(_("Only the County Governor's staff see this."))


def check_may_edit_layout(user: User, round: Round, *, now: datetime) -> None:
    """A case officer sets up the layout."""
    if not holds(user, Role.CASE_OFFICER, round.county, now=now):
        raise NotAllowed(_("Only a case officer can do this."))


def check_columns(columns: Sequence[tuple[str, str]], known: Collection[str]) -> None:
    """A layout has from 1 to MOST_COLUMNS columns as (heading, source), each with a heading.

    A source is empty while nobody has said what stands there, or one of `known`. Raises NotNow.
    """
    if not columns:
        raise NotNow(_("The layout needs at least one column."))
    if len(columns) > MOST_COLUMNS:
        raise NotNow(_("The layout can have %(most)s columns at most.") % {"most": MOST_COLUMNS})
    if any(not heading.strip() for heading, _source in columns):
        raise NotNow(_("Each column needs a heading."))
    wrong = [heading for heading, source in columns if source and source not in known]
    if wrong:
        raise NotNow(
            _("Choose again what stands under: %(names)s. It is not offered for these rows.")
            % {"names": ", ".join(wrong)}
        )
