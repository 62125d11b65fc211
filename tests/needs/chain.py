"""Short ways to a submitted need, a whole decision basis and a submitted nomination, by the real services."""

from datetime import date, datetime
from typing import Any

from common.drafts import Shown
from common.ordering import order_text
from needs.models import DecisionBasis, Measure, Need, Nomination, NominationList, StudyType, Theme
from needs.queries.decision_basis import basis_or_new
from needs.queries.needs_report import needs_report_of
from needs.queries.nomination_list import list_of, list_values, submitted_in
from needs.services import basis_draft, decision_basis, measure, needs_report, nomination, nomination_list
from needs.services.report_draft import add_need, save_report_texts
from needs.services.themes import load_study_types, load_themes
from networks.models import Kindergarten, Network, Organisation
from tests.needs.stage import TEXTS
from tests.world import AUTUMN, FEBRUARY, WINTER, World


def theme(world: World) -> Theme:
    """The county's first theme."""
    if not Theme.objects.filter(county=world.county).exists():
        load_themes(world.county)
    return Theme.objects.filter(county=world.county).order_by("order")[0]


def study_type(world: World) -> StudyType:
    """The county's first study type."""
    if not StudyType.objects.filter(county=world.county).exists():
        load_study_types(world.county)
    return StudyType.objects.filter(county=world.county).order_by("order")[0]


def submitted_need(
    world: World,
    *,
    owner: Organisation | None = None,
    network: Network | None = None,
    kindergarten: Kindergarten | None = None,
    by: str = "owner",
) -> Need:
    """A need in a submitted report of the owner to the network."""
    owner, network = owner or world.owner, network or world.network
    round, person = world.fresh_round(), world.person(by)
    where: dict[str, Any] = {"round": round, "owner": owner, "network": network, "by": person, "now": AUTUMN}
    save_report_texts(**where, typed=TEXTS, shown=Shown(0))
    add_need(
        **where,
        typed={
            "theme": theme(world),
            "why": "Vi ser at barn faller utenfor.",
            "goal": "Alle barn er med i leken.",
            "way_of_working": "Kollegaveiledning",
            "kindergartens": [kindergarten or world.kindergarten],
        },
    )
    report = needs_report.submit_needs_report(
        report=needs_report_of(owner, network, round), by=person, now=AUTUMN
    )
    return report.needs.get()


def measure_input(world: World, need: Need | None = None, **changes: object) -> dict[str, Any]:
    """A whole measure as it is typed; `changes` replaces fields."""
    whole: dict[str, object] = {
        "title": "Lek for alle",
        "theme": theme(world).pk,
        "goal": "Alle barn er med i leken.",
        "way_of_working": "Nettverksmøter og kollegaveiledning",
        "participants": "Hele personalet",
        "meeting_points": "Fire samlinger i Prøvedal",
        "plan_goal": "Mål 2",
        "contributors": [],
        "other_institution": "",
        "start_on": date(2027, 8, 1),
        "years": 2,
        "network_amount_nok": 300_000,
        "needs": [need.pk] if need else [],
        "kindergartens": [world.kindergarten.pk],
        f"university_{world.university.pk}": 200_000,
        f"days_{world.university.pk}": 6,
        f"faculty_{world.university.pk}": "Seksjon for pedagogikk",
        **{f"criterion_{criterion.key}": "Slik gjør vi det." for criterion in world.round.scheme.criteria},
    }
    return {**whole, **changes}


def saved_measure(
    world: World, need: Need | None = None, *, by: str = "leader", now: datetime = WINTER, **changes: object
) -> Measure:
    """A measure of the world's network, saved by the leader."""
    return measure.add_measure(
        round=world.fresh_round(),
        network=world.network,
        typed=measure_input(world, need, **changes),
        by=world.person(by),
        now=now,
    )


def basis(world: World) -> DecisionBasis:
    """The basis of the world's network as it stands now."""
    return basis_or_new(
        Network.objects.select_related("county").get(pk=world.network.pk), world.fresh_round()
    )


def whole_basis(world: World, need: Need | None = None) -> DecisionBasis:
    """A basis that lacks nothing but approvals."""
    saved_measure(world, need or submitted_need(world))
    basis_draft.save_decision_basis(
        round=world.fresh_round(),
        network=world.network,
        typed={"overview": "To eiere har meldt behov."},
        shown=Shown(0),
        by=world.person("leader"),
        now=WINTER,
    )
    return basis(world)


def approve(world: World, by: str, university: Organisation | None = None, now: datetime = WINTER) -> None:
    """Let one side approve the basis as it stands."""
    now_standing = basis(world)
    decision_basis.approve_decision_basis(
        basis=now_standing,
        university_id=university.pk if university else None,
        version=now_standing.version,
        by=world.person(by),
        now=now,
    )


def submitted_basis(world: World) -> DecisionBasis:
    """A basis that both sides have approved and the leader has sent."""
    whole_basis(world)
    approve(world, "leader")
    approve(world, "uh", world.university)
    standing = basis(world)
    decision_basis.submit_decision_basis(
        basis=standing, version=standing.version, by=world.person("leader"), now=WINTER
    )
    return basis(world)


def nomination_input(world: World, **changes: object) -> nomination.NominationInput:
    """A whole nomination as it is typed."""
    whole: dict[str, object] = {
        "kindergarten": world.kindergarten,
        "student_name": "Siri Studentprøve",
        "student_email": "siri.studentprove@example.no",
        "study_type": study_type(world),
        "study_name": "Barnehagelærer, deltid",
        "institution": "Prøve høgskole",
        "ects": 30,
        "position_percent": 80,
        "amount_nok": 40_000,
    }
    return nomination.NominationInput(**{**whole, **changes})


def draft_nomination(world: World, by: str = "head", now: datetime = AUTUMN, **changes: object) -> Nomination:
    """A draft of a nomination."""
    return nomination.begin_nomination(
        round=world.fresh_round(), typed=nomination_input(world, **changes), by=world.person(by), now=now
    )


def proposed_nomination(world: World, **changes: object) -> Nomination:
    """A nomination that the head has proposed and the owner has not confirmed."""
    return nomination.propose_nomination(
        nomination=draft_nomination(world, **changes), by=world.person("head"), now=AUTUMN
    )


def submitted_nomination(world: World, by: str = "head", **changes: object) -> Nomination:
    """A nomination that the network has received: written by `by`, sent by the owner of the kindergarten."""
    draft = draft_nomination(world, by, **changes)
    owner = "other_owner" if draft.kindergarten == world.other_kindergarten else "owner"
    return nomination.submit_nomination(nomination=draft, by=world.person(owner), now=AUTUMN)


NOTE = "Vi har lagt vekt på hvor langt de er kommet."


def ranked_list(world: World, *nominations: Nomination) -> NominationList:
    """The network's list with the nominations in this order, not yet sent."""
    round = world.fresh_round()
    rows = list(submitted_in(world.network, round))
    shown = Shown.of(list_values(list_of(world.network, round), rows), 0)
    nomination_list.rank_nominations(
        round=round,
        network=world.network,
        typed={"order": order_text(row.pk for row in nominations), "note": NOTE},
        shown=shown,
        by=world.person("leader"),
        now=FEBRUARY,
    )
    return list_of(world.network, round)


def submitted_list(world: World, *nominations: Nomination) -> NominationList:
    """The network's list, sent."""
    ranking = ranked_list(world, *nominations)
    return nomination_list.submit_nomination_list(
        round=world.fresh_round(),
        network=world.network,
        version=ranking.version,
        by=world.person("leader"),
        now=FEBRUARY,
    )
