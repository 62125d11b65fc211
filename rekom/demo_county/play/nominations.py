"""Winter: heads and owners nominate for individual measures; the networks rank them by 1 March."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from common.clock import oslo
from common.drafts import Shown
from common.ordering import order_text
from needs.models import Nomination
from needs.queries.nomination_list import list_of, list_values, submitted_in, why_field
from needs.services import nomination as nominations
from needs.services import nomination_list as lists
from needs.services.study import follow_study
from networks.models import Kindergarten, Network
from rekom.demo_county import tables, texts
from rekom.demo_county.play.stage import Event, Stage, chance, moment
from rekom.demo_roles import EMAILS


def nomination_events(stage: Stage, year: int) -> list[Event]:
    """Almost every third kindergarten nominates: heads propose and owners confirm. Some drafts are never sent, some
    proposals never confirmed, some nominations withdrawn; and some students go on leave.
    """
    events = []
    for kindergarten in stage.kindergartens.values():
        luck = chance(year, "nomination", kindergarten.pk)
        if _is_seen_waiting(stage, kindergarten):
            events += _proposed_early_and_confirmed_late(stage, year, kindergarten)
            continue
        if luck.random() > 0.3:
            continue
        fate = luck.random()
        begun = moment(luck, date(year - 1, 11, 5), date(year, 1, 20))
        proposed = begun + timedelta(days=luck.randint(1, 5))
        sent = proposed + timedelta(days=luck.randint(1, 4))
        events.append(Event(begun, partial(_begin, stage, year, kindergarten)))
        if fate < 0.92 and _is_proposed(stage, kindergarten):
            events.append(Event(proposed, partial(_propose, stage, year, kindergarten)))
        if fate < 0.86:
            events.append(Event(sent, partial(_send, stage, year, kindergarten)))
        if fate < 0.06:
            events.append(Event(oslo(year, 2, 5, 9), partial(_withdraw, stage, year, kindergarten)))
        elif fate < 0.12:
            events.append(Event(oslo(year, 2, 6, 9), partial(_go_on_leave, stage, year, kindergarten)))
    return events


def _is_seen_waiting(stage: Stage, kindergarten: Kindergarten) -> bool:
    """Whether a head other than the sign-in page's proposes to the owner of the sign-in page."""
    owner, head = stage.owner_contact(kindergarten.owner).email, stage.writer(kindergarten).email
    return owner == EMAILS["owner"] and head not in (owner, EMAILS["head"])


def _proposed_early_and_confirmed_late(stage: Stage, year: int, kindergarten: Kindergarten) -> list[Event]:
    """So that a proposal waits for the owner of the sign-in page in November."""
    return [
        Event(oslo(year - 1, 11, 10, 10), partial(_begin, stage, year, kindergarten)),
        Event(oslo(year - 1, 11, 12, 13), partial(_propose, stage, year, kindergarten)),
        Event(oslo(year - 1, 12, 14, 9), partial(_send, stage, year, kindergarten)),
    ]


def nomination_list_events(stage: Stage, year: int) -> list[Event]:
    """Each network ranks, and sends its list some days later."""
    events = []
    for network in stage.networks:
        luck = chance(year, "list", network.pk)
        ranked = oslo(year, 2, luck.randint(8, 16), 10)
        sent = oslo(year, 2, luck.randint(18, 26), 10)
        events.append(Event(ranked, partial(_rank, stage, year, network)))
        events.append(Event(sent, partial(_send_list, stage, year, network)))
    return events


def _is_proposed(stage: Stage, kindergarten: Kindergarten) -> bool:
    """Whether it is a head who nominates, so that the owner must confirm."""
    return stage.writer(kindergarten) != stage.owner_contact(kindergarten.owner)


def _begin(stage: Stage, year: int, kindergarten: Kindergarten, now: datetime) -> None:
    luck = chance(year, "student", kindergarten.pk)
    code, study, institution = luck.choice(texts.STUDIES)
    name = f"{luck.choice(tables.GIVEN_NAMES)} {luck.choice(tables.FAMILY_NAMES)}"
    nominations.begin_nomination(
        round=stage.round(year),
        typed=nominations.NominationInput(
            kindergarten=kindergarten,
            student_name=name,
            student_email=f"student{kindergarten.pk}@example.no",
            study_type=stage.study_types[code],
            study_name=study,
            institution=institution,
            ects=Decimal(luck.choice((15, 30, 60))),
            year_of_study=luck.choice((1, 1, 2, 3)),
            position_percent=luck.choice((50, 80, 100)),
            start_on=date(year - 1, 8, 1),
            end_on=date(year + luck.choice((0, 1, 2)), 6, 30),
            amount_nok=luck.choice((40_000, 40_000, 60_000, 80_000)),
        ),
        by=stage.writer(kindergarten),
        now=now,
    )


def _mine(stage: Stage, year: int, kindergarten: Kindergarten) -> Nomination:
    found = Nomination.objects.get(round=stage.round(year), kindergarten=kindergarten)
    found.round, found.kindergarten = stage.round(year), kindergarten
    return found


def _propose(stage: Stage, year: int, kindergarten: Kindergarten, now: datetime) -> None:
    nominations.propose_nomination(
        nomination=_mine(stage, year, kindergarten), by=stage.writer(kindergarten), now=now
    )


def _send(stage: Stage, year: int, kindergarten: Kindergarten, now: datetime) -> None:
    """The owner confirms what a head has proposed, or sends what it has written itself."""
    send = (
        nominations.confirm_nomination if _is_proposed(stage, kindergarten) else nominations.submit_nomination
    )
    nomination = _mine(stage, year, kindergarten)
    send(nomination=nomination, by=stage.owner_contact(kindergarten.owner), now=now)


def _go_on_leave(stage: Stage, year: int, kindergarten: Kindergarten, now: datetime) -> None:
    follow_study(
        nomination=_mine(stage, year, kindergarten),
        verb="go_on_leave",
        comment=texts.LEAVE,
        by=stage.writer(kindergarten),
        now=now,
    )


def _withdraw(stage: Stage, year: int, kindergarten: Kindergarten, now: datetime) -> None:
    nominations.withdraw_nomination(
        nomination=_mine(stage, year, kindergarten), by=stage.writer(kindergarten), now=now
    )


def _rank(stage: Stage, year: int, network: Network, now: datetime) -> None:
    round = stage.round(year)
    rows = list(submitted_in(network, round))
    if not rows:
        return
    wanted = [row.pk for row in rows]
    chance(year, "ranks", network.pk).shuffle(wanted)
    arguments = dict(zip(map(why_field, wanted), texts.WHY_THIS_PLACE, strict=False))
    lists.rank_nominations(
        round=round,
        network=network,
        typed={"order": order_text(wanted), "note": texts.LIST_NOTE, **arguments},
        shown=Shown.of(list_values(list_of(network, round), rows), 0),
        by=stage.leader(network),
        now=now,
    )


def _send_list(stage: Stage, year: int, network: Network, now: datetime) -> None:
    ranking = list_of(network, stage.round(year))
    if ranking.version:
        lists.submit_nomination_list(
            round=stage.round(year),
            network=network,
            version=ranking.version,
            by=stage.leader(network),
            now=now,
        )
