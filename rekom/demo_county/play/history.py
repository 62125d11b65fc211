"""What became of bodies in the demo: a kindergarten is sold in the middle of a round, a university taken up."""

from datetime import date, datetime
from functools import partial
from itertools import islice

from common.clock import oslo
from common.dates import oslo_date
from needs.models import NeedsReport
from needs.states import NeedsReportState
from networks.models import Kindergarten, Organisation, OrganisationKind
from networks.services import history
from networks.services.history import Told
from rekom.demo_county import tables
from rekom.demo_county.numbers import account_numbers, org_numbers
from rekom.demo_county.play.stage import Event, Stage

OLD_UNIVERSITY = "Demohøgskolen ved Fjorden"
UNUSED = 2000
"""So many of the made-up numbers are used by others at most."""


def history_events(stage: Stage, year: int) -> list[Event]:
    """In the first round a university is taken up in another; in the second a chain sells a kindergarten."""
    if not stage.has_round(year - 1):
        return [Event(oslo(year - 1, 8, 1, 9), partial(_take_up, stage))]
    if not stage.has_round(year - 2):
        return [Event(oslo(year, 1, 12, 10), partial(_sell, stage, year))]
    return []


def _take_up(stage: Stage, now: datetime) -> None:
    """A fictional university college, which nobody works with any more, is taken up in a university."""
    old = Organisation.objects.create(
        county=stage.county,
        kind=OrganisationKind.UNIVERSITY,
        name=OLD_UNIVERSITY,
        org_number=next(islice(org_numbers(), UNUSED, None)),
        account_number=next(islice(account_numbers(), UNUSED, None)),
        postal_address="Demoveien 0, 0000 Demostad",
        is_demo=True,
    )
    into = next(row for row in stage.owners.values() if row.label == tables.NORD)
    history.merge(of=old, into=into, told=_told(now, "Demo"), by=stage.case_officer, now=now)


def _sell(stage: Stage, year: int, now: datetime) -> None:
    """The kindergarten of a chain that has reported goes to another chain in the same network."""
    sale = _a_sale(stage, year)
    if sale is None:
        return
    kindergarten, buyer = sale
    history.give_new_owner(
        kindergarten=kindergarten, owner=buyer, told=_told(now, "Demo"), by=stage.case_officer, now=now
    )
    kindergarten.owner = buyer  # the scripts hold the same object


def _a_sale(stage: Stage, year: int) -> tuple[Kindergarten, Organisation] | None:
    """A kindergarten to sell, and who buys it: both chains have others in the network, so both go on reporting."""
    sent = NeedsReport.objects.filter(round=stage.round(year), state=NeedsReportState.SUBMITTED)
    reported = set(sent.values_list("owner_id", "network_id"))
    for network in stage.networks:
        if network.name == tables.HOME:
            continue
        mine = stage.kindergartens_of(network, year)
        chains = [row for row in mine if row.owner.name in tables.CHAINS[1:]]
        owned: dict[int, list[Kindergarten]] = {}
        for row in chains:
            owned.setdefault(row.owner_id, []).append(row)
        for seller, rows in owned.items():
            buyers = [row.owner for row in chains if row.owner_id != seller]
            if len(rows) > 1 and buyers and (seller, network.pk) in reported:
                return rows[0], buyers[0]
    return None


def _told(now: datetime, note: str) -> Told:
    day: date = oslo_date(now)
    return Told(on=day, note=note)
