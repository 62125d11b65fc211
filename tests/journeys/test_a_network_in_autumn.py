"""A network in autumn: somebody new comes in, a meeting is called, a letter is passed on, and the plan is adopted."""

from collections.abc import Iterator

import pytest

from tests.journeys.company import NETWORK, Company
from tests.journeys.person import Person

pytestmark = [pytest.mark.journey, pytest.mark.browser]

NEW, NEW_EMAIL = "Randi Demonyberg", "randi.demonyberg@example.no"
MEETING = "Arbeidsgruppe om leken ute"
SUBJECT = "Nye tall for barnehagene"


@pytest.fixture
def company(portal, browser) -> Iterator[Company]:
    """The demo's people, on 22 November."""
    company = Company(portal, browser)
    yield company
    company.leave()


def test_a_network_in_autumn(company):
    new = a_new_member_is_invited_and_says_yes(company)
    the_leader_calls_a_meeting(company)
    the_new_member_and_the_university_get_the_invitation(company, new)
    the_meeting_stands_in_the_wheel(company)
    the_governors_letter_is_passed_on(company, new)
    the_plan_is_adopted_and_public(company)


def a_new_member_is_invited_and_says_yes(company: Company) -> Person:
    """The leader invites; the link leads in, once."""
    leader = company.leader
    opens(leader, "Personer")
    leader.press("Inviter")
    leader.press("Nettverksmedlem")
    leader.writes("Navn", NEW)
    leader.writes("E-post", NEW_EMAIL)
    leader.chooses("Taler på vegne av", "Fagforeninger")
    leader.press("Send invitasjonen")
    leader.sees(f"{NEW} er invitert på e-post.")

    new = company.comes(NEW_EMAIL)
    new.opens_mail(f"Invitasjon: Nettverksmedlem, {NETWORK}")
    link = new.page.url
    new.press("Si ja til invitasjonen")
    new.asks_for_a_code()
    new.page.goto(link)
    new.sees("Invitasjonen kan ikke brukes nå")
    opens(new, "Personer")
    new.sees(NEW_EMAIL)
    return new


def the_leader_calls_a_meeting(company: Company) -> None:
    """Nobody is told before the leader has seen who is called."""
    leader = company.leader
    opens(leader, "Møter")
    leader.press("Nytt møte")
    leader.writes("Tittel", MEETING)
    leader.chooses("Arena", "Regional arbeidsgruppe")
    leader.writes("Dato", "2026-12-14")
    leader.writes("Hvor", "Teams")
    leader.press("Lagre kladden")
    leader.sees("Møtet er lagret som kladd. Ingen har fått beskjed.")
    leader.press("Se over og kall inn")
    leader.sees(NEW)
    leader.press("Kall inn til møtet")
    leader.sees("Møtet er kalt inn.")


def the_new_member_and_the_university_get_the_invitation(company: Company, new: Person) -> None:
    """The invitation goes into a calendar, and is answered in the portal."""
    mail = new.gets_mail(f"Innkalling til møte: {MEETING}")
    calendars = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    assert "METHOD:REQUEST" in calendars[0].get_content()
    university = company.university
    university.opens_mail(f"Innkalling til møte: {MEETING}")
    university.goes_on("Svar")
    university.ticks("Kommer")
    university.press("Send svaret")
    university.sees(MEETING)


def the_meeting_stands_in_the_wheel(company: Company) -> None:
    """In the picture, in the list and in the table."""
    leader = company.leader
    opens(leader, "Årshjul")
    assert leader.page.get_by_text(MEETING).count() >= len(("list", "table"))


def the_governors_letter_is_passed_on(company: Company, new: Person) -> None:
    """The case officer writes to the leaders; one passes it on; the office sees who has it."""
    officer, leader = company.officer, company.leader
    officer.goes_to("/nettverk/meldinger/ny/")
    officer.press("Neste")
    officer.writes("Emne", SUBJECT)
    officer.writes("Melding", "Tallene fra registeret er klare. Si fra om noe ikke stemmer.")
    officer.page.locator("button[form=main-form]").click()
    officer.sees("Meldingen er sendt til")
    page = officer.page.url

    leader.opens_mail(SUBJECT)
    leader.press("Send videre")
    leader.press("Send videre")
    new.opens_mail(SUBJECT)
    new.sees("Tallene fra registeret er klare.")
    officer.page.goto(page)
    officer.page.get_by_role("row", name=NETWORK).get_by_text("1", exact=True).first.wait_for()


def the_plan_is_adopted_and_public(company: Company) -> None:
    """The university has approved the draft; the leader approves and adopts, and anybody can read it."""
    leader = company.leader
    opens(leader, "Langsiktig plan")
    leader.press(f"Godkjenn for {NETWORK}")
    leader.press("Vedta planen")
    leader.press("Vedta planen")
    leader.sees("Planen er vedtatt, og alle kan lese den.")
    passer_by = company.comes("forbipasserende@example.no")
    passer_by.goes_to("/planer/")
    passer_by.press(NETWORK)
    passer_by.sees("Alle barn er med i leken")


def opens(person: Person, tab: str) -> None:
    """Find the network, and the page of it called `tab`."""
    person.goes_to("/nettverk/")
    person.press(NETWORK)
    person.page.locator(".network-tabs").get_by_role("link", name=tab, exact=True).click()
    person.page.wait_for_load_state()
