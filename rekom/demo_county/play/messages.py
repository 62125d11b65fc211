"""Autumn: the county governor writes to the networks' leaders, most pass it on; the home network keeps documents."""

from datetime import date, datetime, timedelta
from functools import partial
from html import escape

from common.attachments import Upload, checked
from common.clock import oslo
from common.documents.pdf import make_pdf
from networks.models import Message, Network, NetworkDocument
from networks.services.documents import DocumentInput, add_document
from networks.services.messages import open_message, pass_on_message, send_message
from networks.states import DocumentAudience, DocumentKind, MessageGroup
from rekom.demo_county.play.stage import Event, Stage, chance
from rekom.demo_county.tables import HOME

PASSED_ON, OPENED = 0.8, 0.6
SUBJECT = "Slik søker dere om midler for {year}"
TEXT = """Behovsmeldingen er åpen. Eierne har frist 1. desember, og nettverkene 1. februar.

Vi ber lederne sende dette videre til medlemmene sine, og ta det opp på neste møte i nettverket.
Vedlagt ligger et infoskriv om individuelle tiltak."""
GREETING = "Hei! Les dette før neste møte. Vi går gjennom det sammen."
PAPERS = (
    (
        10,
        6,
        DocumentKind.PRESENTATION,
        "Oppstart i nettverket",
        "Presentasjon fra oppstarten: lek, språk og miljø.",
    ),
    (
        10,
        20,
        DocumentKind.INFORMATION,
        "Til nye styrer i nettverket",
        "Hva nettverket er, og hvordan du melder behov.",
    ),
    (11, 9, DocumentKind.OTHER, "Sjekkliste for samlinger i barnehagen", "For ressurspersonene."),
)
"""Month, day, kind, title and text of what the home network's leader lays among its documents each autumn."""


def message_events(stage: Stage, year: int) -> list[Event]:
    """The message goes out on 5 October; most leaders pass it on within two weeks, and many open it."""
    events = [Event(oslo(year - 1, 10, 5, 10), partial(_send, stage, year))]
    for network in stage.networks:
        luck = chance(year, "message", network.pk)
        if luck.random() < PASSED_ON:
            at = oslo(year - 1, 10, 5, 12) + timedelta(days=luck.randint(0, 13), minutes=luck.randint(0, 200))
            events.append(Event(at, partial(_pass_on, stage, year, network)))
    events.append(Event(oslo(year - 1, 10, 25, 12), partial(_open, stage, year)))
    home = next(network for network in stage.networks if network.name == HOME)
    for paper in PAPERS:
        at = oslo(year - 1, paper[0], paper[1], 14)
        events.append(Event(at, partial(_add, stage, home, paper)))
    return events


def _message(stage: Stage, year: int) -> Message:
    subject = SUBJECT.format(year=year)
    return Message.objects.get(county=stage.county, network__isnull=True, subject=subject)


def _send(stage: Stage, year: int, now: datetime) -> None:
    send_message(
        county=stage.county,
        groups=[MessageGroup.LEADERS],
        networks=stage.networks,
        subject=SUBJECT.format(year=year),
        text=TEXT,
        uploads=[
            _file(f"Infoskriv individuelle tiltak {year}", "Hvem som kan få støtte, og hvordan dere melder.")
        ],
        by=stage.case_officer,
        now=now,
    )


def _pass_on(stage: Stage, year: int, network: Network, now: datetime) -> None:
    pass_on_message(
        message=_message(stage, year),
        network=network,
        groups=[MessageGroup.MEMBERS, MessageGroup.OWNERS]
        if network.name == HOME
        else [MessageGroup.MEMBERS],
        greeting=GREETING,
        by=stage.leader(network),
        now=now,
    )


def _open(stage: Stage, year: int, now: datetime) -> None:
    """Somewhat more than half of those who got it have opened it."""
    first = _message(stage, year)
    for message in [first, *first.passed_on.order_by("pk")]:
        for row in message.recipients.select_related("person").order_by("pk"):
            if chance(year, "opened", row.pk).random() < OPENED:
                open_message(message=message, by=row.person, now=now)


def _add(
    stage: Stage, network: Network, paper: tuple[int, int, DocumentKind, str, str], now: datetime
) -> None:
    _month, _day, kind, title, text = paper
    title = f"{title} {now.year}"
    if NetworkDocument.objects.filter(network=network, title=title).exists():
        return
    add_document(
        network=network,
        typed=DocumentInput(
            kind=kind,
            audience=DocumentAudience.EVERYBODY,
            title=title,
            text=text,
            dated_on=date(now.year, now.month, now.day),
        ),
        upload=_file(title, text),
        by=stage.leader(network),
        now=now,
    )


def _file(title: str, text: str) -> Upload:
    """A PDF of one page that says so much, plainly from a demo."""
    html = (
        f'<!doctype html><html lang="nb"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f"<body><h1>{escape(title)}</h1><p>{escape(text)}</p><p>Dette er et dokument i en demo.</p></body></html>"
    )
    return checked(f"{title}.pdf", make_pdf(html, css="kept", identifier=title.encode()))
