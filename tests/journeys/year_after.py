"""The year after: what came of the money."""

import re
from datetime import date

from tests.journeys.company import NETWORK, OWNER, STUDENT, TITLE, UNIVERSITY, WHY, YEAR, Company
from tests.journeys.person import Person

REPORT = f"Rapport .*{YEAR}"
DONE = "Fire samlinger, og veiledning i hver barnehage."


def network_and_university_report(company: Company) -> None:
    """In May they tell together what came of the measures, and each what its own money was used for."""
    company.it_becomes(date(YEAR + 1, 5, 26), "09:00")
    for person, name in ((company.leader, NETWORK), (company.university, UNIVERSITY)):
        person.takes_up(REPORT)
        _tell_of_the_measures(person)
        person.takes_up(REPORT)
        person.press("Neste")
        _tell_of_the_money(person)
        person.press("Neste")
        _answer_the_questions(person)
        person.press("Neste")  # no attachments
        person.press("Send rapporten")
        person.sees("Rapporten er sendt. Du får en kvittering på e-post.")
        person.gets_mail(f"Kvittering: Rapporten for {name}, {YEAR}, er sendt")


def _tell_of_the_measures(person: Person) -> None:
    """Whoever comes first writes about each measure; both approve it."""
    page = person.page
    person.sees(TITLE)
    measures = [link.get_attribute("href") for link in page.locator("main tbody th a").all()]
    assert measures
    for address in measures:
        person.goes_to(address or "")
        if page.get_by_role("link", name="Begynn", exact=True).count():
            person.press("Begynn")
            _write_facts(person)
        page.get_by_role("button", name=re.compile("^Godkjenn for")).first.click()
        page.wait_for_load_state()


def _write_facts(person: Person) -> None:
    page = person.page
    page.locator("[name=carried_out][value=fully]").check()
    page.locator("[name=attainment][value=mostly]").check()
    page.locator("[name=done]").fill(DONE)
    page.locator("[name=signs]").fill("Personalet forteller at flere barn er med i leken.")
    page.locator("[name=staff_reached]").fill("20")
    for box in page.locator("textarea[name^=answer_]").all():
        box.fill("Flere barn leker sammen.")
    with page.expect_navigation():
        page.locator("button.ds-button[form=main-form]").last.click()


def _tell_of_the_money(person: Person) -> None:
    """All is used. What the portal knows is filled in, so those lines are not opened."""
    page = person.page
    if page.get_by_role("link", name="Fortsett med neste linje").count():
        person.press("Fortsett med neste linje")
    while page.locator("[data-had]").count():
        page.locator("[name=kind_teaching]").fill(page.locator("[data-had]").get_attribute("data-had") or "")
        if page.locator("[name=done]").count():
            page.locator("[name=done]").fill(DONE)
            page.locator("[name=attainment][value=fully]").check()
        person.goes_on("Lagre og neste linje")


def _answer_the_questions(person: Person) -> None:
    page = person.page
    person.writes("Sammendrag", "Vi har arbeidet med lek og språk, og ser at flere barn er med.")
    for box in page.locator("textarea[name^=answer_]").all():
        box.fill("Vi møttes hver måned.")
    person.goes_on("Neste")


def the_officer_approves_the_reports(company: Company) -> None:
    """The case officer reads both, and approves; owner and leader are told."""
    officer = company.officer
    for name in (NETWORK, UNIVERSITY):
        officer.opens_mail(f"Rapport mottatt: {name}, {YEAR}")
        officer.sees(DONE)
        officer.press("Godkjenn")
        officer.press("Godkjenn rapporten")
    company.leader.opens_mail(f"Rapporten for {NETWORK}, {YEAR}, er godkjent")
    company.leader.sees("Godkjent")
    company.university.opens_mail(f"Rapporten for {UNIVERSITY}, {YEAR}, er godkjent")
    officer.goes_to(f"/rapport/oversikt/{YEAR}/")
    officer.sees(NETWORK)


def the_officer_follows_the_money(company: Company) -> None:
    """From the report to the need that it answers, and back to the letter: two clicks each way."""
    officer = company.officer
    officer.goes_to(f"/rapport/?aar={YEAR}")
    officer.press(NETWORK)
    _follow_the_money(officer)
    officer.sees(TITLE)
    officer.press(OWNER)
    officer.sees(WHY)
    _follow_the_money(officer)
    officer.sees(NETWORK)


def _follow_the_money(person: Person) -> None:
    person.page.get_by_role("link", name=re.compile("^Følg pengene")).first.click()
    person.page.wait_for_load_state()


def a_passer_by_reads_where_the_money_went(company: Company) -> None:
    """Without signing in: who got what, for what, and in short what came of it."""
    visitor = Person(company.portal, company.browser, "nobody")
    visitor.goes_to(f"/apent/{YEAR}/")
    visitor.press(NETWORK)
    visitor.sees(TITLE)
    visitor.sees("flere barn er med")
    assert STUDENT not in visitor.page.content()
    visitor.leaves()
