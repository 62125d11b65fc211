"""How a round stands: for each duty how many have done it, and who has not."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from grants.states import DecisionState, RecommendationState
from needs.states import BASIS_FINAL, NominationListState
from networks import deadlines
from networks.models import Round, User
from networks.roles import LEADERS, bodies, is_staff_of
from networks.states import Duty
from rekom import queries
from rekom.calendar import YEAR
from rekom.cards.card import is_shown
from rekom.completions import Outside, is_outside_season, outside_of

MOST_NAMES = 40


@dataclass(frozen=True, kw_only=True)
class Step:
    """One duty of the round: its date, how many have done it of how many, and the names of those who have not."""

    duty: Duty
    label: str
    answer: deadlines.Answer
    done: int
    total: int
    missing: tuple[str, ...] = ()
    url: str = ""

    @property
    def state(self) -> str:
        """Not yet open, open, late or closed."""
        if not self.answer.has_opened:
            return "planned"
        if self.is_done:
            return "done"
        if self.answer.is_open:
            return "late" if self.answer.is_late else "open"
        return "closed"

    @property
    def state_label(self) -> str:
        """The state in words."""
        return {
            "planned": _("Not yet open"),
            "open": _("Open"),
            "late": _("Late"),
            "closed": _("Closed"),
            "done": _("Done"),
        }[self.state]

    @property
    def is_done(self) -> bool:
        """Whether everybody who owes it has done it."""
        return 0 < self.total <= self.done

    @property
    def shown(self) -> tuple[str, ...]:
        """The first names of those who have not."""
        return self.missing[:MOST_NAMES]

    @property
    def not_shown(self) -> int:
        """How many names are left out."""
        return len(self.missing) - len(self.shown)


def rounds_followed_by(user: User, *, now: datetime) -> QuerySet[Round]:
    """The rounds whose progress the person follows: the governor's staff and the networks' leaders."""
    rounds = queries.rounds_with_states(user, now=now)
    follows = any(bodies(user, role, now=now) for role in queries.ROUND_READERS)
    return rounds if follows else rounds.none()


def progress_of(
    user: User,
    round: Round,
    *,
    now: datetime,
    with_names: bool = True,
    outside: list[Outside] | None = None,
) -> list[Step]:
    """The steps of the round in the order of the year; leaders see those of their own networks.

    `outside` is what is done outside the portal, where it has been read already.
    """
    networks = list(queries.networks_of(user, round, now=now))
    is_staff = is_staff_of(user, round.county, now=now)
    if not is_staff:
        led = set(bodies(user, LEADERS, now=now))
        networks = [network for network in networks if network.pk in led]
    counts = _counts(networks)
    if is_staff:
        counts |= _county_counts(round)
    missing = _missing(round, networks, now=now) if with_names else {}
    if outside is None:
        wanted = with_names or is_outside_season(round, now=now)
        outside = outside_of(user, round, now=now, only_open=True) if wanted else []
    counts |= {row.duty: (row.done, len(row.marks)) for row in outside}
    missing |= {row.duty: row.missing for row in outside}
    has_date = {row.duty for row in round.deadlines.all()}
    steps = []
    for entry in YEAR:
        if entry.duty not in counts or entry.duty not in has_date:
            continue
        done, total = counts[entry.duty]
        answer = deadlines.answer(entry.duty, round, now=now)
        names = missing.get(entry.duty, ()) if is_shown(answer) else ()
        steps.append(
            Step(
                duty=entry.duty,
                label=str(entry.duty.label),
                answer=answer,
                done=done,
                total=total,
                missing=tuple(names),
                url=entry.path_to_follow(round),
            )
        )
    return steps


def missing_of(networks: Iterable[Any]) -> dict[Duty, int]:
    """How many have not done each duty of kindergartens, owners and networks (rows as `queries.networks_of`)."""
    return {duty: total - done for duty, (done, total) in _counts(networks).items()}


def _counts(networks: Iterable[Any]) -> dict[Duty, tuple[int, int]]:
    """(done, total) for the duties of kindergartens, owners and networks. Nominations are voluntary: no total."""
    rows = list(networks)
    ranking = [row for row in rows if row.nominations]
    return {
        Duty.ASSESSMENT: (sum(row.shared for row in rows), sum(row.kindergartens for row in rows)),
        Duty.NEEDS_REPORT: (sum(row.met for row in rows), sum(row.pairs for row in rows)),
        Duty.NOMINATION: (sum(row.nominations for row in rows), 0),
        Duty.DECISION_BASIS: (sum(row.basis_state in BASIS_FINAL for row in rows), len(rows)),
        Duty.NOMINATION_LIST: (
            sum(row.list_state == NominationListState.SUBMITTED for row in ranking),
            len(ranking),
        ),
    }


def _county_counts(round: Any) -> dict[Duty, tuple[int, int]]:
    reports = queries.reports_in_round(round)
    return {
        Duty.RECOMMENDATION: (int(round.recommendation_state == RecommendationState.ADOPTED), 1),
        Duty.DECISION: (int(round.decision_state == DecisionState.ISSUED), 1),
        Duty.REPORT: (reports["met"], reports["grants"]),
    }


def _missing(round: Round, networks: Iterable[Any], *, now: datetime) -> dict[Duty, tuple[str, ...]]:
    rows = list(networks)
    missing = {
        Duty.DECISION_BASIS: tuple(str(row) for row in rows if row.basis_state not in BASIS_FINAL),
        Duty.NOMINATION_LIST: tuple(
            str(row) for row in rows if row.nominations and row.list_state != NominationListState.SUBMITTED
        ),
    }
    if is_shown(deadlines.answer(Duty.NEEDS_REPORT, round, now=now)):
        missing[Duty.NEEDS_REPORT] = queries.names_of_owners_missing(rows, round)
    if is_shown(deadlines.answer(Duty.ASSESSMENT, round, now=now)):
        missing[Duty.ASSESSMENT] = queries.names_of_kindergartens_missing(rows, round, now=now)
    if is_shown(deadlines.answer(Duty.REPORT, round, now=now)):
        missing[Duty.REPORT] = queries.names_of_recipients_missing(round)
    return missing
