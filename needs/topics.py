"""What letters about a nomination are found by again, when the student is to be forgotten."""

from needs.models import Nomination


def nomination_topic(nomination: Nomination) -> str:
    """The topic of all letters about one nomination, to whomever they go."""
    return f"nomination:{nomination.pk}"
