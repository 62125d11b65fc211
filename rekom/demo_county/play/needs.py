"""Autumn: kindergartens assess, owners report their needs."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import partial
from random import Random
from typing import Any

from common.clock import oslo
from common.drafts import Shown
from needs.models import NeedsReport, PptPart
from needs.queries.combined import has_combined_form
from needs.queries.needs_report import needs_report_of
from needs.services import assessment as assessments
from needs.services import needs_report as reports
from needs.services import report_draft as drafts
from networks import queries
from networks.deadlines import returned_until
from networks.models import Kindergarten, Network, Organisation, User
from rekom.demo_county import tables, texts
from rekom.demo_county.play.stage import Event, Stage, chance, moment

NOTHING_SHOWN = Shown(0)
FATES = {
    "submit": 70,
    "no_needs": 7,
    "record": 6,
    "correct": 6,  # returned by the leader, and sent again
    "extend": 3,  # late, with a new deadline
    "give_up": 4,  # a draft that is never sent
    "missing": 4,
}


def assessment_events(stage: Stage, year: int) -> list[Event]:
    """Most share in time, some later, some only begin, some never do."""
    events = []
    for kindergarten in stage.kindergartens.values():
        luck = chance(year, "assessment", kindergarten.pk)
        fate = luck.random()
        shared_at = moment(luck, date(year - 1, 9, 1), date(year - 1, 11, 14), most=date(year - 1, 10, 28))
        if _is_of_demo_head(kindergarten, stage):
            fate, shared_at = 0.0, oslo(year - 1, 11, 29, 10)
        begun_at = shared_at - timedelta(days=luck.randint(2, 16), hours=1)
        if fate < 0.88:
            events.append(Event(begun_at, partial(_save_assessment, stage, year, kindergarten)))
        if fate < 0.78:
            events.append(Event(shared_at, partial(_share_assessment, stage, year, kindergarten)))
    return events


def _is_of_demo_head(kindergarten: Kindergarten, stage: Stage) -> bool:
    return kindergarten.owner.name == tables.CHAINS[0] and stage.writer(kindergarten) != stage.owner_contact(
        kindergarten.owner
    )


def _save_assessment(stage: Stage, year: int, kindergarten: Kindergarten, now: datetime) -> None:
    if has_combined_form(kindergarten, stage.round(year), now=now):
        return
    luck = chance(year, "assessment text", kindergarten.pk)
    chosen = luck.sample(texts.THEMES, luck.randint(1, 3))
    themes = stage.themes
    assessments.save_assessment(
        round=stage.round(year),
        kindergarten=kindergarten,
        typed={
            **{f"theme_{themes[text.theme].pk}": text.assessment for text in chosen},
            "staff_groups": luck.sample(texts.STAFF_GROUPS, luck.randint(2, len(texts.STAFF_GROUPS))),
            "involved_when": luck.choice(texts.INVOLVED_WHEN),
            "staff_involvement": texts.STAFF,
        },
        shown=NOTHING_SHOWN,
        by=stage.writer(kindergarten),
        now=now,
    )


def _share_assessment(stage: Stage, year: int, kindergarten: Kindergarten, now: datetime) -> None:
    if has_combined_form(kindergarten, stage.round(year), now=now):
        return
    assessment = stage.assessment(kindergarten, year)
    assessments.share_assessment(assessment=assessment, by=stage.writer(kindergarten), now=now)


@dataclass(frozen=True)
class Pair:
    """One owner's duty to one network in one round."""

    stage: Stage
    year: int
    owner: Organisation
    network: Network

    @property
    def luck(self) -> Random:
        """Luck of this pair alone."""
        return chance(self.year, "report", self.owner.pk, self.network.pk)

    def report(self) -> NeedsReport:
        """The report as it stands."""
        return needs_report_of(self.owner, self.network, self.stage.round(self.year))


def needs_report_events(stage: Stage, year: int) -> list[Event]:
    """What became of each owner's duty to each network."""
    pairs = queries.owner_networks(stage.owners, stage.round(year))
    networks = {network.pk: network for network in stage.networks}
    events = []
    for owner, network in pairs:
        pair = Pair(stage, year, stage.owners[owner], networks[network])
        events += _script(pair)
    return events


def _script(pair: Pair) -> list[Event]:
    luck, year = pair.luck, pair.year
    fate = luck.choices(list(FATES), list(FATES.values()))[0]
    at = moment(luck, date(year - 1, 10, 8), date(year - 1, 11, 30), most=date(year - 1, 11, 28))
    begun = max(at - timedelta(days=luck.randint(2, 18)), oslo(year - 1, 9, 15, 9))
    if pair.owner.name == tables.CHAINS[0]:
        is_home = pair.network.name == tables.HOME
        fate, at, begun = "submit", oslo(year - 1, 11, 30 if is_home else 10, 14), oslo(year - 1, 11, 4, 9)
    write, send = Event(begun, partial(_save, pair)), Event(at, partial(_submit, pair))
    returned = at + timedelta(days=2)
    late = oslo(year - 1, 12, 12, 10)
    scripts: dict[str, list[Event]] = {
        "submit": [write, send],
        "no_needs": [Event(at, partial(_declare_no_needs, pair))],
        "record": [Event(oslo(year - 1, 12, luck.randint(2, 14), 10), partial(_record, pair))],
        "correct": [
            write,
            send,
            Event(returned, partial(_return, pair)),
            Event(returned + timedelta(days=5), partial(_submit, pair)),
        ],
        "extend": [
            write,
            Event(oslo(year - 1, 12, 3, 9), partial(_extend, pair)),
            Event(late, partial(_submit, pair)),
        ],
        "give_up": [write],
        "missing": [],
    }
    return scripts[fate]


def _texts(pair: Pair) -> dict[str, Any]:
    luck = pair.luck
    ppt = luck.choice(PptPart.values)
    return {
        "heads_involvement": texts.HEADS,
        "staff_groups": luck.sample(texts.STAFF_GROUPS, luck.randint(2, len(texts.STAFF_GROUPS))),
        "involved_when": luck.choice(texts.INVOLVED_WHEN),
        "staff_involvement": texts.STAFF,
        "sami_perspectives": texts.SAMI if luck.random() < 0.7 else "",
        "ppt_part": ppt,
        "ppt_involvement": texts.PPT if ppt == PptPart.YES else "",
    }


def _needs(pair: Pair) -> list[dict[str, Any]]:
    luck = pair.luck
    mine = [k for k in pair.stage.kindergartens_of(pair.network, pair.year) if k.owner_id == pair.owner.pk]
    chosen = luck.sample(texts.THEMES, luck.randint(1, min(3, 1 + len(mine))))
    return [
        {
            "theme": pair.stage.themes[text.theme],
            "why": text.why,
            "goal": text.goal,
            "way_of_working": text.way_of_working,
            "start_on": date(pair.year, 8, 1),
            "years": luck.randint(1, 3),
            "kindergartens": luck.sample(mine, luck.randint(1, len(mine))),
        }
        for text in chosen
    ]


def _write(pair: Pair, *, by: User, now: datetime, **first: str) -> None:
    """Begin the draft with the report's own fields, then add the needs; `first` is what only a record says."""
    where: dict[str, Any] = {
        "round": pair.stage.round(pair.year),
        "owner": pair.owner,
        "network": pair.network,
        "by": by,
        "now": now,
    }
    drafts.save_report_texts(**where, typed={**_texts(pair), **first}, shown=NOTHING_SHOWN)
    for need in _needs(pair):
        drafts.add_need(**where, typed=need)


def _save(pair: Pair, now: datetime) -> None:
    _write(pair, by=pair.stage.owner_contact(pair.owner), now=now)


def _submit(pair: Pair, now: datetime) -> None:
    by = pair.stage.owner_contact(pair.owner)
    reports.submit_needs_report(report=pair.report(), by=by, now=now)


def _declare_no_needs(pair: Pair, now: datetime) -> None:
    reports.declare_no_needs(
        round=pair.stage.round(pair.year),
        owner=pair.owner,
        network=pair.network,
        by=pair.stage.owner_contact(pair.owner),
        now=now,
    )


def _record(pair: Pair, now: datetime) -> None:
    by = pair.stage.leader(pair.network)
    _write(pair, by=by, now=now, received_how=texts.RECEIVED)
    reports.record_needs_report(report=pair.report(), by=by, now=now)


def _return(pair: Pair, now: datetime) -> None:
    reports.return_needs_report(
        report=pair.report(),
        comment=texts.RETURNED,
        due_at=returned_until(now=now),
        by=pair.stage.leader(pair.network),
        now=now,
    )
    pair.stage.forget(pair.year)


def _extend(pair: Pair, now: datetime) -> None:
    reports.extend_needs_report(
        round=pair.stage.round(pair.year),
        owner=pair.owner,
        network=pair.network,
        due_at=oslo(pair.year - 1, 12, 15, 23, 59, 59),
        reason=texts.EXTENDED,
        by=pair.stage.leader(pair.network),
        now=now,
    )
    pair.stage.forget(pair.year)
