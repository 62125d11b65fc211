"""The head of a small private kindergarten, who is its owner's contact too, on a phone the last evening."""

import time
from collections.abc import Iterator

import psycopg
import pytest
from playwright.sync_api import expect

from common.clock import oslo
from tests.journeys.person import PHONE, Person
from tests.journeys.portal import TODAY, RunningPortal

pytestmark = [pytest.mark.journey, pytest.mark.browser]

LAST_EVENING = oslo(2026, 12, 1, 22, 40)
TASK = "Behovsmelding for 2027"
WHY = "Vi blir usikre når et barn ikke kommer inn i leken."
SMALL_OWNER = """
    SELECT person.email FROM networks_user person
    JOIN networks_seat seat ON seat.user_id = person.id AND seat.role = 'owner' AND seat.valid_to IS NULL
    JOIN networks_organisation owner ON owner.id = seat.organisation_id AND owner.kind = 'private_owner'
    JOIN networks_kindergarten place ON place.owner_id = owner.id
    WHERE NOT EXISTS (
        SELECT 1 FROM needs_needsreport report JOIN networks_round round ON round.id = report.round_id
        WHERE report.owner_id = owner.id AND round.grant_year = 2027
    )
    GROUP BY person.email HAVING count(DISTINCT place.id) = 1 ORDER BY person.email LIMIT 1
"""


@pytest.fixture
def head(portal, browser) -> Iterator[Person]:
    """Somebody who has not begun, at 22:40 on the last day."""
    clock = portal.template.var / "clock"
    clock.write_text(str(LAST_EVENING.timestamp() - time.time()), encoding="ascii")
    yield Person(portal, browser, email_of_a_small_owner(portal), **PHONE).sign_in()
    clock.write_text(str(TODAY.timestamp() - time.time()), encoding="ascii")


def email_of_a_small_owner(portal: RunningPortal) -> str:
    """The contact of a private owner with one kindergarten and nothing written yet."""
    with psycopg.connect(portal.environment["DATABASE_URL"]) as line:
        row = line.execute(SMALL_OWNER).fetchone()
    assert row is not None
    return str(row[0])


def test_a_small_private_owner_reports_on_a_phone_the_last_evening(head) -> None:
    head.takes_up(TASK)
    goes_on(head, "Legg til et behov")
    head.chooses("Tema", "Inkluderende praksis")
    expect(head.page.get_by_role("checkbox").first).to_be_checked()  # the only kindergarten
    head.writes("Hvorfor trenger dere dette?", WHY)
    is_saved(head)
    comes_back_to_the_same_place(head)
    head.writes("Hva vil dere oppnå?", "Alle barn er med.")
    goes_on(head, "Lagre og se alle behovene")
    head.sees("Ingenting mangler")
    goes_on(head, "Neste")
    take_part(head)
    for _step in ("Samarbeid", "Vedlegg", "Se over og send"):
        goes_on(head, "Neste")
    head.sees(WHY)
    head.page.get_by_role("button", name="Send til").click()
    head.sees("Behovsmeldingen er sendt.")
    head.fits()
    head.gets_mail("Kvittering: behovsmelding for 2027")
    head.has_done(TASK)
    head.leaves()


def goes_on(head: Person, name: str) -> None:
    """Every page on the way fits the phone."""
    head.goes_on(name)
    head.fits()


def is_saved(head: Person) -> None:
    """The bar says when what is typed was saved."""
    expect(head.page.locator("#saved")).to_contain_text("Lagret 22.4")


def comes_back_to_the_same_place(head: Person) -> None:
    """Home and back: the same need, with what was typed."""
    address = head.page.url
    head.takes_up(TASK)
    assert head.page.url == address
    expect(head.page.get_by_label("Hvorfor trenger dere dette?")).to_have_value(WHY)


def take_part(head: Person) -> None:
    """Who took part, when and how."""
    head.writes("Hvordan har styrerne vært med?", "Jeg er styrer, og har vært med hele veien.")
    head.ticks("Barnehagelærere")
    head.writes("Når var de med?", "I går og i dag")
    head.writes("Hvordan har personalet vært med?", "Vi snakket om det på to avdelingsmøter.")
