"""Autumn: the kindergarten says what it needs, and the owner reports it to the network."""

import re

from tests.journeys.company import (
    GOAL,
    KINDERGARTEN,
    NETWORK,
    OWNER,
    STUDENT,
    STUDENT_EMAIL,
    WAY,
    WHY,
    YEAR,
    Company,
)


def the_head_shares_the_assessment(company: Company) -> None:
    """The head goes on with the draft, writes why, and shares it with the owner."""
    head = company.head
    head.takes_up(f"Barnehagens egen vurdering for {YEAR}")
    head.writes("Språk, lek og miljø", WHY)
    head.ticks("Barnehagelærere")
    head.writes("Når var de med?", "På planleggingsdagen i oktober")
    head.writes("Hvordan har personalet vært med?", "I grupper, og så i hvert team.")
    head.goes_on("Lagre og del med eier")
    head.sees("Vurderingen er delt med eier.")
    head.has_done(f"Barnehagens egen vurdering for {YEAR}")


def the_owner_sends_the_needs_report(company: Company) -> None:
    """The owner is told by mail, reads the head's words beside the form, adds a need, and gets a receipt."""
    owner = company.owner
    owner.opens_mail(f"{KINDERGARTEN} har delt vurderingen sin for {YEAR}")
    owner.sees(WHY)
    owner.takes_up(f"Behovsmelding for {YEAR} til {NETWORK}")
    owner.page.locator("summary", has_text=KINDERGARTEN).click()
    owner.sees(WHY)
    _add_a_need(company)
    for _step in ("Hvem som har vært med", "Samarbeid", "Vedlegg", "Se over og send"):
        owner.goes_on("Neste")
    owner.sees(WHY)
    owner.press(f"Send til {NETWORK}")
    owner.sees("Behovsmeldingen er sendt. Du får en kvittering på e-post.")
    owner.opens_mail(f"Kvittering: behovsmelding for {YEAR} til {NETWORK}")
    owner.sees(GOAL)
    owner.has_done(f"Behovsmelding for {YEAR} til {NETWORK}")


def _add_a_need(company: Company) -> None:
    """One need more than those in the draft, saved with gaps first; then the most important one."""
    owner = company.owner
    owner.goes_on("Legg til et behov")
    page = owner.page
    owner.chooses("Tema", "Språk, lek og miljø")
    owner.writes("Hvorfor trenger dere dette?", WHY)
    owner.goes_on("Lagre og se alle behovene")
    owner.goes_on("Se over og send")
    page.get_by_role("link", name=re.compile("Velg barnehager")).click()
    page.get_by_label(KINDERGARTEN).check()
    owner.writes("Hva vil dere oppnå?", GOAL)
    owner.writes("Hvordan vil dere arbeide?", WAY)
    page.get_by_label("Når vil dere starte?").select_option(index=1)
    page.get_by_label("Hvor lenge?").select_option(index=2)
    owner.goes_on("Lagre og se alle behovene")
    card = page.locator(".ranking-card", has_text=WHY[:30])
    for _place in range(page.locator(".ranking-card").count() - 1):
        card.locator("button[value$=':up']").click()
    page.locator("#saved").get_by_text("Lagret").wait_for()


def the_leader_reads_the_needs_report(company: Company) -> None:
    """The network's leader is told by mail, too."""
    company.leader.opens_mail(f"Behovsmelding for {YEAR} fra {OWNER}")
    company.leader.sees(WHY)


def the_head_nominates_an_employee(company: Company) -> None:
    """An employee studies; the head proposes the name, the owner confirms it, and both get a receipt."""
    head = company.head
    head.takes_up(f"Ansatte som studerer i {YEAR}")
    head.writes("Navn på den ansatte", STUDENT)
    head.writes("E-post til den ansatte", STUDENT_EMAIL)
    head.chooses("Type studium", "Veilederutdanning")
    head.goes_on("Neste")
    head.writes("Navn på studiet", "Veiledning for praksislærere")
    head.writes("Hvor?", "DMMH")
    head.writes("Studiepoeng", "15")
    head.chooses("Studieår", "1. år")
    head.writes("Stilling i prosent", "100")
    head.writes("Beløp", "40 000")
    head.goes_on("Se over og foreslå")
    head.press("Foreslå for eieren")
    head.sees("Eieren er bedt om å bekrefte.")
    company.owner.opens_mail(f"{KINDERGARTEN} foreslår en ansatt til støtte: bekreft")
    company.owner.goes_on("Se over og bekreft")
    company.owner.press("Bekreft og send til nettverket")
    company.owner.sees("Du får en kvittering på e-post.")
    head.opens_mail(f"En innmelding fra {KINDERGARTEN} er sendt")
    head.sees(STUDENT)
