"""Long-term plans: written and adopted before the first round, gone through each September, and the county's own."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from html import escape

from common.attachments import checked
from common.clock import oslo
from common.documents.pdf import make_pdf
from common.drafts import Shown
from grants import queries as grants
from networks.deadlines import deadline
from networks.models import LongTermPlan, Network, User
from networks.queries import plans as queries
from networks.services import mark_done, plan_draft, plans
from networks.services.plan_draft import GoalInput
from networks.states import Duty, PlanAttachmentKind, PlanState
from rekom.demo_county import plan_texts as texts
from rekom.demo_county.play.stage import Event, Stage, chance
from rekom.demo_county.tables import HOME

UNFINISHED = "Innherred (demo)"
"""Has begun its plan, and has not come far."""


def plan_events(stage: Stage, year: int) -> list[Event]:
    """In the first year every network writes its plan; each September it is gone through. The demo's own network
    begins a revision in October, which is adopted in January, and under way when the play ends.
    """
    events = [event for network in stage.networks for event in _network_events(stage, year, network)]
    return [*events, *_county_events(stage, year)]


def _is_first(stage: Stage, year: int) -> bool:
    return not stage.has_round(year - 1)


def _network_events(stage: Stage, year: int, network: Network) -> list[Event]:
    luck = chance(year, "plan", network.pk)
    events = []
    if _is_first(stage, year):
        begun = oslo(year - 1, 9, luck.randint(5, 25), 10)
        events.append(Event(begun, partial(_write, stage, network)))
        if network.name != UNFINISHED:
            adopted = oslo(year - 1, 10, luck.randint(5, 28), 13)
            events.append(Event(adopted, partial(_adopt, stage, network)))
    september = oslo(year, 9, luck.randint(5, 28), 10)
    events.append(Event(september, partial(_go_through, stage, year, network)))
    if network.name == HOME:
        events.append(Event(oslo(year, 10, 12, 9), partial(_revise, stage, network)))
        if stage.has_round(year + 2):
            events.append(Event(oslo(year + 1, 1, 15, 9), partial(_adopt, stage, network)))
    return events


def _plan(network: Network) -> LongTermPlan:
    found = queries.plan_of(network)
    if found is None:
        raise LookupError(f"{network} has no plan.")
    return found


def _write(stage: Stage, network: Network, now: datetime) -> None:
    leader = stage.leader(network)
    plan = plan_draft.begin_plan(body=network, by=leader, now=now)
    parts = texts.NETWORK_PARTS
    if network.name == UNFINISHED:
        parts = {key: parts[key] for key in ("goals", "measures")}
    _save(plan, parts, by=leader, now=now)
    goals = texts.GOALS if network.name != UNFINISHED else texts.GOALS[:1]
    for title, text in goals[: chance("goals", network.pk).randint(2, 3)]:
        plan_draft.add_goal(plan=plan, typed=GoalInput(title=title, text=text), by=leader, now=now)


def _save(plan: LongTermPlan, parts: Mapping[str, str], *, by: User, now: datetime) -> None:
    stored = queries.plan_values(plan, parts)
    plan_draft.save_parts(plan=plan, typed=parts, shown=Shown.of(stored, plan.version), by=by, now=now)


def _adopt(stage: Stage, network: Network, now: datetime) -> None:
    """All sides approve the plan as it stands, and the leader adopts it."""
    plan, leader = _plan(network), stage.leader(network)
    approved = {row.university_id for row in plan.approvals.all() if row.withdrawn_at is None}
    people: dict[int | None, User] = {None: leader}
    people |= {row.pk: stage.university_person(row) for row in queries.partners_now(network, now=now)}
    for side, person in people.items():
        if side not in approved:
            plans.approve_plan(plan=plan, university_id=side, version=plan.version, by=person, now=now)
    plans.adopt_plan(plan=plan, version=plan.version, by=leader, now=now)


def _go_through(stage: Stage, year: int, network: Network, now: datetime) -> None:
    """An adopted plan holds unchanged; who has none adopted marks that it was looked over."""
    if network.pk not in {row.pk for row in grants.networks_with_money(stage.round(year)) if row.is_member}:
        return
    plan, leader = _plan(network), stage.leader(network)
    if plan.state == PlanState.ADOPTED:
        plans.keep_plan(plan=plan, note=texts.KEPT, by=leader, now=now)
    else:
        row = deadline(Duty.PLAN_REVISION, stage.round(year))
        mark_done(deadline=row, network=network, note="", by=leader, now=now)


def _revise(stage: Stage, network: Network, now: datetime) -> None:
    """The university begins a revision, writes about the ways of working and a new goal, and approves."""
    plan = _plan(network)
    if plan.state != PlanState.ADOPTED:
        return
    university = queries.partners_now(network, now=now)[0]
    person = stage.university_person(university)
    plans.revise_plan(plan=plan, by=person, now=now)
    _save(plan, {"ways_of_working": texts.CHANGED_WAYS}, by=person, now=now)
    title, text = texts.NEW_GOAL
    if title not in {goal.title for goal in plan.goals.all()}:
        plan_draft.add_goal(plan=plan, typed=GoalInput(title=title, text=text), by=person, now=now)
    plan = _plan(network)
    plans.approve_plan(plan=plan, university_id=university.pk, version=plan.version, by=person, now=now)


# --- The county's plan ------------------------------------------------------------------------------------


def _county_events(stage: Stage, year: int) -> list[Event]:
    """Written in the first year's spring, laid before the forum in August, adopted in its meeting in September."""
    if not _is_first(stage, year):
        return []
    return [
        Event(oslo(year, 5, 20, 10), partial(_write_county, stage)),
        Event(oslo(year, 8, 20, 10), partial(_lay, stage)),
        Event(oslo(year, 9, 14, 10), partial(_record, stage)),
    ]


def _write_county(stage: Stage, now: datetime) -> None:
    officer = stage.case_officer
    plan = plan_draft.begin_plan(body=stage.county.forum, by=officer, now=now)
    _save(plan, texts.COUNTY_PARTS, by=stage.forum_member, now=now)
    plan_draft.attach_facts(plan=plan, by=officer, now=now)
    for kind, title, filename in texts.ATTACHMENTS:
        upload = checked(filename, _paper(title))
        plan_draft.attach(
            plan=plan, kind=PlanAttachmentKind(kind), title=title, upload=upload, by=officer, now=now
        )


def _paper(title: str) -> bytes:
    """A page with a title, as a file to upload."""
    html = (
        f'<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f'<body data-page="Side" data-of="av" data-number=""><h1>{escape(title)}</h1><p>Prøvedokument.</p>'
        "</body></html>"
    )
    return make_pdf(html, css="kept", identifier=title.encode())


def _county_plan(stage: Stage) -> LongTermPlan:
    found = queries.plan_of(stage.county.forum)
    if found is None:
        raise LookupError("The county has no plan.")
    return found


def _lay(stage: Stage, now: datetime) -> None:
    plan = _county_plan(stage)
    plans.approve_plan(plan=plan, university_id=None, version=plan.version, by=stage.case_officer, now=now)


def _record(stage: Stage, now: datetime) -> None:
    plan = _county_plan(stage)
    cases = queries.cases_about_plan(plan)
    if cases:
        plans.record_plan_adoption(
            plan=plan, item=cases[0], version=plan.version, by=stage.case_officer, now=now
        )
