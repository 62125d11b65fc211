"""Partnership and development work: agreements and teams, kindergartens' work on granted measures, and days used."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from common.clock import oslo
from common.dates import oslo_date
from common.drafts import Shown
from needs.models import DevelopmentWork
from needs.queries.days import measures_for_days
from needs.queries.development import Place, places_in
from needs.rules.assessment import writes_for
from needs.services.days import DaysInput, record_days
from needs.services.development import (
    begin_development,
    development_values,
    finish_development,
    save_development,
    start_development,
)
from needs.services.development_parts import GatheringInput, add_gathering, add_log, save_gathering
from needs.states import DevelopmentState
from networks.models import Network, Organisation, User
from networks.queries.agreements import agreements_of, partners_today, teachers_of
from networks.services.agreements import AgreementInput, TeacherInput, add_teacher, record_agreement
from rekom.demo_county.play.stage import Event, Stage, chance

MOST_WORKS = 6
"""In each network and year; the other kindergartens have not begun."""
TEAM = (
    ("Tora Demoteam", "Lek og vennskap"),
    ("Aksel Demoteam", "Språk og flerspråklighet"),
    ("Ylva Demoteam", "Ledelse av utviklingsarbeid"),
)
RESOURCE_PERSONS = ("Siv Demoansatt", "Jonas Demoansatt", "Ragnhild Demoansatt")
PLAN = "Vi begynner på én avdeling i høst og tar med de andre etter jul. Alle prøver ut det samme mellom samlingene."
BETWEEN = (
    "Alle ser etter én situasjon i uka og skriver ned hva barna gjør. Vi snakker om det på avdelingsmøtet."
)
GATHERINGS = (
    (9, 16, 0, "Første samling: hva ser vi hos oss?", False),
    (11, 4, 0, "Andre samling: vi deler det vi har prøvd", True),
    (1, 2, 1, "Planleggingsdag: veien videre til våren", False),
    (2, 10, 1, "Tredje samling: observasjoner sammen med fagteamet", True),
    (4, 21, 1, "Fjerde samling: hva beholder vi?", False),
)
"""Month, day, years after the grant year, title, whether the university takes part."""
TRACES = (
    "Flere barn blir bedt med i leken, også de som stod utenfor før jul.",
    "Barna tar selv opp igjen leken fra dagen før. De voksne forstyrrer sjeldnere.",
    "De stille barna snakker mer når gruppene er små. Foreldre har merket det hjemme.",
    "Overgangen fra ute til inne er roligere, og færre barn må vente lenge.",
    "Barna bruker nye ord fra samlingsstunden når de leker butikk.",
)
DONE = (
    "Vi har prøvd lekegrupper på begge avdelingene i tre uker.",
    "Ressurspersonen har vært med i garderoben og gitt tilbakemelding til kollegene.",
    "Vi leste artikkelen på avdelingsmøtet og valgte én ting å prøve.",
)
USED = ((9, 16, "Forberedelse og samling"), (11, 4, "Samling med styrerne"), (12, 9, "Veiledning av ledere"))
Act = Callable[[Stage, int, int, datetime], None]


def development_events(stage: Stage, year: int) -> list[Event]:
    """The two sides agree in August before the year; kindergartens begin in August after the letters."""
    acts: list[tuple[datetime, Act]] = [
        (oslo(year - 1, 8, 20, 10), _agree),
        (oslo(year, 8, 24, 13), _begin),
        (oslo(year, 11, 12, 21, 40), _write),
        (oslo(year + 1, 3, 5, 22, 40), _write),
        (oslo(year + 1, 6, 10, 9), _finish),
    ]
    for number, (month, day, years, _title, _has_university) in enumerate(GATHERINGS):
        at = oslo(year + years, month, day, 16)
        acts.append((at, partial(_hold, number)))
    acts += [(oslo(year, month, day, 17), partial(_use, what)) for month, day, what in USED]
    return [
        Event(at, partial(act, stage, year, network.pk)) for at, act in acts for network in stage.networks
    ]


def _network(stage: Stage, pk: int) -> Network:
    return next(network for network in stage.networks if network.pk == pk)


def _agree(stage: Stage, year: int, pk: int, now: datetime) -> None:
    """Each partnership without an agreement gets one, and a team."""
    network = _network(stage, pk)
    known = set(agreements_of(network).values_list("university", flat=True))
    for university in partners_today(network, now=now):
        if university.pk in known:
            continue
        luck = chance(network.pk, university.pk, "agreement")
        typed = AgreementInput(
            title=f"Partnerskapsavtale {year - 1}–{year + 2}",
            valid_from=date(year - 1, 8, 1),
            valid_to=date(year + 2, 8, 1),
            days_per_year=luck.choice((8, 12, 16, 20)),
            text="Vi møtes fire ganger i året og planlegger sammen i august.",
        )
        record_agreement(
            network=network, university=university, typed=typed, by=stage.leader(network), now=now
        )
        _make_team(stage, network, university, now)


def _make_team(stage: Stage, network: Network, university: Organisation, now: datetime) -> None:
    by = _coordinator(stage, university)
    if by is None or teachers_of([network], university, now=now).exists():
        return
    luck = chance(network.pk, university.pk, "team")
    for place, (name, field) in enumerate(luck.sample(TEAM, 2)):
        typed = TeacherInput(name=name, field=field, is_team_leader=not place, valid_from=oslo_date(now))
        add_teacher(network=network, university=university, typed=typed, by=by, now=now)


def _coordinator(stage: Stage, university: Organisation) -> User | None:
    try:
        return stage.university_person(university)
    except LookupError:
        return None


def _begin(stage: Stage, year: int, pk: int, now: datetime) -> None:
    network = _network(stage, pk)
    for place in places_in(network, year)[:MOST_WORKS]:
        by = _writer(stage, place, now)
        if by is None:
            continue
        work = begin_development(measure=place.measure, kindergarten=place.kindergarten, by=by, now=now)
        _plan(work, by, now)
        start_development(work=work, by=by, now=now)
        for month, day, years, title, has_university in GATHERINGS:
            on = date(year + years, month, day)
            is_planning = title.startswith("Planleggingsdag")
            typed = GatheringInput(
                on=on, title=title, is_planning_day=is_planning, has_university=has_university
            )
            add_gathering(work=work, typed=typed, by=by, now=now)


def _plan(work: DevelopmentWork, by: User, now: datetime) -> None:
    luck = chance(work.measure_id, work.kindergarten_id, "plan")
    first, second = luck.sample(RESOURCE_PERSONS, 2)
    typed = {
        "first_resource": first,
        "second_resource": luck.choice((second, "")),
        "plan": PLAN,
        "between": BETWEEN,
        "planning_days": Decimal(luck.choice((1, 2))),
        "hours_per_week": luck.choice((Decimal("1.5"), Decimal(2))),
        "staff": luck.randint(6, 28),
    }
    shown = Shown.of(development_values(work), work.version)
    save_development(work=work, typed=typed, shown=shown, by=by, now=now)


def _writer(stage: Stage, place: Place, now: datetime) -> User | None:
    """Whoever leads the kindergarten's work now, where that is somebody of the play."""
    try:
        by = stage.writer(place.kindergarten)
    except LookupError:
        return None
    return by if writes_for(by, place.kindergarten, now=now) else None


def _works(stage: Stage, year: int, pk: int, now: datetime) -> list[tuple[DevelopmentWork, User]]:
    found = []
    for place in places_in(_network(stage, pk), year):
        by = _writer(stage, place, now) if place.work else None
        if place.work is not None and by is not None and place.work.state == DevelopmentState.ONGOING:
            found.append((place.work, by))
    return found


def _hold(number: int, stage: Stage, year: int, pk: int, now: datetime) -> None:
    for work, by in _works(stage, year, pk, now):
        row = work.gatherings.filter(on=oslo_date(now), title=GATHERINGS[number][3]).first()
        if row is None:
            continue
        row.work = work
        luck = chance(work.pk, number, "held")
        is_held = luck.random() < 0.9
        present = max(4, (work.staff or 12) - luck.randint(0, 4)) if is_held else None
        typed = GatheringInput(
            on=row.on,
            title=row.title,
            is_planning_day=row.is_planning_day,
            has_university=row.has_university,
            is_held=is_held,
            staff_present=present,
        )
        save_gathering(gathering=row, typed=typed, by=by, now=now)


def _write(stage: Stage, year: int, pk: int, now: datetime) -> None:
    for work, by in _works(stage, year, pk, now):
        luck = chance(work.pk, now.month, "log")
        add_log(
            work=work,
            on=oslo_date(now) - timedelta(days=luck.randint(0, 3)),
            done=luck.choice(DONE),
            traces=luck.choice(TRACES),
            by=by,
            now=now,
        )


def _finish(stage: Stage, year: int, pk: int, now: datetime) -> None:
    for work, by in _works(stage, year, pk, now):
        if work.measure.years == 1:
            finish_development(work=work, by=by, now=now)


def _use(what: str, stage: Stage, year: int, pk: int, now: datetime) -> None:
    network = _network(stage, pk)
    for university in partners_today(network, now=now):
        by = _coordinator(stage, university)
        if by is None:
            continue
        measures = [row for row in measures_for_days(university, now=now) if row.basis.network_id == pk]
        luck = chance(year, pk, university.pk, what)
        typed = DaysInput(
            on=oslo_date(now),
            days=luck.choice((Decimal("0.5"), Decimal(1), Decimal("1.5"), Decimal(2))),
            network=network,
            measure=measures[0] if measures else None,
            what=what,
        )
        record_days(university=university, typed=typed, by=by, now=now)
