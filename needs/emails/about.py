"""What letters about one nomination are found by again, when the student is to be forgotten."""

from needs.models import Nomination
from networks.states import Duty
from networks.topics import topics


def nomination_topic(nomination: Nomination) -> str:
    """The topic of all letters about one nomination, to whomever they go."""
    return f"nomination:{nomination.pk}"


def about_nomination(nomination: Nomination) -> list[str]:
    """The topics of a letter about one nomination."""
    kindergarten = nomination.kindergarten
    about = topics(nomination.round, Duty.NOMINATION, kindergarten.owner, kindergarten)
    return [*about, nomination_topic(nomination)]
