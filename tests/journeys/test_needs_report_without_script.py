"""A whole needs report with script switched off: written, put in order, looked over, sent."""

import re

import pytest

from tests.journeys.person import Person

pytestmark = [pytest.mark.journey, pytest.mark.browser]

TASK = "Behovsmelding for 2027 til Gauldalsregionen"
FIRST, SECOND = "Inkluderende praksis", "Språk, lek og miljø"
WHY = "Vi ser at flere barn blir stående utenfor leken."
GOAL = "Alle barn skal ha noen å leke med."


@pytest.fixture
def owner(portal, browser) -> Person:
    """The owner's contact in a browser that runs no script."""
    return Person(portal, browser, "owner", java_script_enabled=False).sign_in_as_demo("owner")


def test_a_needs_report_is_written_ordered_and_sent_without_script(owner) -> None:
    owner.takes_up(TASK)
    remove_what_the_draft_has(owner)
    add_a_need(owner, FIRST)
    add_a_need(owner, SECOND)
    move_up(owner, SECOND)
    say_who_took_part(owner)
    say_whom_you_work_with(owner)
    owner.press("Neste")
    look_over_and_send(owner)
    owner.has_done(TASK)
    owner.leaves()


def cards(owner: Person) -> list[str]:
    """The needs' themes, in their order."""
    return [text.strip() for text in owner.page.locator(".ranking-title").all_inner_texts()]


def remove_what_the_draft_has(owner: Person) -> None:
    """The demo has begun the report; here it is written from the start."""
    while cards(owner):
        owner.page.locator(".ranking-title a").first.click()
        owner.press("Fjern dette behovet")
        owner.press("Fjern behovet")


def add_a_need(owner: Person, theme: str) -> None:
    """A need with a theme, two kindergartens, why and what for; the rest is left open."""
    owner.press("Legg til et behov")
    owner.chooses("Tema", theme)
    boxes = owner.page.locator("[data-picker] input[type=checkbox]")
    for number in range(min(2, boxes.count())):
        boxes.nth(number).check()
    owner.writes("Hvorfor trenger dere dette?", f"{theme}: {WHY}")
    owner.writes("Hva vil dere oppnå?", GOAL)
    owner.press("Lagre og se alle behovene")
    assert theme in cards(owner)


def move_up(owner: Person, theme: str) -> None:
    """The button at the need's card sends the form."""
    before = cards(owner)
    owner.page.locator(".ranking-card", has_text=theme).locator("button[value$=':up']").click()
    owner.page.wait_for_load_state()
    assert cards(owner) == before[::-1]
    assert cards(owner)[0] == theme


def say_who_took_part(owner: Person) -> None:
    """Heads and staff: which groups, when and how."""
    owner.press("Neste")
    owner.writes("Hvordan har styrerne vært med?", "To møter om vurderingene.")
    owner.ticks("Pedagogiske ledere")
    owner.ticks("Assistenter")
    owner.writes("Når var de med?", "Planleggingsdagen i august")
    owner.writes("Hvordan har personalet vært med?", "Gruppearbeid i hver avdeling.")


def say_whom_you_work_with(owner: Person) -> None:
    """Back and forth keeps what is written."""
    owner.press("Neste")
    owner.press("Forrige")
    assert owner.page.get_by_label("Når var de med?").input_value() == "Planleggingsdagen i august"
    owner.press("Neste")
    owner.writes("Samiske perspektiver", "Vi feirer samisk uke sammen.")
    owner.ticks("Ikke ennå, men det er planlagt")
    owner.press("Neste")


def look_over_and_send(owner: Person) -> None:
    """Everything on one page; what was written is there, in the right order."""
    owner.sees(f"{SECOND}: {WHY}")
    headings = owner.page.locator("h2").all_inner_texts()
    assert [text for text in headings if re.match(r"Behov \d", text)] == [
        f"Behov 1: {SECOND}",
        f"Behov 2: {FIRST}",
    ]
    owner.press("Send til Gauldalsregionen")
    owner.sees("Behovsmeldingen er sendt.")
