"""Autumn: the kindergarten says what it needs, and the owner reports it to the network."""

from tests.journeys.company import GOAL, KINDERGARTEN, NETWORK, OWNER, STUDENT, WAY, WHY, YEAR, Company


def the_head_shares_the_assessment(company: Company) -> None:
    """The head goes on with the draft, writes why, and shares it with the owner."""
    head = company.head
    head.takes_up(f"Barnehagens egen vurdering for {YEAR}")
    head.writes("Språk, lek og miljø", WHY)
    head.writes("Hvordan har personalet vært med?", "På planleggingsdagen i oktober, og i hvert team.")
    head.press("Lagre og del med eier")
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
    owner.press("Se over og send")
    owner.sees(WHY)
    owner.press(f"Send til {NETWORK}")
    owner.sees("Behovsmeldingen er sendt. Du får en kvittering på e-post.")
    owner.opens_mail(f"Kvittering: behovsmelding for {YEAR} til {NETWORK}")
    owner.sees(GOAL)
    owner.has_done(f"Behovsmelding for {YEAR} til {NETWORK}")


def _add_a_need(company: Company) -> None:
    """One row more, at the end of those in the draft; saved with gaps first."""
    owner = company.owner
    owner.press("Legg til et behov")
    row = owner.page.locator("fieldset.formset-row").last
    owner.sees("Det du har skrevet, blir lagret.")
    row.get_by_label("Tema", exact=True).select_option(label="Språk, lek og miljø")
    row.get_by_label("Hvorfor trenger dere dette?").fill(WHY)
    owner.press("Se over og send")
    owner.sees("mangler")
    owner.press("Tilbake til skjemaet")
    row.get_by_label(KINDERGARTEN).check()
    row.get_by_label("Hva vil dere oppnå?").fill(GOAL)
    row.get_by_label("Hvordan vil dere arbeide?").fill(WAY)
    row.get_by_label("Når vil dere starte?").select_option(index=1)
    row.get_by_label("Hvor lenge?").select_option(index=2)
    row.get_by_label("Prioritet").fill("1")


def the_leader_reads_the_needs_report(company: Company) -> None:
    """The network's leader is told by mail, too."""
    company.leader.opens_mail(f"Behovsmelding for {YEAR} fra {OWNER}")
    company.leader.sees(WHY)


def the_head_nominates_an_employee(company: Company) -> None:
    """An employee studies; the head sends the name to the network, and gets a receipt."""
    head = company.head
    head.takes_up(f"Ansatte som studerer i {YEAR}")
    head.writes("Navn på den ansatte", STUDENT)
    head.writes("E-post til den ansatte", "silje@example.no")
    head.chooses("Type studium", "Veilederutdanning")
    head.writes("Navn på studiet", "Veiledning for praksislærere")
    head.writes("Hvor?", "DMMH")
    head.writes("Studiepoeng", "15")
    head.writes("Stilling i prosent", "100")
    head.writes("Beløp", "40 000")
    head.press("Se over og send")
    head.press("Send til nettverket")
    head.sees("Du får en kvittering på e-post.")
    head.opens_mail(f"En innmelding fra {KINDERGARTEN} er sendt")
    head.sees(STUDENT)
