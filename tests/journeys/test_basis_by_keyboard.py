"""A leader takes a decision basis from needs to approval by keyboard alone: no mouse, no script's shortcut."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.company import GOAL, NETWORK, UNIVERSITY, WAY, YEAR, Company
from tests.journeys.person import Person

pytestmark = [pytest.mark.journey, pytest.mark.browser]

MOST_STEPS = 400
"""Tabs before somebody at a keyboard would have given up."""
BASIS = f"Beslutningsgrunnlag for {YEAR}, {NETWORK}"
TEXTS = {
    "Mål": GOAL,
    "Arbeidsmåte": WAY,
    "Deltakere": "Hele personalet",
    "Bygger på barnehagenes egne behov": "Behovene er meldt av eierne.",
    "Gjelder hele personalet": "Alle er med.",
    "Er utviklet i et likeverdig partnerskap": "Vi har skrevet det sammen.",
    "Videreutvikler barnehagelærerutdanningen": "Studenter er med.",
    "Ivaretar samiske perspektiver": "Gïele er med i samlingsstunden.",
}
AMOUNTS = {"Beløp til nettverket": "100 000", f"Beløp til {UNIVERSITY}": "50 000"}


@pytest.fixture
def company(portal, browser) -> Iterator[Company]:
    """December, when the bases have opened."""
    company = Company(portal, browser)
    company.it_becomes(date(YEAR - 1, 12, 10))
    yield company
    company.leave()


def test_a_leader_builds_orders_and_approves_by_keyboard_alone(company):
    leader = company.leader
    leader.takes_up(BASIS)

    for number in range(2):
        makes_a_measure_of_need(leader, number)
        writes_the_measure(leader)
    moves_the_second_measure_up(leader)
    gives_the_other_needs_a_reason(leader)
    writes_the_overview(leader)
    presses(leader, leader.page.get_by_role("button", name=f"Godkjenn for {NETWORK}"))

    expect(leader.page.get_by_role("button", name="Trekk godkjenningen")).to_be_visible()


def tabs_to(person: Person, target: Locator) -> None:
    """Press Tab until the element has focus."""
    wanted = target.first.element_handle()
    for _step in range(MOST_STEPS):
        if person.page.evaluate("element => element === document.activeElement", wanted):
            return
        person.page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached by the Tab key")


def presses(person: Person, target: Locator) -> None:
    """Go to a button or link, and press Enter; a page follows."""
    tabs_to(person, target)
    with person.page.expect_navigation():
        person.page.keyboard.press("Enter")


def types(person: Person, target: Locator, text: str) -> None:
    """Go to a field, and write over what stands in it."""
    tabs_to(person, target)
    person.page.keyboard.press("Control+a")
    person.page.keyboard.insert_text(text)


def makes_a_measure_of_need(leader: Person, number: int) -> None:
    """Tick one need with the space bar, and make a measure of it."""
    tabs_to(leader, leader.page.locator("input[name=behov]").nth(number))
    leader.page.keyboard.press("Space")
    presses(leader, leader.page.get_by_role("button", name="Nytt tiltak av de valgte behovene"))


def writes_the_measure(leader: Person) -> None:
    """Fill what is missing, in the order of the page."""
    page = leader.page
    for label in ("Mål", "Arbeidsmåte", "Deltakere"):
        types(leader, page.get_by_label(label, exact=True), TEXTS[label])
    for label in ("Starter", "Varer"):
        tabs_to(leader, page.get_by_label(label, exact=True))
        page.keyboard.press("End")
    for label, amount in AMOUNTS.items():
        types(leader, page.get_by_label(label, exact=True), amount)
    for label in list(TEXTS)[3:]:
        types(leader, page.get_by_label(label, exact=True), TEXTS[label])
    presses(leader, page.get_by_role("button", name="Lagre og gå tilbake"))


def moves_the_second_measure_up(leader: Person) -> None:
    """The handle of a card takes the arrow keys; the order is saved by its button."""
    titles = leader.page.locator(".ranking-title").all_inner_texts()
    tabs_to(leader, leader.page.locator(".ranking-handle").nth(1))
    leader.page.keyboard.press("ArrowUp")
    tabs_back_to(leader, leader.page.get_by_role("button", name="Lagre rekkefølgen"))
    with leader.page.expect_navigation():
        leader.page.keyboard.press("Enter")
    assert leader.page.locator(".ranking-title").all_inner_texts() == titles[::-1]


def tabs_back_to(person: Person, target: Locator) -> None:
    """Press Shift and Tab until the element has focus."""
    wanted = target.first.element_handle()
    for _step in range(MOST_STEPS):
        if person.page.evaluate("element => element === document.activeElement", wanted):
            return
        person.page.keyboard.press("Shift+Tab")
    raise AssertionError(f"{target} cannot be reached by Shift and Tab")


def gives_the_other_needs_a_reason(leader: Person) -> None:
    """Every need that no measure answers gets one."""
    page = leader.page
    presses(leader, page.get_by_role("link", name="Si hvorfor de ikke er med"))
    reasons = page.locator("textarea[name^='reason_']")
    for number in range(reasons.count()):
        types(leader, reasons.nth(number), "Nettverket samler seg om to tiltak i år.")
    presses(leader, page.get_by_role("button", name="Lagre og gå tilbake"))


def writes_the_overview(leader: Person) -> None:
    """The text on the network as a whole."""
    page = leader.page
    presses(leader, page.get_by_role("link", name="Endre tekstene"))
    types(
        leader,
        page.get_by_label("Oversikt over behovene i nettverket"),
        "Mange vil bli bedre på språk og lek.",
    )
    presses(leader, page.get_by_role("button", name="Lagre og gå tilbake"))
