"""What letters about one nomination are found by again, when the student is to be forgotten."""

from needs.models import Nomination
from needs.topics import nomination_topic
from networks.states import Duty
from networks.topics import topics


def about_nomination(nomination: Nomination) -> list[str]:
    """The topics of a letter about one nomination."""
    kindergarten = nomination.kindergarten
    about = topics(nomination.round, Duty.NOMINATION, kindergarten.owner, kindergarten)
    return [*about, nomination_topic(nomination)]
