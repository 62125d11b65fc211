"""The seven people of the journey, and the calendar on the wall."""

from datetime import date
from functools import cached_property

from playwright.sync_api import Browser

from tests.journeys.person import Person
from tests.journeys.portal import RunningPortal

KINDERGARTEN = "Trollløkka demobarnehage"
OWNER = "Fjordbarn Demo AS"
NETWORK = "Gauldalsregionen"
UNIVERSITY = "Dronning Mauds Minne Høgskole for barnehagelærerutdanning"
OFFICE = "Statsforvalteren i Trøndelag"
YEAR = 2027
STUDENT = "Silje Demostudent"
STUDENT_EMAIL = "silje@example.no"

TITLE = "Lek som arena for språk"
GOAL = "Alle barn skal ha noen å leke med, og ord for det de vil si."
WHY = "Vi ser at flere barn blir stående utenfor leken, og at vi voksne går inn for sent."
WAY = "Nettverkssamlinger, veiledning i barnehagen og prøving i egen praksis mellom samlingene."


class Company:
    """Everybody signs in by mail the first time that they are needed."""

    def __init__(self, portal: RunningPortal, browser: Browser) -> None:
        self.portal, self.browser = portal, browser
        self._here: list[Person] = []

    @cached_property
    def head(self) -> Person:
        """Head of the kindergarten."""
        return self._arrives("head")

    @cached_property
    def owner(self) -> Person:
        """Contact of the owner."""
        return self._arrives("owner")

    @cached_property
    def leader(self) -> Person:
        """Leader of the network."""
        return self._arrives("leader")

    @cached_property
    def university(self) -> Person:
        """Coordinator at the university."""
        return self._arrives("uh")

    @cached_property
    def forum(self) -> Person:
        """Member of the cooperation forum."""
        return self._arrives("forum")

    @cached_property
    def officer(self) -> Person:
        """Case officer at the county governor."""
        return self._arrives("case_officer")

    @cached_property
    def approver(self) -> Person:
        """Approver at the county governor."""
        return self._arrives("approver")

    def it_becomes(self, day: date, time: str = "10:00") -> None:
        """Move the demo's clock on its own page; what is due then happens at once."""
        page = self._clock.page
        self._clock.goes_to("/demo/klokke/")
        page.get_by_label("Dato").fill(day.isoformat())
        page.get_by_label("Klokkeslett").fill(time)
        self._clock.press("Flytt klokken")
        self._clock.sees("viser nå")

    def leave(self) -> None:
        """Everybody goes home; nobody has met an error in the browser."""
        for person in self._here:
            person.leaves()

    @cached_property
    def _clock(self) -> Person:
        return self._comes("head")

    def _arrives(self, role: str) -> Person:
        return self._comes(role).sign_in()

    def comes(self, email: str) -> Person:
        """Somebody else comes to the portal, not signed in."""
        return self._comes(email)

    def _comes(self, role: str) -> Person:
        person = Person(self.portal, self.browser, role)
        self._here.append(person)
        return person
