"""Spring: four eyes on the decision, and the letters."""

import re
from datetime import date
from io import BytesIO
from pathlib import Path

from pypdf import PdfReader
from stdnum.no import kontonr, orgnr

from tests.journeys.company import GOAL, NETWORK, OFFICE, STUDENT, TITLE, UNIVERSITY, YEAR, Company
from tests.journeys.person import Person

DECISION = f"Vedtak og tilsagnsbrev for {YEAR}"
REASONS = "Vi følger samarbeidsforumets innstilling. Tiltakene bygger på barnehagenes egne behov."


def the_officer_prepares_the_decision(company: Company) -> None:
    """The grants are made from the recommendation; the case officer writes the reasons."""
    company.it_becomes(date(YEAR, 4, 1))
    officer = company.officer
    officer.takes_up(DECISION)
    officer.press("Lag tilskuddene")
    officer.press("Skriv begrunnelsen")
    officer.writes("Begrunnelse for vedtaket", "Vi følger innstillingen.")
    officer.press("Lagre")
    _send_for_approval(officer)
    assert officer.page.get_by_role("link", name="Godkjenn", exact=True).count() == 0


def the_approver_sends_it_back(company: Company) -> None:
    """The reasons are too short."""
    approver = company.approver
    approver.opens_mail(f"Vedtaket for {YEAR} venter på at du godkjenner")
    approver.press("Send tilbake")
    approver.writes("Hva må endres?", "Skriv mer om hvordan tiltakene bygger på behovene.")
    approver.press("Send tilbake")


def the_officer_prepares_again(company: Company) -> None:
    """The case officer reads why, and writes more."""
    officer = company.officer
    officer.opens_mail(f"Vedtaket for {YEAR} er sendt tilbake til deg")
    officer.sees("Skriv mer om hvordan tiltakene bygger på behovene.")
    officer.press("Skriv begrunnelsen")
    officer.writes("Begrunnelse for vedtaket", REASONS)
    officer.press("Lagre")
    _send_for_approval(officer)


def the_approver_approves(company: Company) -> None:
    """Another person than the one who prepared it."""
    approver = company.approver
    approver.goes_to(f"/tilskudd/{YEAR}/vedtak/")
    approver.sees(REASONS)
    approver.press("Godkjenn")
    approver.press("Godkjenn")
    company.officer.gets_mail(f"Vedtaket for {YEAR} er godkjent")


def the_letters_are_issued(company: Company) -> None:
    """Each recipient gets a letter in the portal, and a mail about it."""
    officer = company.officer
    officer.takes_up(DECISION)
    officer.press("Send brevene")
    officer.press("Send brevene")
    officer.sees("Se brevene")  # the workers have made them all; the page has looked again by itself
    officer.has_done(DECISION)


def the_recipients_read_their_letters(company: Company, folder: Path) -> None:
    """Leader and university download their letters; they say what a letter must say, and name no student."""
    network = _letter_of(company.leader, NETWORK, folder / "nettverk.pdf")
    university = _letter_of(company.university, UNIVERSITY, folder / "universitet.pdf")
    _says_all(network, "Melhus kommune", amount="600 000")
    _says_all(university, UNIVERSITY, amount="300 000")


def _letter_of(person: Person, name: str, file: Path) -> str:
    """The letter of this year, as plain text without line breaks."""
    person.opens_mail(f"Tilsagnsbrev for {YEAR} fra {OFFICE}")
    row = person.page.get_by_role("row").filter(has_text=name).filter(has_text=str(YEAR)).first
    with person.page.expect_download() as waiting:
        row.get_by_role("link", name="Last ned PDF").click()
    waiting.value.save_as(file)
    pages = PdfReader(BytesIO(file.read_bytes())).pages
    return _plain(" ".join(page.extract_text() for page in pages))


def _says_all(letter: str, recipient: str, *, amount: str) -> None:
    """Who, how much, for what, and by when to report (the rest is held by the letter's own tests)."""
    for words in (
        recipient,
        f"{amount} kr",
        TITLE,
        f"Frist for rapport 15. juni {YEAR + 1}",
        REASONS,
        "Klage",
    ):
        assert words in letter, f"{words!r} is missing: {letter}"
    org_number = re.search(r"Organisasjonsnummer (\d{3} \d{3} \d{3})", letter)
    account = re.search(r"Kontonummer (\d{4}\.\d{2}\.\d{5})", letter)
    assert org_number
    assert orgnr.is_valid(org_number.group(1))
    assert account
    assert kontonr.is_valid(account.group(1))
    assert STUDENT not in letter


def the_owner_sees_what_became_of_the_need(company: Company) -> None:
    """The need has come through."""
    owner = company.owner
    owner.goes_to(f"/tilskudd/behov/?aar={YEAR}")
    need = _plain(owner.page.locator("article").filter(has_text=GOAL).inner_text())
    for words in ("Tilsagn", TITLE, "900 000 kr"):
        assert words in need


def _plain(text: str) -> str:
    """Without line breaks and no-break spaces."""
    return " ".join(text.split())


def _send_for_approval(officer: Person) -> None:
    officer.press("Send til godkjenning")
    officer.press("Send til godkjenning")
