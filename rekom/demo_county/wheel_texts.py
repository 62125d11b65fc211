"""The annual wheel of "Rekom DMMH i Trøndelag sørvest 2024/2025", as the partnership wrote it, with its own spelling.

Source: the plan "Rekom DMMH i Trøndelag sørvest 2024/2025". What stands in later years is made up after its pattern.
"""

from dataclasses import dataclass
from datetime import date, time

from networks.states import ArenaKind

NETWORK, UNIVERSITY = "Trøndelag sørvest", "DMMH"
PLAN_YEAR = 2024
"""The plan is for the year that begins in August 2024."""


@dataclass(frozen=True)
class DemoArena:
    """A column of the plan: what it is, who meets, and what for."""

    kind: ArenaKind
    name: str
    who: str
    purpose: str


@dataclass(frozen=True)
class DemoMeeting:
    """A meeting of the plan, in the arena with this place in the order."""

    arena: int
    day: date
    starts: time
    ends: time
    title: str
    place: str
    cases: tuple[str, ...]


@dataclass(frozen=True)
class DemoEvent:
    """A note of the plan: a day of it, or its month."""

    arena: int
    day: date
    title: str
    text: str = ""
    is_whole_month: bool = True


ARENAS = (
    DemoArena(
        ArenaKind.WORKING_GROUP,
        "Regional arbeidsgruppe",
        "Eier, UH, en styrer, ressursperson og utviklingsveileder",
        "Ansvar for koordinering av Rekomsamarbeidet\n"
        "Overordnet ansvar for strategi, planlegging og evaluering.\n"
        "Representanter i arbeidsgruppa har ansvar for å innhente informasjon fra andre på sitt nivå eller andre "
        "nivå der det er naturlig.",
    ),
    DemoArena(
        ArenaKind.REGIONAL_HEADS,
        "Regionalt styrernetverk",
        "Eier/myndighet, alle styrere, UH, utviklingsveileder, PP-ledere",
        "Stoppunkt, erfaringsdeling, faglig innspill og videre planlegging.\n"
        "Evaluering på ulike nivå ut fra spørsmål om hvilke spor vi ser av utvikling for barns beste:\n"
        "- Barnehage\n- Kommunalt\n- Regionalt",
    ),
    DemoArena(
        ArenaKind.MUNICIPAL_HEADS,
        "Kommunalt styrernetverk",
        "Barnehageeier, styrere, PP-ledere og UH",
        "Pådriver og kontinuitetsbærer av utviklingsarbeidet\n"
        "Lokal forankring, både i barnehagene og kommuneledelsen\n"
        "UH deltar på utvalgte fagsamlinger etter avtale med eier.\n"
        "Møter følger kommunal kalender",
    ),
    DemoArena(
        ArenaKind.BETWEEN,
        "Nettverk mellom barnehager",
        "Strukturer under utvikling i de enkelte kommunene",
        "Faglige erfaringsdelinger for barnehagelærere.\n"
        "Kommunene organiserer dette selv.\n"
        "UH deltar etter avtale.\n"
        "Møtefrekvens og strukturer følger kommunale planer.",
    ),
    DemoArena(
        ArenaKind.DEVELOPMENT,
        "Utviklingsarbeid i barnehagen",
        "Alle ansatte i barnehagene. UH",
        "Driver utviklingsarbeidet på enheten.\n"
        "Ledes av styrer i samarbeid med pedagogisk leder, barnehagelærer og UH med mantraet «nysgjerrig og "
        "utviklingsorientert»\n"
        "Prioritering, implementering, dokumentering og evaluering.\n"
        "UH deltar etter avtale.\n"
        "Følger lokal kalender.",
    ),
)
WORKING_GROUP, REGIONAL_HEADS, MUNICIPAL_HEADS, BETWEEN, DEVELOPMENT = range(5)

GATHERING = ("Stoppunkt for Rekomarbeidet", "Evaluering", "Planlegging", "Faglig innlegg")
AT_DMMH = "Styrersamling ved DMMH"
DIGITAL = "Digitalt møte"

MEETINGS = {
    2024: (
        DemoMeeting(
            WORKING_GROUP,
            date(2024, 9, 2),
            time(12),
            time(14, 30),
            DIGITAL,
            "Digitalt",
            (
                "Tilbakemeldinger fra styrernetverk på denne planen",
                "Planlegge styrersamling i 16.okt",
                "Evt planlegge regional fagdag 27.nov",
            ),
        ),
        DemoMeeting(REGIONAL_HEADS, date(2024, 10, 16), time(9, 30), time(15), AT_DMMH, "DMMH", GATHERING),
        DemoMeeting(
            WORKING_GROUP,
            date(2024, 12, 4),
            time(12),
            time(14, 30),
            DIGITAL,
            "Digitalt",
            ("Evaluering styrersamling 16/10", "Evaluering fagdag 4/12", "Planlegging av våren 2025"),
        ),
        DemoMeeting(
            WORKING_GROUP,
            date(2025, 4, 9),
            time(8, 30),
            time(11),
            DIGITAL,
            "Digitalt",
            ("Planlegge styrersamling 22.mai",),
        ),
        DemoMeeting(REGIONAL_HEADS, date(2025, 5, 22), time(9, 30), time(15), AT_DMMH, "DMMH", GATHERING),
        DemoMeeting(
            WORKING_GROUP,
            date(2025, 6, 24),
            time(10),
            time(15),
            "Møte ved DMMH",
            "DMMH",
            ("Evaluere 2024-25", "Planlegge 2025-26"),
        ),
    ),
    2026: (
        DemoMeeting(
            WORKING_GROUP,
            date(2026, 9, 7),
            time(12),
            time(14, 30),
            DIGITAL,
            "Digitalt",
            ("Tilbakemeldinger fra styrernettverkene på planen", "Planlegge styrersamling 14. oktober"),
        ),
        DemoMeeting(REGIONAL_HEADS, date(2026, 10, 14), time(9, 30), time(15), AT_DMMH, "DMMH", GATHERING),
        DemoMeeting(
            WORKING_GROUP,
            date(2026, 12, 2),
            time(12),
            time(14, 30),
            DIGITAL,
            "Digitalt",
            ("Evaluering av styrersamlingen", "Evaluering av fagdagen", "Planlegging av våren 2027"),
        ),
        DemoMeeting(
            WORKING_GROUP,
            date(2027, 4, 7),
            time(8, 30),
            time(11),
            DIGITAL,
            "Digitalt",
            ("Planlegge styrersamling 20. mai",),
        ),
        DemoMeeting(REGIONAL_HEADS, date(2027, 5, 20), time(9, 30), time(15), AT_DMMH, "DMMH", GATHERING),
        DemoMeeting(
            WORKING_GROUP,
            date(2027, 6, 22),
            time(10),
            time(15),
            "Møte ved DMMH",
            "DMMH",
            ("Evaluere 2026–27", "Planlegge 2027–28"),
        ),
    ),
}
"""The meetings by the year in which their August lies."""

EVENTS = {
    2024: (
        DemoEvent(
            MUNICIPAL_HEADS,
            date(2024, 8, 1),
            "Forberedelse til regionalt arbeidsgruppemøte: Gjennomgang av denne planen.",
        ),
        DemoEvent(MUNICIPAL_HEADS, date(2024, 11, 1), "Oppfølging styrersamling 16.okt"),
        DemoEvent(DEVELOPMENT, date(2024, 11, 27), "Regional fagdag", "Kommunevis", is_whole_month=False),
        DemoEvent(
            MUNICIPAL_HEADS,
            date(2024, 12, 1),
            "Oppfølging styrersamling 16.okt og regional fagdag 27.nov",
        ),
        DemoEvent(MUNICIPAL_HEADS, date(2025, 5, 1), "Oppfølging styrersamling 22.mai"),
        DemoEvent(MUNICIPAL_HEADS, date(2025, 6, 1), "Oppfølging styrersamling 22.mai"),
    ),
    2026: (
        DemoEvent(MUNICIPAL_HEADS, date(2026, 8, 1), "Gjennomgang av planen for året"),
        DemoEvent(MUNICIPAL_HEADS, date(2026, 11, 1), "Oppfølging av styrersamlingen"),
        DemoEvent(
            DEVELOPMENT,
            date(2026, 11, 25),
            "Regional fagdag",
            "- Pedagogisk dokumentasjon som metode\n- Kommunevis, med DMMH",
            is_whole_month=False,
        ),
        DemoEvent(MUNICIPAL_HEADS, date(2026, 12, 1), "Oppfølging av styrersamlingen og fagdagen"),
        DemoEvent(
            BETWEEN,
            date(2027, 2, 10),
            "Erfaringsdeling mellom barnehagene",
            "- Inkluderende praksiser: hva har vi prøvd?\n- Hvilke spor ser vi av endring, for barna?",
            is_whole_month=False,
        ),
        DemoEvent(MUNICIPAL_HEADS, date(2027, 6, 1), "Oppfølging av styrersamlingen i mai"),
    ),
}
COUNTY_EVENTS = {
    2026: (
        DemoEvent(0, date(2026, 9, 10), "Fylkessamling for de regionale nettverkene", "Trondheim", False),
        DemoEvent(0, date(2027, 3, 1), "Statsforvalteren skriver tilsagnsbrevene"),
    ),
}
