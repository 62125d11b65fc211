"""What the home page says about later dates: what I have asked for, and what waits for my answer."""

from dataclasses import dataclass, field
from datetime import datetime

from networks import queries
from networks.models import DispensationRequest, User


@dataclass(frozen=True)
class AtHome:
    """The unanswered requests that concern a person."""

    own: list[DispensationRequest] = field(default_factory=list)
    to_answer: list[DispensationRequest] = field(default_factory=list)

    @property
    def year(self) -> int:
        """The newest year with a request to answer."""
        return max(request.deadline.round.grant_year for request in self.to_answer)


def requests_at_home(user: User, *, now: datetime) -> AtHome:
    """One statement for most people; two where a request of their counties waits."""
    rounds = queries.rounds_with_waiting_requests(user, now=now)
    if not rounds:
        return AtHome()
    found = list(queries.waiting_requests(user, rounds, now=now))
    return AtHome(
        own=[request for request in found if request.is_own],
        to_answer=[request for request in found if request.awaits_me],
    )
