"""How a round's questions are worded, and who may change them."""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext as _

from common.refusals import NotAllowed, NotNow
from networks.models import Round, User, WrittenForm
from networks.roles import Role, holds
from reporting.models import ReportQuestion

FIXED_WHEN_ANSWERED = ("audience", "text_nb")
"""What stands still once somebody has answered: an answer is given to a wording."""


def wording(question: ReportQuestion, written_form: str) -> tuple[str, str]:
    """The question and its help in a written form of Norwegian. What nynorsk lacks comes in bokmål."""
    if written_form != WrittenForm.NN:
        return question.text_nb, question.help_nb
    return question.text_nn or question.text_nb, question.help_nn or question.help_nb


def check_may_keep_questions(user: User, round: Round, *, now: datetime) -> None:
    """The County Governor's case officers keep the round's questions."""
    if not holds(user, Role.CASE_OFFICER, round.county, now=now):
        raise NotAllowed(_("Only a case officer can change the questions."))


def check_may_change_question(
    user: User, question: ReportQuestion, changed: set[str], *, has_answers: bool, now: datetime
) -> None:
    """A question can be changed; once it is answered, who it is for and what it asks stand still.

    Nynorsk that was missing can still be filled in, also then. `changed` are names of fields.
    """
    check_may_keep_questions(user, question.round, now=now)
    fixed = {*FIXED_WHEN_ANSWERED, *(["text_nn"] if question.text_nn else [])}
    if has_answers and changed & fixed:
        raise NotNow(
            _(
                "The question has been answered, so what it asks, and whom, can no longer be changed. Hide it "
                "and add a new one."
            )
        )


def check_may_word_question(words: Mapping[str, object]) -> None:
    """A question asks something, in bokmål at least. `words` are its fields. Raises NotNow."""
    if not str(words.get("text_nb", "")).strip():
        raise NotNow(_("Write the question in bokmål."))
