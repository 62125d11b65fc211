"""The demo's wheel of 2024–25 holds the plan "Rekom DMMH i Trøndelag sørvest 2024/2025", cell by cell."""

import re
from datetime import date
from random import Random

import pytest
from django.core.management import call_command

from common.clock import oslo
from networks.models import County, Network, Organisation
from networks.queries.wheel import read_wheel
from networks.wheel.entries import Block, WheelEntry
from networks.wheel.scope import Scope
from networks.wheel.table import table_of
from networks.wheel.year import WheelYear
from rekom.demo_county.people import seat_everybody
from rekom.demo_county.places import complete
from rekom.demo_county.play.stage import Stage
from rekom.demo_county.play.wheel import wheel_events

NOW = oslo(2025, 7, 1, 12)
WHO = [
    "Eier, UH, en styrer, ressursperson og utviklingsveileder",
    "Eier/myndighet, alle styrere, UH, utviklingsveileder, PP-ledere",
    "Barnehageeier, styrere, PP-ledere og UH",
    "Strukturer under utvikling i de enkelte kommunene",
    "Alle ansatte i barnehagene. UH",
]
PURPOSE = [
    "Ansvar for koordinering av Rekomsamarbeidet Overordnet ansvar for strategi, planlegging og evaluering. "
    "Representanter i arbeidsgruppa har ansvar for å innhente informasjon fra andre på sitt nivå eller andre nivå "
    "der det er naturlig.",
    "Stoppunkt, erfaringsdeling, faglig innspill og videre planlegging. Evaluering på ulike nivå ut fra spørsmål om "
    "hvilke spor vi ser av utvikling for barns beste: - Barnehage - Kommunalt - Regionalt",
    "Pådriver og kontinuitetsbærer av utviklingsarbeidet Lokal forankring, både i barnehagene og kommuneledelsen "
    "UH deltar på utvalgte fagsamlinger etter avtale med eier. Møter følger kommunal kalender",
    "Faglige erfaringsdelinger for barnehagelærere. Kommunene organiserer dette selv. UH deltar etter avtale. "
    "Møtefrekvens og strukturer følger kommunale planer.",
    "Driver utviklingsarbeidet på enheten. Ledes av styrer i samarbeid med pedagogisk leder, barnehagelærer og UH "
    "med mantraet «nysgjerrig og utviklingsorientert» Prioritering, implementering, dokumentering og evaluering. "
    "UH deltar etter avtale. Følger lokal kalender.",
]
A, B, C, D, E = range(5)
CELLS = {
    (8, C): "Forberedelse til regionalt arbeidsgruppemøte: Gjennomgang av denne planen.",
    (9, A): "Digitalt møte 2. september kl. 12.00–14.30 - Tilbakemeldinger fra styrernetverk på denne planen "
    "- Planlegge styrersamling i 16.okt - Evt planlegge regional fagdag 27.nov",
    (10, B): "Styrersamling ved DMMH 16. oktober kl. 09.30–15.00 - Stoppunkt for Rekomarbeidet - Evaluering "
    "- Planlegging - Faglig innlegg",
    (11, C): "Oppfølging styrersamling 16.okt",
    (11, E): "Regional fagdag 27. november Kommunevis",
    (
        12,
        A,
    ): "Digitalt møte 4. desember kl. 12.00–14.30 - Evaluering styrersamling 16/10 - Evaluering fagdag 4/12 "
    "- Planlegging av våren 2025",
    (12, C): "Oppfølging styrersamling 16.okt og regional fagdag 27.nov",
    (4, A): "Digitalt møte 9. april kl. 08.30–11.00 - Planlegge styrersamling 22.mai",
    (
        5,
        B,
    ): "Styrersamling ved DMMH 22. mai kl. 09.30–15.00 - Stoppunkt for Rekomarbeidet - Evaluering - Planlegging "
    "- Faglig innlegg",
    (5, C): "Oppfølging styrersamling 22.mai",
    (6, A): "Møte ved DMMH 24. juni kl. 10.00–15.00 - Evaluere 2024-25 - Planlegge 2025-26",
    (6, C): "Oppfølging styrersamling 22.mai",
}


@pytest.fixture
def stage(db) -> Stage:
    """The demo county's places and people, and the wheel of 2024–25 played to its end."""
    call_command("load_county", "trondelag", verbosity=0)
    county, luck = County.objects.get(number="50"), Random(1)
    complete(county, random=luck, years=range(2024, 2025))
    seat_everybody(county, since=date(2024, 1, 1), random=luck)
    stage = Stage(County.objects.select_related("forum").get(pk=county.pk))
    for event in sorted(wheel_events(stage, 2025), key=lambda event: event.at):
        event.act(event.at)
    return stage


def said(blocks: tuple[Block, ...]) -> str:
    return " ".join(f"- {line}" if block.is_list else line for block in blocks for line in block.lines)


def in_words(entry: WheelEntry) -> str:
    text = f"{entry.title} {entry.when} {said(entry.blocks)}"
    return re.sub(r"\s+", " ", text).strip()


def test_table_of_2024_holds_the_plan_cell_by_cell(stage):
    network = Network.objects.select_related("county").get(name="Trøndelag sørvest")
    university = Organisation.objects.get(short_name="DMMH")
    scope = Scope(county=network.county, network=network, university=university)
    table = table_of(read_wheel(scope, WheelYear(2024), user=stage.leader(network), now=NOW))
    arenas = [column for column in table.columns if not column.is_rim]
    assert [column.name for column in arenas] == [
        "Regional arbeidsgruppe",
        "Regionalt styrernetverk",
        "Kommunalt styrernetverk",
        "Nettverk mellom barnehager",
        "Utviklingsarbeid i barnehagen",
    ]
    assert [said(column.who) for column in arenas] == WHO
    assert [said(column.purpose) for column in arenas] == PURPOSE
    found = {
        (row.month.month, place): " ".join(in_words(entry) for entry in cell.entries)
        for part in table.years
        for row in part.months
        for place, cell in enumerate(row.cells[:5])
        if cell.entries
    }
    assert found == CELLS
    assert [[row.month.month for row in part.months] for part in table.years] == [
        [8, 9, 10, 11, 12],
        [1, 2, 3, 4, 5, 6],
    ]
