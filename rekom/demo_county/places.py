"""Made-up places around the known ones: ten networks, some 250 kindergartens, 110 owners. Plain rows, no moves."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice
from random import Random

from networks.models import (
    County,
    Kindergarten,
    KindergartenFigures,
    Municipality,
    Network,
    NetworkMunicipality,
    Organisation,
    OrganisationKind,
    Partnership,
    WrittenForm,
)
from networks.services import register_kindergartens
from rekom.demo_county import tables
from rekom.demo_county.numbers import account_numbers, org_numbers
from rekom.demo_county.tables import DemoNetwork

SINCE = date(2020, 1, 1)
SOURCE = "Demo"


def complete(county: County, *, random: Random, years: range) -> None:
    """Complete the loaded county, with figures for `years`."""
    places = {m.number: m for m in Municipality.objects.filter(county=county, valid_to__isnull=True)}
    _complete_office(county)
    for plan in tables.NETWORKS:
        _complete_network(county, plan, places)
    _make_kindergartens(county, places, random)
    _give_numbers(county)
    _make_figures(county, random, years)


def _complete_office(county: County) -> None:
    county.is_demo = True
    county.office_org_number = next(org_numbers())
    county.postal_address = "Postboks 0, 0000 Demostad"
    county.email = "demo.statsforvalter@example.no"
    county.phone = "00 00 00 00"
    county.save()


def _give_numbers(county: County) -> None:
    """Every organisation gets synthetic numbers and addresses: letters need them, and nobody real is named so."""
    org, account = org_numbers(), account_numbers()
    next(org)  # the office has the first
    rows = list(Organisation.objects.filter(county=county).select_related("municipality").order_by("pk"))
    for position, row in enumerate(rows, start=1):
        row.org_number, row.account_number, row.is_demo = next(org), next(account), True
        row.email = f"post{position}@example.no"
        town = row.municipality.name_nb if row.municipality else "Demostad"
        row.postal_address = f"Demoveien {position}, 0000 {town}"
    fields = ["org_number", "account_number", "is_demo", "email", "postal_address"]
    Organisation.objects.bulk_update(rows, fields)


def _complete_network(county: County, plan: DemoNetwork, places: dict[str, Municipality]) -> None:
    network, _ = Network.objects.get_or_create(
        county=county, name=plan.name, defaults={"is_demo": "(demo)" in plan.name}
    )
    network.payee = Organisation.objects.get(
        county=county, kind=OrganisationKind.MUNICIPALITY, municipality=places[plan.payee]
    )
    network.save(update_fields=["payee"])
    for number in plan.kindergartens:
        NetworkMunicipality.objects.get_or_create(
            network=network, municipality=places[number], defaults={"valid_from": SINCE}
        )
    for first, name in enumerate(plan.universities):
        _partner(network, name, None, is_first=first == 0)
    for number in plan.kindergartens if plan.in_municipalities else ():
        _partner(network, plan.in_municipalities, places[number], is_first=False)


def _partner(network: Network, name: str, municipality: Municipality | None, *, is_first: bool) -> None:
    universities = Organisation.objects.filter(county=network.county, kind=OrganisationKind.UNIVERSITY)
    university = next(u for u in universities if u.label == name)
    Partnership.objects.get_or_create(
        network=network,
        university=university,
        municipality=municipality,
        defaults={"valid_from": SINCE, "is_first_partner": is_first},
    )


@dataclass(frozen=True)
class Slot:
    """A kindergarten to be made: where, and what comes before "demobarnehage" in its name."""

    network: str
    place: Municipality
    is_private: bool
    stem: str


def _make_kindergartens(county: County, places: dict[str, Municipality], random: Random) -> None:
    slots = _slots(places, random)
    municipal = {
        row.municipality_id: row
        for row in Organisation.objects.filter(county=county, kind=OrganisationKind.MUNICIPALITY)
    }
    private = _private_owners(county, [slot for slot in slots if slot.is_private], random)
    org = islice(org_numbers(), 1000, None)
    register_kindergartens(
        (
            Kindergarten(
                name=f"{slot.stem} demobarnehage",
                org_number=next(org),
                owner=private.get(slot) or municipal[slot.place.pk],
                municipality=slot.place,
                is_demo=True,
            )
            for slot in slots
        ),
        since=SINCE,
    )


def _slots(places: dict[str, Municipality], random: Random) -> list[Slot]:
    """One slot for each kindergarten that is missing; half of a municipality's are private."""
    names = [first + last for first in tables.FIRST for last in tables.LAST]
    random.shuffle(names)
    stems = iter(names)
    slots = []
    for plan in tables.NETWORKS:
        for number, wanted in plan.kindergartens.items():
            missing = wanted - Kindergarten.objects.filter(municipality=places[number]).count()
            slots += [Slot(plan.name, places[number], n < missing // 2, next(stems)) for n in range(missing)]
    return slots


def _private_owners(county: County, slots: list[Slot], random: Random) -> dict[Slot, Organisation]:
    """Chains in several networks, and owners of one kindergarten each."""
    random.shuffle(slots)
    slots.sort(key=lambda slot: slot.network != tables.HOME)  # the first chain gets two in the demo's network
    in_chains = slots[:2] + random.sample(slots[2:], len(slots) - 2 - tables.SINGLE_OWNERS)
    chains = [_private(county, name) for name in tables.CHAINS]
    owners = {slot: chains[0 if n < 2 else n % len(chains)] for n, slot in enumerate(in_chains)}
    owners |= {slot: _private(county, f"{slot.stem} Demo SA") for slot in slots if slot not in owners}
    Organisation.objects.bulk_create({id(owner): owner for owner in owners.values()}.values())
    return owners


def _private(county: County, name: str) -> Organisation:
    writes_nynorsk = name.startswith("Fjell")
    return Organisation(
        county=county,
        kind=OrganisationKind.PRIVATE_OWNER,
        name=name,
        written_form=WrittenForm.NN if writes_nynorsk else WrittenForm.NB,
        is_demo=True,
    )


def _make_figures(county: County, random: Random, years: range) -> None:
    """Figures for each year: known kindergartens grow from what is known, the others from a made-up size."""
    rows = []
    kindergartens = Kindergarten.objects.filter(owner__county=county).prefetch_related("figures")
    for kindergarten in kindergartens.order_by("pk"):
        known = next(iter(kindergarten.figures.all()), None)
        children = known.children if known else random.choice((18, 24, 34, 45, 52, 60, 68, 76, 90))
        for year in years:
            children = max(8, children + random.randint(-2, 2))
            rows.append(
                KindergartenFigures(
                    kindergarten=kindergarten,
                    year=year,
                    children=children,
                    staff_fte=Decimal(round(children * 0.27 * 2)) / 2,
                    departments=max(1, round(children / 17)),
                    source=SOURCE,
                )
            )
    KindergartenFigures.objects.bulk_create(rows, ignore_conflicts=True)
