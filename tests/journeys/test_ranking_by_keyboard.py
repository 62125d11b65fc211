"""A leader puts the nominations in order by keyboard alone and sends the list; without script the buttons do it."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Locator, expect

from tests.journeys.company import KINDERGARTEN, YEAR, Company
from tests.journeys.person import Person

pytestmark = [pytest.mark.journey, pytest.mark.browser]

MOST_STEPS = 200
"""Tabs before somebody at a keyboard would have given up."""
TASK = f"Nettverkets liste over studenter for {YEAR}"
WHY = "Mangler bare ett semester."


STUDENTS = ("Ane Demostudent", "Bo Demostudent", "Cecilie Demostudent")


@pytest.fixture
def company(portal, browser) -> Iterator[Company]:
    """February, when nominations have closed and the lists are open; an owner has nominated three."""
    company = Company(portal, browser)
    for student in STUDENTS:
        nominates(company.owner, student)
    company.it_becomes(date(YEAR, 2, 15))
    yield company
    company.leave()


def test_a_leader_orders_argues_and_sends_by_keyboard_alone(company):
    leader = company.leader
    leader.takes_up(TASK)
    presses(leader, leader.page.get_by_role("link", name="Prioriter"))
    first, second, *rest = names(leader)
    total = 2 + len(rest)

    handle = tabs_to(leader, card(leader, second).locator(".ranking-handle"))
    leader.page.keyboard.press("ArrowUp")
    says(leader, f"{second} er flyttet til plass 1 av {total}.")
    expect(handle).to_be_focused()
    assert names(leader)[:2] == [second, first]

    leader.page.keyboard.press("End")
    says(leader, f"{second} er flyttet til plass {total} av {total}.")
    tabs_to(leader, card(leader, second).get_by_role("button", name=f"Flytt {second} opp"))
    leader.page.keyboard.press("Enter")
    says(leader, f"{second} er flyttet til plass {total - 1} av {total}.")
    tabs_to(leader, card(leader, second).get_by_role("textbox", name=f"Plassen til {second}"))
    leader.page.keyboard.press("Control+a")
    leader.page.keyboard.type("1")
    leader.page.keyboard.press("Enter")
    says(leader, f"{second} er flyttet til plass 1 av {total}.")
    tabs_to(leader, card(leader, second).get_by_role("textbox", name="Hvorfor denne plassen?"))
    leader.page.keyboard.insert_text(WHY)
    expect(leader.page.locator("#saved")).to_contain_text("Lagret")
    leader.page.reload()
    assert names(leader) == [second, first, *rest]
    assert leader.finds_no_fault() == []

    presses(leader, leader.page.get_by_role("button", name="Se over og send"))
    leader.sees(WHY)
    presses(leader, leader.page.get_by_role("button", name="Send til Statsforvalteren"))
    leader.sees("Du får en kvittering på e-post.")


def test_a_card_is_dragged_by_its_handle(company):
    leader = company.leader
    leader.takes_up(TASK)
    leader.press("Prioriter")
    first, second, *rest = names(leader)

    start = card(leader, first).locator(".ranking-handle").bounding_box()
    goal = card(leader, second).bounding_box()
    leader.page.mouse.move(start["x"] + 5, start["y"] + 5)
    leader.page.mouse.down()
    leader.page.mouse.move(start["x"] + 5, goal["y"] + goal["height"] * 0.75, steps=8)
    leader.page.mouse.up()

    says(leader, f"{first} er flyttet til plass 2 av {2 + len(rest)}.")
    assert names(leader) == [second, first, *rest]


def test_without_script_the_buttons_move_the_cards(company, browser):
    leader = Person(company.portal, browser, "leader", java_script_enabled=False)
    leader.sign_in_as_demo("leader")
    leader.takes_up(TASK)
    leader.press("Prioriter")
    first, second, *rest = names(leader)

    leader.press(f"Flytt {second} opp")
    assert names(leader) == [second, first, *rest]
    leader.page.get_by_role("textbox", name=f"Plassen til {second}").fill("2")
    leader.press("Lagre og lukk")
    leader.press("Prioriter")
    assert names(leader) == [first, second, *rest]
    leader.page.context.close()


def nominates(owner: Person, student: str) -> None:
    """The owner nominates an employee of one of its kindergartens, and sends it."""
    owner.goes_to(f"/behov/studenter/ny/{YEAR}/")
    owner.chooses("Barnehage", KINDERGARTEN)
    owner.writes("Navn på den ansatte", student)
    owner.writes("E-post til den ansatte", f"{student.split()[0].lower()}@example.no")
    owner.chooses("Type studium", "Veilederutdanning")
    owner.goes_on("Neste")
    owner.writes("Navn på studiet", "Veiledning for praksislærere")
    owner.writes("Hvor?", "Demohøgskolen")
    owner.writes("Beløp", "40 000")
    owner.goes_on("Se over og send")
    owner.goes_on("Send til nettverket")
    owner.sees("Du får en kvittering på e-post.")


def names(leader: Person) -> list[str]:
    """Who stands on the cards, from the first."""
    return [text.strip() for text in leader.page.locator(".ranking-title").all_inner_texts()]


def card(leader: Person, name: str) -> Locator:
    """The card of somebody."""
    return leader.page.locator(".ranking-card").filter(has_text=name)


def says(leader: Person, words: str) -> None:
    """What is read out when a card has been moved."""
    expect(leader.page.locator("[data-ranking-status]")).to_have_text(words)


def tabs_to(leader: Person, target: Locator) -> Locator:
    """Press Tab until the element has focus, from the top of the page."""
    wanted = target.first.element_handle()
    for _step in range(MOST_STEPS):
        if leader.page.evaluate("element => element === document.activeElement", wanted):
            return target
        leader.page.keyboard.press("Tab")
    raise AssertionError(f"{target} cannot be reached by the Tab key")


def presses(leader: Person, target: Locator) -> None:
    """Go to a button or link, and press Enter; a page follows."""
    tabs_to(leader, target)
    with leader.page.expect_navigation():
        leader.page.keyboard.press("Enter")
