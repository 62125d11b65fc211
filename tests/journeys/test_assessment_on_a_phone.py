"""A head writes the kindergarten's assessment on a phone, is interrupted, and shares it."""

import pytest
from playwright.sync_api import expect

from tests.journeys.company import WHY, YEAR
from tests.journeys.person import PHONE, Person

pytestmark = [pytest.mark.journey, pytest.mark.browser]

TASK = f"Barnehagens egen vurdering for {YEAR}"
THEME = "Språk, lek og miljø"


def test_a_head_writes_and_shares_the_assessment_on_a_phone(portal, browser) -> None:
    head = Person(portal, browser, "head", **PHONE).sign_in()
    head.takes_up(TASK)
    head.fits()
    head.writes(THEME, WHY)
    expect(head.page.locator("#saved")).to_contain_text("Lagret")
    head.goes_to("/")
    head.takes_up(TASK)
    expect(head.page.get_by_label(THEME)).to_have_value(WHY)
    head.ticks("Barnehagelærere")
    head.writes("Når var de med?", "På planleggingsdagen i oktober")
    head.writes("Hvordan har personalet vært med?", "I grupper, og så i hvert team.")
    head.goes_on("Lagre og del med eier")
    head.sees("Vurderingen er delt med eier.")
    head.fits()
    head.has_done(TASK)
    head.leaves()
