"""Writing: the demo's head saves, shares and takes back the kindergarten's assessment of the newest round."""

from html.parser import HTMLParser

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client
from django.urls import reverse

from networks.models import Round, User
from networks.roles import Role
from rekom.demo_roles import EMAILS
from tests.bench import load
from tests.bench.stage import Place


class FormReader(HTMLParser):
    """The values of a page's fields, as a browser would send them."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, str] = {}
        self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        name = found.get("name")
        if tag == "input" and name and found.get("type") not in ("submit", "checkbox", "radio"):
            self.values[name] = found.get("value") or ""
        if tag == "textarea" and name:
            self._area = name
            self.values[name] = ""

    def handle_data(self, data: str) -> None:
        if self._area:
            self.values[self._area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self._area = ""


def measure(place: Place, *, times: int) -> list[tuple[str, list[float]]]:
    """Milliseconds of each POST, by what it does. Raises RuntimeError when one is refused."""
    head = User.objects.get(email=EMAILS["head"])
    client = Client()
    client.force_login(head, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    seat = head.seats.get(role=Role.HEAD)
    year = Round.objects.latest("grant_year").grant_year
    spot = {"kindergarten": seat.kindergarten_id, "year": year}
    detail, edit, share, back = (
        reverse(f"needs:assessment_{verb}", kwargs=spot) for verb in ("detail", "edit", "share", "take_back")
    )
    quiet, saved, shared, taken = [], [], [], []
    for turn in range(max(5, times // 3)):
        quiet.append(_save(place, edit, session, do="autosave", text=f"Mens vi skriver {turn}", wanted=200))
        saved.append(_save(place, edit, session, do="save", text=f"Planleggingsdag {turn}", wanted=302))
        shared.append(_done(load.post(place, share, session, {}, page=edit)))
        taken.append(_done(load.post(place, back, session, {}, page=detail)))
    SessionStore(session).delete()
    return [("autosave", quiet), ("save a draft", saved), ("share (submit)", shared), ("take back", taken)]


def _save(place: Place, edit: str, session: str, *, do: str, text: str, wanted: int) -> float:
    """Open the form, change one text, and save it; who took part stays ticked."""
    reader = FormReader()
    reader.feed(load.get(place, edit, session)[2])
    values = {name: typed or "Noe vi trenger" for name, typed in reader.values.items()}
    changes = {"do": do, "staff_groups": "heads", "involved_when": text}
    return _done(load.post(place, edit, session, values | changes, page=edit), wanted)


def _done(answer: tuple[int, float], wanted: int = 302) -> float:
    status, took = answer
    if status != wanted:
        raise RuntimeError(f"refused with {status}")
    return took
