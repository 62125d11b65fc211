"""The year after: what came of the money."""

import re
from datetime import date

from tests.journeys.company import NETWORK, TITLE, UNIVERSITY, YEAR, Company
from tests.journeys.person import Person

REPORT = f"Rapport .*{YEAR}"


def network_and_university_report(company: Company) -> None:
    """In May they report, line by line, after a reminder by mail."""
    company.it_becomes(date(YEAR + 1, 5, 26), "09:00")
    for person, name in ((company.leader, NETWORK), (company.university, UNIVERSITY)):
        person.takes_up(REPORT)
        _write_report(person)
        person.press("Send rapporten")
        person.sees("Rapporten er sendt. Du får en kvittering på e-post.")
        person.gets_mail(f"Kvittering: Rapporten for {name}, {YEAR}, er sendt")


def _write_report(person: Person) -> None:
    """All the money is used; every line says what was done, and how far the goal was reached."""
    page = person.page
    if page.get_by_role("link", name="Begynn på rapporten").count():
        person.press("Begynn på rapporten")
    person.sees(TITLE)
    for index in range(page.locator("section[aria-labelledby^='line-']").count()):
        row = page.locator("section[aria-labelledby^='line-']").nth(index)
        row.get_by_label("Brukt", exact=True).fill(_granted(row.inner_text()))
        row.get_by_label("Ubrukt", exact=True).fill("0")
        row.get_by_label("Hva ble gjort?").fill("Fire samlinger, og veiledning i hver barnehage.")
        row.get_by_label("Nådd", exact=True).check()
        row.get_by_label("Hva bygger dere det på?").fill("Personalet forteller at flere barn er med i leken.")
    person.writes("Sammendrag", "Vi har arbeidet med lek og språk, og ser at flere barn er med.")
    person.press("Lagre og se over")


def _granted(text: str) -> str:
    """'Dere har 600 000 kr til dette.' -> '600 000'."""
    found = re.search(r"har ([\d\s]+)kr", text)
    assert found, text
    return found.group(1)


def the_officer_approves_the_reports(company: Company) -> None:
    """The case officer reads both, and approves; owner and leader are told."""
    officer = company.officer
    for name in (NETWORK, UNIVERSITY):
        officer.opens_mail(f"Rapport mottatt: {name}, {YEAR}")
        officer.sees("Fire samlinger, og veiledning i hver barnehage.")
        officer.press("Godkjenn")
        officer.press("Godkjenn rapporten")
    company.leader.opens_mail(f"Rapporten for {NETWORK}, {YEAR}, er godkjent")
    company.leader.sees("Godkjent")
    company.university.opens_mail(f"Rapporten for {UNIVERSITY}, {YEAR}, er godkjent")
    officer.goes_to(f"/rapport/oversikt/{YEAR}/")
    officer.sees(NETWORK)
