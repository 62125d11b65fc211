"""Who may choose the words of the letters, and what words no letter may lack."""

from collections.abc import Iterable
from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from grants.letter_wording import CLAUSES, ClauseWords, unknown_places
from networks.models import County, User
from networks.roles import STAFF, Role, holds


def check_may_see_letter_templates(user: User, county: County, *, now: datetime) -> None:
    """The words of the letters are seen by the County Governor's staff."""
    if not holds(user, STAFF, county, now=now):
        raise NotAllowed(_("Only the County Governor's staff can see the letter templates."))


def check_may_save_letter_template(user: User, county: County, *, now: datetime) -> None:
    """A case officer chooses the words of the letters, at any time; issued letters never change."""
    if not holds(user, Role.CASE_OFFICER, county, now=now):
        raise NotAllowed(_("Only a case officer can change the letter templates."))


def check_words(lead: str, included: Iterable[ClauseWords]) -> None:
    """No letter lacks an obligatory clause or names an unknown fact. Raises NotNow with all that is wrong."""
    clauses = list(included)
    filled = {clause.key for clause in clauses if clause.title.strip() and clause.text.strip()}
    wrong = []
    if not filled.issuperset(CLAUSES):
        wrong.append(_("Conditions, reporting, control, sanctions and complaint must stand in every letter."))
    texts = [lead, *(text for clause in clauses for text in (clause.title, clause.text))]
    unknown = list(dict.fromkeys(name for text in texts for name in unknown_places(text)))
    if unknown:
        wrong.append(unknown_sentence(unknown))
    if wrong:
        raise NotNow(" ".join(wrong))


def unknown_sentence(unknown: Iterable[str]) -> str:
    """What to tell whoever has written something unknown in curly brackets."""
    return _("The letter cannot fill in %(unknown)s. Use only the words in the list, in curly brackets.") % {
        "unknown": ", ".join(unknown)
    }
