"""How a payout stands: whether it can be paid, or what it waits for. Read from the rows alone, never stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grants.models import Half, Payout, StudyAnswer, StudyConfirmation
from grants.states import PayoutState
from needs.states import NOMINATION_NOT_STUDYING


class Standing(models.TextChoices):
    """A payout that is not settled is ready, or waits: to be asked about, for answers, or for a person to decide."""

    READY = "ready", _("Ready to be paid")
    CONFIRMED = "confirmed", _("Confirmed, ready to be paid")
    NOT_ASKED = "not_asked", _("Not asked yet")
    WAITS = "waiting", _("Waiting for answers")
    UNDECIDED = "undecided", _("The network must decide")


STATE_WORDS = {**{state: state.label for state in PayoutState}, PayoutState.STOPPED: _("Payout stopped")}
"""The states in words; "stopped" alone is said of a study."""
PAYABLE = (Standing.READY, Standing.CONFIRMED)


def standing_of(payout: Payout) -> Standing | None:
    """How a planned payout stands; None for one that is paid, stopped, returned or moved.

    `payout` comes with its nomination and its confirmation.
    """
    if payout.state != PayoutState.PLANNED:
        return None
    said = confirmation_of(payout)
    if said is not None and said.is_paid_anyway:
        return Standing.CONFIRMED
    if payout.nomination.state in NOMINATION_NOT_STUDYING:
        return Standing.UNDECIDED
    if payout.half == Half.SPRING:
        return Standing.READY
    if said is None:
        return Standing.NOT_ASKED
    return _by_answers(said)


def _by_answers(said: StudyConfirmation) -> Standing:
    answers = {said.student_says, said.head_says}
    if StudyAnswer.STOPPED in answers:
        return Standing.UNDECIDED
    return Standing.CONFIRMED if answers == {StudyAnswer.GOES_ON} else Standing.WAITS


def confirmation_of(payout: Payout) -> StudyConfirmation | None:
    """What student and head have said about the study, or None while nobody is asked."""
    return getattr(payout, "confirmation", None)


def label_of(payout: Payout) -> tuple[str, str]:
    """The code and the words of how the payout stands, for a coloured tag."""
    standing = standing_of(payout)
    if standing is not None:
        return standing.value, str(standing.label)
    return payout.state, str(STATE_WORDS[PayoutState(payout.state)])
