"""The year after: network and university write together what came of each measure, and both approve it."""

from datetime import date, datetime, timedelta
from functools import partial
from random import Random

from common.drafts import Shown
from networks.models import Network, Organisation
from rekom.demo_county import report_texts as texts
from rekom.demo_county.play.stage import Event, Stage, chance, moment
from reporting.models import MeasureReport
from reporting.queries.facts import ANSWER, facts_in, facts_values, questions_about
from reporting.rules.facts import sides_of
from reporting.services.facts import approve_facts, save_facts
from reporting.services.questions import keep_questions
from reporting.states import Attainment, CarriedOut

ASKED_OF_MEASURES = ("children", "sami")
REACHED = (CarriedOut.FULLY,) * 5 + (CarriedOut.PARTLY,)


def facts_events(stage: Stage, year: int) -> list[Event]:
    """Leaders write in March and approve; the universities read and approve before Easter is over."""
    events = [
        Event(moment(chance(year, "questions"), date(year + 1, 1, 2), date(year + 1, 1, 2)), _keep_questions)
    ]
    for network in stage.networks:
        luck = chance(year, "facts", network.pk)
        written = moment(luck, date(year + 1, 3, 2), date(year + 1, 3, 24))
        bind = partial(partial, stage=stage, year=year, network=network)
        events += [
            Event(written, bind(_write)),
            Event(written + timedelta(days=luck.randint(3, 8)), bind(_approve_for_universities)),
        ]
    return events


def _keep_questions(now: datetime) -> None:
    keep_questions()


def _write(now: datetime, *, stage: Stage, year: int, network: Network) -> None:
    """The leader writes about every measure that got money, and approves for the network."""
    leader = stage.leader(network)
    for facts in facts_in(network, stage.round(year)):
        luck = chance(year, "measure", facts.measure_id)
        values = facts_values(facts, questions_about(stage.round(year)))
        typed = _typed(luck, int(values["staff_reached"] or luck.randint(30, 120)), values)
        shown = Shown.of(values, facts.version if facts.pk else 0)
        saved = save_facts(facts=facts, typed=typed, shown=shown, by=leader, now=now)
        approve_facts(facts=facts, university_id=None, version=saved.version, by=leader, now=now)


def _typed(luck: Random, staff: int, values: dict[str, object]) -> dict[str, object]:
    carried_out = luck.choice(REACHED)
    is_whole = carried_out == CarriedOut.FULLY
    answers = {f"{ANSWER}{key}": luck.choice(texts.ANSWERS[key]) for key in ASKED_OF_MEASURES}
    return {
        "carried_out": carried_out,
        "why": "" if is_whole else texts.WHY_PARTLY,
        "done": values["done"] or luck.choice(texts.DONE),
        "attainment": luck.choice((Attainment.FULLY, Attainment.MOSTLY)) if is_whole else Attainment.PARTLY,
        "signs": values["signs"] or luck.choice(texts.SIGNS),
        "staff_reached": staff,
        **answers,
    }


def _approve_for_universities(now: datetime, *, stage: Stage, year: int, network: Network) -> None:
    for facts in facts_in(network, stage.round(year)):
        for university in _universities(stage, facts):
            approve_facts(
                facts=facts,
                university_id=university.pk,
                version=facts.version,
                by=stage.university_person(university),
                now=now,
            )


def _universities(stage: Stage, facts: MeasureReport) -> list[Organisation]:
    return [stage.owners[side.university_id] for side in sides_of(facts) if side.university_id]
