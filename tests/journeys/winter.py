"""Winter: network and university make the decision basis, the network ranks, the forum recommends."""

from datetime import date

from tests.journeys.company import (
    GOAL,
    KINDERGARTEN,
    NETWORK,
    OFFICE,
    OWNER,
    STUDENT,
    TITLE,
    UNIVERSITY,
    WAY,
    WHY,
    YEAR,
    Company,
)

CRITERIA = (
    "Bygger på barnehagenes egne behov",
    "Gjelder hele personalet",
    "Er utviklet i et likeverdig partnerskap",
    "Videreutvikler barnehagelærerutdanningen",
    "Ivaretar samiske perspektiver",
)
TEXTS = ("Hvilke tiltak blir prioritert?", "Hvordan oppfyller tiltakene kriteriene?", "Hvilke barnehageeiere og",
         "Hvordan er pengene fordelt?")  # fmt: skip
MEETING = f"Samarbeidsforum 3. mars {YEAR}"
CASE = f"Innstilling for {YEAR}"
BASIS = f"Beslutningsgrunnlag for {YEAR}, {NETWORK}"


def the_leader_builds_a_measure(company: Company) -> None:
    """In December the leader makes a measure of the owner's need, with a part for the university."""
    company.it_becomes(date(YEAR - 1, 12, 10))
    leader = company.leader
    leader.takes_up(BASIS)
    leader.page.locator("li", has_text=OWNER).filter(has_text=WHY[:40]).get_by_role("checkbox").check()
    leader.goes_on("Nytt tiltak av de valgte behovene")
    leader.sees("Alt lagres mens du skriver.")
    assert leader.page.get_by_label(KINDERGARTEN).is_checked()
    leader.writes("Tittel", TITLE)
    leader.writes("Arbeidsmåte", WAY)
    leader.writes("Deltakere", "Hele personalet i barnehagene som er med.")
    leader.writes("Arenaer", "Fire samlinger i året.")
    leader.writes("Beløp til nettverket", "600 000")
    leader.writes(f"Beløp til {UNIVERSITY}", "300 000")
    leader.writes(f"Dager fra {UNIVERSITY}", "6")
    for label in CRITERIA:
        leader.writes(label, f"Slik gjør vi det: {GOAL}")
    leader.goes_on("Lagre og gå tilbake")
    leader.sees("900 000 kr")


def the_leader_says_why_other_needs_wait(company: Company) -> None:
    """What no measure answers gets a reason; the same for all of them."""
    leader = company.leader
    if not leader.page.get_by_role("link", name="Si hvorfor de ikke er med", exact=True).count():
        return
    leader.goes_on("Si hvorfor de ikke er med")
    reasons = leader.page.locator("textarea[name^='reason_']")
    for number in range(reasons.count()):
        reasons.nth(number).fill("Nettverket samler seg om ett tiltak i år.")
    leader.goes_on("Lagre og gå tilbake")
    leader.sees("Nettverket samlet")


def the_leader_writes_about_the_network(company: Company) -> None:
    """The basis also says how the network thinks as a whole."""
    leader = company.leader
    leader.goes_on("Endre tekstene")
    leader.writes("Oversikt over behovene i nettverket", "Mange barnehager vil bli bedre på språk og lek.")
    leader.writes("Samiske perspektiver", "Vi bruker Gïele – samisk språk – i samlingsstunden.")
    leader.goes_on("Lagre og gå tilbake")
    leader.sees("Mange barnehager vil bli bedre på språk og lek.")


def the_officer_records_frame_and_key(company: Company) -> None:
    """In January the case officer records the frame; everybody sees at once what they can expect."""
    company.it_becomes(date(YEAR, 1, 11))
    officer = company.officer
    officer.takes_up(f"Ramme og fordelingsnøkkel for {YEAR}")
    officer.press("Registrer ramme og nøkkel")
    officer.writes("Ramme for året", "15 300 000")
    officer.page.get_by_label("Rammen er foreløpig").uncheck()
    officer.writes("Vekt på årsverk", "1")
    officer.press("Lagre")
    officer.sees("Rammen er registrert, og de forventede beløpene er lagt ut.")
    company.leader.takes_up(BASIS)
    company.leader.sees("Forventet")


def both_sides_approve_and_the_leader_sends(company: Company) -> None:
    """The leader approves, the university approves its part, and the basis goes to the county governor."""
    leader, university = company.leader, company.university
    leader.takes_up(BASIS)
    leader.press(f"Godkjenn for {NETWORK}")
    university.opens_mail(f"{NETWORK} har godkjent beslutningsgrunnlaget")
    university.sees(TITLE)
    university.press(f"Godkjenn for {UNIVERSITY}")
    leader.opens_mail(f"{UNIVERSITY} har godkjent beslutningsgrunnlaget")
    leader.goes_on("Se over og send")
    leader.sees(GOAL)
    leader.press("Send til Statsforvalteren")
    leader.sees("Du får en kvittering på e-post.")
    leader.gets_mail(f"Beslutningsgrunnlaget for {NETWORK}, {YEAR}, er sendt")
    company.officer.opens_mail(f"{NETWORK} har sendt beslutningsgrunnlaget for {YEAR}")
    company.officer.sees(TITLE)
    company.officer.goes_on("Godta")
    company.officer.press("Godta det")
    company.officer.sees("Statsforvalteren har godtatt beslutningsgrunnlaget.")
    leader.gets_mail(f"Beslutningsgrunnlaget for {NETWORK}, {YEAR}, er godtatt")


def the_leader_ranks_the_nominations(company: Company) -> None:
    """In February, when nobody can nominate any more, the leader puts the names in order and sends the list."""
    company.it_becomes(date(YEAR, 2, 15))
    leader = company.leader
    leader.takes_up(f"Nettverkets liste over studenter for {YEAR}")
    leader.goes_on("Prioriter")
    leader.sees(STUDENT)
    leader.writes("Merknad til Statsforvalteren", "De som er kommet lengst, står først.")
    leader.goes_on("Se over og send")
    leader.press("Send til Statsforvalteren")
    leader.sees("Du får en kvittering på e-post.")
    company.officer.gets_mail(f"{NETWORK} har sendt den prioriterte listen for {YEAR}")


def the_officer_calls_the_forum(company: Company) -> None:
    """The officer plans the forum's meeting in March, with the cases of the annual cycle, and calls its members."""
    officer = company.officer
    officer.goes_to("/nettverk/moter/")
    officer.press("Nytt møte")
    officer.writes("Tittel", MEETING)
    officer.writes("Dato", date(YEAR, 3, 3).isoformat())
    officer.page.get_by_label("Fra", exact=True).fill("09:00")
    officer.page.get_by_label("Til", exact=True).fill("12:00")
    officer.chooses("Tilskuddsår", str(YEAR))
    officer.goes_on("Lagre kladden")
    officer.sees(CASE)
    officer.goes_on("Se over og kall inn")
    officer.goes_on("Kall inn til møtet")
    company.forum.gets_mail(f"Innkalling til møte: {MEETING}")


def the_officer_runs_the_allocation(company: Company) -> None:
    """In March the portal shares the frame by the key."""
    company.it_becomes(date(YEAR, 3, 3))
    officer = company.officer
    officer.goes_to(f"/tilskudd/{YEAR}/fordeling/")
    officer.press("Beregn fordelingen")
    officer.sees("900 000")


def the_officer_writes_the_recommendation(company: Company) -> None:
    """The case officer is the forum's secretary."""
    officer = company.officer
    officer.takes_up(f"Innstilling for {YEAR}")
    officer.press("Skriv innstillingen")
    for label in TEXTS:
        officer.writes(label, "Forumet er enig om dette, slik det står i fordelingen.")
    officer.press("Lagre utkast")


def the_forum_agrees(company: Company) -> None:
    """The meeting opens, and the secretary records that all agree on the recommendation."""
    officer = company.officer
    officer.goes_to("/nettverk/moter/")
    officer.press(MEETING)
    officer.press("Åpne møtet")
    chair = officer.page.get_by_label("Hvem leder møtet?")
    chair.select_option(index=1)
    officer.goes_on("Åpne møtet")
    officer.press(CASE)
    officer.press("Alle er enige")
    officer.goes_on("Før inn at møtet er enig")


def the_forum_ranks_and_adopts(company: Company) -> None:
    """A member puts the individual measures in order without seeing a name, and adopts what is written."""
    forum = company.forum
    forum.takes_up(f"Innstilling for {YEAR}")
    forum.press("Prioriter individuelle tiltak")
    assert STUDENT not in forum.page.content()
    forum.press("Lagre prioriteringen")
    company.officer.goes_to(f"/tilskudd/{YEAR}/fordeling/")
    company.officer.press("Beregn fordelingen på nytt")
    forum.takes_up(f"Innstilling for {YEAR}")
    forum.press("Se over og vedta")
    forum.sees("Den kan ikke vedtas ennå")
    the_forum_agrees(company)
    forum.takes_up(f"Innstilling for {YEAR}")
    forum.press("Se over og vedta")
    forum.press("Vedta innstillingen")
    forum.has_done(f"Innstilling for {YEAR}")
    company.officer.gets_mail(f"Innstillingen for {YEAR} er vedtatt")
    assert OFFICE in company.officer.page.content()
