"""Summer: the governor pays the network, the network pays the owner, and the student says that the study goes on."""

from datetime import date

from tests.journeys.company import KINDERGARTEN, NETWORK, STUDENT, STUDENT_EMAIL, YEAR, Company
from tests.journeys.person import Person

GOES_ON = "Ja, studiet fortsetter"


def the_officer_pays_the_recipients(company: Company) -> None:
    """What is due goes to the accounts in one basis, and is marked as paid; the recipients are told."""
    company.it_becomes(date(YEAR, 4, 20))
    officer = company.officer
    officer.takes_up(f"Utbetaling til nettverkene for {YEAR}")
    officer.press("Lag utbetalingsgrunnlag")
    officer.goes_on("Lag utbetalingsgrunnlaget")
    officer.sees("Filene endres aldri")
    officer.goes_on("Merk som betalt")
    officer.sees("Betalingene er merket som betalt")
    company.leader.gets_mail(f"Betalt: tilskuddet til {NETWORK} {YEAR}")
    officer.has_done(f"Utbetaling til nettverkene for {YEAR}")


def the_leader_pays_the_spring_half(company: Company) -> None:
    """In May the owner gets half of the money with a letter; student and head are told."""
    company.it_becomes(date(YEAR, 5, 10))
    _pay(company, f"Vårutbetaling for {YEAR}", "Betal vårbeløpet")
    company.head.gets_mail(f"{NETWORK} har betalt støtte for våren")
    student = _student(company)
    student.gets_mail("Støtten til studiet ditt i vår er betalt")
    student.leaves()


def student_and_head_say_that_the_study_goes_on(company: Company) -> None:
    """In September both are asked: the student by a link without sign-in, the head in the portal."""
    company.it_becomes(date(YEAR, 9, 2))
    head, student = company.head, _student(company)
    student.opens_mail("Studerer du fortsatt?")
    student.sees(KINDERGARTEN)
    assert STUDENT not in student.page.content()
    student.ticks(GOES_ON)
    student.press("Send svaret")
    student.sees("Du har svart")
    student.leaves()
    head.opens_mail("Studerer disse ansatte fortsatt?")
    head.press(f"Svar {STUDENT}")
    head.ticks(GOES_ON)
    head.press("Send svaret")


def the_leader_pays_the_autumn_half(company: Company) -> None:
    """Both have said yes, so the rest is paid."""
    company.it_becomes(date(YEAR, 9, 15))
    _pay(company, f"Høstutbetaling for {YEAR}", "Betal høstbeløpet")
    company.leader.has_done(f"Høstutbetaling for {YEAR}")


def _pay(company: Company, duty: str, button: str) -> None:
    leader = company.leader
    leader.takes_up(duty)
    if leader.page.get_by_role("link", name=NETWORK, exact=True).count():
        leader.press(NETWORK)
    leader.press(button)
    leader.goes_on("Se over summen")
    leader.goes_on("Merk som betalt")


def _student(company: Company) -> Person:
    """The employee, who has no sign-in."""
    return Person(company.portal, company.browser, STUDENT_EMAIL)
