"""Winter: each network and its universities make a decision basis of what is reported, and send it by 1 February."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from common.clock import oslo
from common.drafts import Shown
from needs.models import DecisionBasis, Need
from needs.queries import needs_for_basis
from needs.queries.decision_basis import basis_or_new
from needs.queries.drafts import basis_values
from needs.rules.decision_basis import decision_basis_gaps
from needs.services import decision_basis as bases
from needs.services.basis_draft import save_decision_basis, save_reasons
from needs.services.measure import add_measure
from needs.states import BasisState
from networks import queries
from networks.deadlines import returned_until
from networks.models import Network, Organisation, Round, User
from networks.queries.plans import adopted_goals
from rekom.demo_county import texts
from rekom.demo_county.play.stage import Event, Stage, chance

SILENT = "Indre Namdal (demo)"
"""Sent without the university's approval, which follows."""
RETURNED = "Innherred (demo)"
"""Returned by the case officer, and sent again."""
CHANGED = "Fosen"
"""Changed after the university has approved, so that it must approve again."""


@dataclass(frozen=True)
class Part:
    """One network's basis in one round."""

    stage: Stage
    year: int
    network: Network

    @property
    def round(self) -> Round:
        """The round."""
        return self.stage.round(self.year)

    @property
    def leader(self) -> User:
        """The network's leader."""
        return self.stage.leader(self.network)

    def basis(self) -> DecisionBasis:
        """The basis as it stands."""
        return basis_or_new(self.network, self.round)

    def universities(self) -> list[Organisation]:
        """The network's partners."""
        return list(queries.universities_of(self.network, self.round))


def decision_basis_events(stage: Stage, year: int) -> list[Event]:
    """What each network did with its basis."""
    return [event for network in stage.networks for event in _script(Part(stage, year, network))]


def _script(part: Part) -> list[Event]:
    year, name = part.year, part.network.name
    luck = chance(year, "basis", part.network.pk)
    begun = oslo(year - 1, 12, luck.randint(8, 20), 10)
    built = oslo(year, 1, luck.randint(8, 22), 11)
    sent = oslo(year, 1, luck.randint(27, 31), 14)
    events = [
        Event(begun, partial(_save_texts, part)),
        Event(built, partial(_build, part)),
        Event(oslo(year, 1, 24, 9), partial(_approve, part, None)),
        Event(sent, partial(_submit, part)),
    ]
    for university in part.universities():
        late = name == SILENT
        at = oslo(year, 2, 5, 9) if late else oslo(year, 1, 25, 9)
        events.append(Event(at, partial(_approve, part, university)))
    if name == CHANGED:
        events += [
            Event(oslo(year, 1, 25, 12), partial(_change, part)),
            Event(oslo(year, 1, 26, 8), partial(_approve_again, part)),
        ]
    if name != SILENT:
        events.append(Event(oslo(year, 2, luck.randint(16, 24), 13), partial(_accept, part)))
    if name == RETURNED:
        events += [
            Event(oslo(year, 2, 4, 9), partial(_return, part)),
            Event(oslo(year, 2, 9, 9), partial(_submit, part)),
        ]
    return events


def _save_texts(part: Part, now: datetime) -> None:
    save_decision_basis(
        round=part.round,
        network=part.network,
        typed={
            "overview": texts.OVERVIEW,
            "sami_perspectives": texts.SAMI,
            "ppt_involvement": texts.PPT,
        },
        shown=Shown(0),
        by=part.leader,
        now=now,
    )


def _build(part: Part, now: datetime) -> None:
    """The most reported themes become measures; each asks for money for the kindergartens that start."""
    luck = chance(part.year, "measures", part.network.pk)
    by_theme: dict[str, list[Need]] = defaultdict(list)
    for need in needs_for_basis(part.network, part.round):
        by_theme[need.title].append(need)
    ordered = sorted(by_theme, key=lambda theme: (-len(by_theme[theme]), theme))[: luck.randint(2, 4)]
    wish = _wish(part) * luck.randint(80, 150) // 100
    for position, theme in enumerate(ordered):
        share = wish * (len(ordered) - position) // sum(range(1, len(ordered) + 1))
        _save_measure(part, theme, by_theme[theme], share, now)
    _say_why_not(part, now)


def _say_why_not(part: Part, now: datetime) -> None:
    """The needs that no measure answers get a reason each; the same for most of them."""
    rows = part.basis().free_needs
    save_reasons(
        round=part.round,
        network=part.network,
        typed={f"reason_{row['pk']}": texts.NOT_THIS_YEAR for row in rows},
        shown=Shown(0),
        by=part.leader,
        now=now,
    )


def _wish(part: Part) -> int:
    """What the network would like, in kroner: a round sum for each kindergarten."""
    return 150_000 + 33_000 * len(part.stage.kindergartens_of(part.network, part.year))


def _save_measure(part: Part, theme: str, needs: list[Need], share: int, now: datetime) -> None:
    luck = chance(part.year, "measure", part.network.pk, theme)
    text = texts.BY_THEME[theme]
    partners = part.universities()
    chosen = partners if len(partners) == 1 or luck.random() < 0.4 else [luck.choice(partners)]
    theirs: dict[str, Any] = {}
    for university in chosen:
        theirs[f"university_{university.pk}"] = share * 35 // 100 // len(chosen) // 5_000 * 5_000
        theirs[f"days_{university.pk}"] = luck.randint(4, 12)
        theirs[f"faculty_{university.pk}"] = texts.FACULTY
    kindergartens = {kindergarten.pk for need in needs for kindergarten in need.kindergartens.all()}
    add_measure(
        round=part.round,
        network=part.network,
        typed={
            "title": text.measure,
            "theme": part.stage.themes[theme].pk,
            "goal": text.goal,
            "way_of_working": text.way_of_working,
            "participants": texts.PARTICIPANTS,
            "meeting_points": texts.MEETING_POINTS,
            "plan_goal": texts.PLAN_GOAL,
            "goals": _goals(part, theme),
            "contributors": ["ppt"] if luck.random() < 0.5 else [],
            "start_on": date(part.year, 8, 1),
            "years": luck.randint(1, 3),
            "network_amount_nok": share * 65 // 100 // 5_000 * 5_000,
            "needs": [need.pk for need in needs],
            "kindergartens": sorted(kindergartens),
            **theirs,
            **{f"criterion_{key}": words for key, words in texts.CRITERIA.items()},
        },
        by=part.leader,
        now=now,
    )


def _goals(part: Part, theme: str) -> list[int]:
    """The goal of the network's plan that the measure works towards; the last one waits for a measure."""
    goals = [goal.pk for goal in adopted_goals(part.network)][:-1]
    return [chance(part.year, "goal", part.network.pk, theme).choice(goals)] if goals else []


def _approve(part: Part, university: Organisation | None, now: datetime) -> None:
    basis = part.basis()
    if decision_basis_gaps(basis) or (university is not None and not _has_part(basis, university)):
        return
    bases.approve_decision_basis(
        basis=basis,
        university_id=university.pk if university else None,
        version=basis.version,
        by=part.stage.university_person(university) if university else part.leader,
        now=now,
    )


def _has_part(basis: DecisionBasis, university: Organisation) -> bool:
    return any(
        row["university"] == university.pk for measure in basis.measures.all() for row in measure.parts
    )


def _change(part: Part, now: datetime) -> None:
    basis = part.basis()
    save_decision_basis(
        round=part.round,
        network=part.network,
        typed={"overview": f"{texts.OVERVIEW} Osen er med for første gang."},
        shown=Shown.of(basis_values(basis), basis.texts_version),
        by=part.leader,
        now=now,
    )


def _approve_again(part: Part, now: datetime) -> None:
    _approve(part, None, now)
    for university in part.universities():
        _approve(part, university, now)


def _submit(part: Part, now: datetime) -> None:
    """A network whose owners have no needs has no measures, and sends nothing."""
    basis = part.basis()
    if decision_basis_gaps(basis):
        return
    bases.submit_decision_basis(
        basis=basis,
        version=basis.version,
        by=part.leader,
        now=now,
        silent_reason=texts.SILENT if part.network.name == SILENT else "",
    )


def _accept(part: Part, now: datetime) -> None:
    """The case officer accepts what can go on to the recommendation as it is."""
    if part.basis().state == BasisState.SUBMITTED:
        bases.accept_decision_basis(basis=part.basis(), by=part.stage.case_officer, now=now)


def _return(part: Part, now: datetime) -> None:
    if part.basis().state != BasisState.SUBMITTED:
        return
    bases.return_decision_basis(
        basis=part.basis(),
        comment=texts.BASIS_RETURNED,
        due_at=returned_until(now=now),
        by=part.stage.case_officer,
        now=now,
    )
    part.stage.forget(part.year)
