"""A form that is saved while it is written: what is said, what is kept without a connection, who chooses."""

import re
import time
from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.journeys.person import Person

pytestmark = [pytest.mark.journey, pytest.mark.browser]

TASK = "Barnehagens egen vurdering"
SAVED = re.compile(r"^\s*Lagret \d\d\.\d\d\s*$")
FIELD = "Hvordan har personalet vært med?"


@pytest.fixture
def head(shared_portal, browser) -> Iterator[Person]:
    """The head, in the assessment, with a browser that may lose its connection."""
    person = Person(shared_portal, browser, "head").sign_in_as_demo("head")
    person.takes_up(TASK)
    person.page.on("dialog", lambda dialog: dialog.accept())
    yield person
    person.page.context.close()


def field(page: Page) -> Locator:
    """The text field that these tests write in."""
    return page.get_by_role("textbox", name=FIELD)


def status(page: Page) -> Locator:
    """What the bar says about saving."""
    return page.locator("#saved")


def types(page: Page, text: str) -> None:
    """Write over what stands, and wait for no save."""
    field(page).fill(text)


def types_and_is_saved(page: Page, text: str) -> None:
    """Write over what stands, and wait until the portal has it."""
    types(page, text)
    is_saved(page)


def is_saved(page: Page) -> None:
    """The portal has all that is typed, and the bar says so."""
    expect(status(page)).to_have_text(SAVED)
    ends = time.monotonic() + 5
    while kept_in_browser(page):
        assert time.monotonic() < ends
        page.wait_for_timeout(50)


def opens_again(page: Page) -> None:
    """The same address once more, as after a reload."""
    page.reload()
    page.wait_for_load_state()


def test_what_is_typed_is_saved_and_said(head) -> None:
    types_and_is_saved(head.page, "Alle avdelinger var med i oktober.")
    opens_again(head.page)
    expect(field(head.page)).to_have_value("Alle avdelinger var med i oktober.")
    expect(head.page.locator("#restored")).to_be_empty()
    assert head.complaints == []


def test_without_connection_it_says_so_and_saves_when_it_is_back(head) -> None:
    head.page.context.set_offline(True)
    types(head.page, "Skrevet uten nett.")
    expect(status(head.page)).to_contain_text("Ikke lagret: ingen forbindelse.")
    assert kept_in_browser(head.page) == 1
    head.page.context.set_offline(False)
    is_saved(head.page)
    opens_again(head.page)
    expect(field(head.page)).to_have_value("Skrevet uten nett.")


def test_a_reload_before_it_is_saved_loses_nothing(head) -> None:
    head.page.route(
        "**/skriv/", lambda route: route.abort() if route.request.method == "POST" else route.fallback()
    )
    types(head.page, "Lukket før det ble lagret.")
    expect(status(head.page)).to_contain_text("Ikke lagret")
    head.page.unroute("**/skriv/")
    opens_again(head.page)
    expect(field(head.page)).to_have_value("Lukket før det ble lagret.")
    expect(head.page.locator("#restored")).to_contain_text("Vi har lagt tilbake det du skrev")
    is_saved(head.page)


def test_a_lost_answer_is_no_conflict_with_oneself(head) -> None:
    def lose_the_answer(route) -> None:
        route.fetch()
        route.abort()

    head.page.route("**/skriv/", lose_the_answer, times=1)
    types(head.page, "Svaret kom aldri fram.")
    expect(status(head.page)).to_contain_text("Ikke lagret")
    types(head.page, "Svaret kom aldri fram. Skrev videre.")
    is_saved(head.page)
    expect(head.page.locator("#conflicts section")).to_have_count(0)
    opens_again(head.page)
    expect(field(head.page)).to_have_value("Svaret kom aldri fram. Skrev videre.")


def test_two_windows_choose_between_two_texts(head) -> None:
    types_and_is_saved(head.page, "Slik stod det da begge åpnet skjemaet.")
    other = head.page.context.new_page()
    other.goto(head.page.url)
    types_and_is_saved(head.page, "Fra det første vinduet.")
    types(other, "Fra det andre vinduet.")
    choice = other.locator("#conflicts section")
    expect(choice).to_contain_text("Fra det første vinduet.")
    expect(choice).to_contain_text("Fra det andre vinduet.")
    choice.get_by_role("button", name="Behold min tekst").click()
    expect(field(other)).to_have_value("Fra det andre vinduet.")
    types(head.page, "Fra det første vinduet igjen.")
    choice = head.page.locator("#conflicts section")
    expect(choice).to_contain_text("Fra det andre vinduet.")
    choice.get_by_role("button", name="Bruk den lagrede teksten").click()
    expect(field(head.page)).to_have_value("Fra det andre vinduet.")
    expect(choice).to_have_count(0)
    other.close()


def test_a_button_waits_for_what_is_typed(head) -> None:
    types(head.page, "Skrevet rett før knappen.")
    head.press("Lagre utkast")
    head.sees("Utkastet er lagret.")
    expect(field(head.page)).to_have_value("Skrevet rett før knappen.")
    assert kept_in_browser(head.page) == 0


def test_signed_out_it_says_so_keeps_the_text_and_comes_back(head) -> None:
    head.page.context.clear_cookies(name="rekom_session")
    types(head.page, "Skrevet etter utlogging.")
    expect(status(head.page)).to_contain_text("Ikke lagret: du er logget ut.")
    address = head.page.url
    head.page.get_by_role("link", name="Logg inn og fortsett").click()
    head.page.wait_for_url("**/inn/?next=*")
    head.page.locator('button[value="head"]').click()
    head.page.wait_for_load_state()
    head.page.goto(address)
    expect(field(head.page)).to_have_value("Skrevet etter utlogging.")
    is_saved(head.page)


def test_signing_out_forgets_what_was_never_saved(head) -> None:
    head.page.context.set_offline(True)
    types(head.page, "Skal ikke bli liggende.")
    expect(status(head.page)).to_contain_text("Ikke lagret")
    head.page.context.set_offline(False)
    head.page.route("**/skriv/", lambda route: route.abort())
    head.page.locator("details.user-menu summary").click()
    head.page.get_by_role("button", name="Logg ut").first.click()
    head.page.wait_for_load_state()
    assert kept_in_browser(head.page) == 0


def kept_in_browser(page: Page) -> int:
    """How many unsaved forms this browser keeps."""
    return page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('rekom:draft:')).length")
