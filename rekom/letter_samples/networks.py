"""Samples of the letters about seats, meetings, plans, changes of bodies, later dates and inquiries."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from rekom.letter_samples.letter import (
    COLLEAGUE,
    COMMENT,
    DUE_AT,
    KINDERGARTEN,
    NETWORK,
    OWNER,
    SENT_AT,
    YEAR,
    Letter,
)

MEETING_AT = "2030-03-12T08:00:00+00:00"


def _invited() -> dict[str, Any]:
    return {"role": _("Kindergarten owner"), "body": OWNER}


def _invitation() -> dict[str, Any]:
    path = "/invitasjon/…/"
    return {
        "by": COLLEAGUE,
        "role": _("Network leader"),
        "body": NETWORK,
        "stands_in_for": "",
        "takes_over_from": "Prøve Person",
        "expires_at": DUE_AT,
        "invitation_pk": 1,
        "path": path,
        "personal_path": path,
    }


def _ended() -> dict[str, Any]:
    return {
        "role": _("Network leader"),
        "body": NETWORK,
        "last_on": "2029-12-31",
        "is_now": False,
        "successor": COLLEAGUE,
        "path": "/meg/",
    }


def _corrected() -> dict[str, Any]:
    return {"by": COLLEAGUE, "email": "prove.person@example.no", "path": "/meg/"}


def _later(**more: Any) -> dict[str, Any]:
    """A later date for one body and one duty."""
    body = f"{OWNER} – {NETWORK}"
    return {"by": COLLEAGUE, "duty": _("Needs report"), "body": body, "year": YEAR, "path": "/behov/", **more}


def _inquiry(**more: Any) -> dict[str, Any]:
    return {
        "inquiry": 1,
        "title": "Antall ansatte uten norskprøve",
        "question": "Hvor mange ansatte hos dere har ikke tatt norskprøve?\nSvar med et tall.",
        "year": YEAR,
        "due_at": DUE_AT,
        "closes": True,
        "bodies": [OWNER, KINDERGARTEN],
        "path": "/nettverk/",
        **more,
    }


def _impartiality(**more: Any) -> dict[str, Any]:
    return {
        "who": COLLEAGUE,
        "case": "Innstilling & prioritering",
        "line": NETWORK,
        "meeting": "Samarbeidsforum i mars",
        "starts_at": DUE_AT,
        "path": "/nettverk/",
        **more,
    }


def _meeting(**more: Any) -> dict[str, Any]:
    """A meeting of the cooperation forum."""
    return {
        "title": "Samarbeidsforum i mars",
        "body": "Samarbeidsforum Prøvefylket",
        "starts_at": MEETING_AT,
        "ends_at": "2030-03-12T14:00:00+00:00",
        "place": "Møterom Lek & lær, Prøveveien 1",
        "link": "https://video.example.no/mote",
        "path": "/nettverk/moter/",
        **more,
    }


def _agenda(**more: Any) -> dict[str, Any]:
    cases = ["Innstilling for 2030", "Seminar for partnerskapene & veien videre", "Eventuelt"]
    return _meeting(cases=cases, papers=2, notice="Det blir lunsj klokka 12.", **more)


def _changes() -> list[dict[str, str]]:
    return [
        {"what": "time", "before": "2030-03-11T08:00:00+00:00"},
        {"what": "place", "before": "Rådhuset", "after": "Møterom Lek & lær, Prøveveien 1"},
        {"what": "case_added", "after": "Seminar for partnerskapene & veien videre"},
    ]


def _plan(**more: Any) -> dict[str, Any]:
    """A network's long-term plan."""
    return {
        "title": "Langsiktig plan for Prøvenettverket & naboene",
        "body": NETWORK,
        "by": COLLEAGUE,
        "path": "/nettverk/",
        **more,
    }


def _changed() -> dict[str, Any]:
    """A kindergarten is sold."""
    path = "/nettverk/barnehager/1/"
    sale = {
        "what": "new_owner",
        "name": KINDERGARTEN,
        "before": "Solstua & Måneskinn AS",
        "after": OWNER,
        "on": "2030-02-01",
        "path": path,
    }
    return {
        "changes": [sale],
        "has_new_owner": True,
        "has_moved": False,
        "has_taken_up": False,
        "path": path,
        "is_own_page": False,
    }


def _message() -> dict[str, Any]:
    return {
        "subject": "Samling for alle & frist for påmelding",
        "text": "Vi møtes på rådhuset.\nMeld dere på innen 1. mars.",
        "greeting": "Les dette & snakk om det på personalmøtet.",
        "by": COLLEAGUE,
        "by_email": "lise.lekeland@example.no",
        "body": NETWORK,
        "first_body": "Statsforvalteren i Prøvefylket",
        "files": ["Program & påmelding.pdf"],
        "path": "/nettverk/meldinger/mine/",
    }


LETTERS = {
    "networks/message": Letter(gettext_lazy("Message to many"), _message),
    "networks/invitation_sent": Letter(gettext_lazy("Invitation to a role"), _invitation),
    "networks/invited": Letter(gettext_lazy("Welcome to a role"), _invited),
    "networks/seat_ended": Letter(gettext_lazy("A role ends"), _ended),
    "networks/email_corrected": Letter(gettext_lazy("An e-mail address is corrected"), _corrected),
    "networks/dispensation_asked": Letter(
        gettext_lazy("A new deadline is asked for"),
        lambda: _later(reason="Sykdom & ferie.", wanted_on="2029-12-15", due_at=DUE_AT),
    ),
    "networks/dispensation_withdrawn": Letter(
        gettext_lazy("A request for a new deadline is withdrawn"), _later
    ),
    "networks/dispensation_granted": Letter(
        gettext_lazy("A new deadline is given"), lambda: _later(reason="Sykdom & ferie.", due_at=DUE_AT)
    ),
    "networks/dispensation_declined": Letter(
        gettext_lazy("A new deadline is not given"),
        lambda: _later(answer="Fristen er kjent siden august.", closes=False, due_at=DUE_AT),
    ),
    "networks/impartiality_declared": Letter(
        gettext_lazy("Somebody may be disqualified in a case"), _impartiality
    ),
    "networks/impartiality_decided": Letter(
        gettext_lazy("The meeting has decided on somebody's impartiality"),
        lambda: _impartiality(is_recused=True, sees_papers=False, reason="Leder nettverket det gjelder."),
    ),
    "networks/meeting_called": Letter(gettext_lazy("Invitation to a meeting"), _agenda),
    "networks/meeting_changed": Letter(
        gettext_lazy("A meeting is changed"), lambda: _agenda(changes=_changes(), must_answer=True)
    ),
    "networks/meeting_cancelled": Letter(
        gettext_lazy("A meeting is cancelled"), lambda: _meeting(reason="For få kan komme & saken kan vente.")
    ),
    "networks/meeting_uncalled": Letter(gettext_lazy("Somebody is no longer called to a meeting"), _meeting),
    "networks/meeting_taken_off": Letter(
        gettext_lazy("Somebody is taken off the list of a meeting"),
        lambda: _meeting(reason="Saken gjelder & angår bare Prøvedal."),
    ),
    "networks/meeting_stands_in": Letter(
        gettext_lazy("A substitute is called to a meeting"), lambda: _agenda(absent="Prøve Medlem")
    ),
    "networks/meeting_stands_down": Letter(
        gettext_lazy("A substitute is no longer needed in a meeting"), lambda: _meeting(absent="Prøve Medlem")
    ),
    "networks/meeting_minutes_sent": Letter(
        gettext_lazy("Minutes are sent"), lambda: _meeting(number="M-2030-50-1-1")
    ),
    "networks/meeting_minutes_corrected": Letter(
        gettext_lazy("Minutes are corrected"),
        lambda: _meeting(number="M-2030-50-1-2", reason="Navnet på møtelederen var feil."),
    ),
    "networks/plan_approved": Letter(
        gettext_lazy("One side has approved the long-term plan"),
        lambda: _plan(side=NETWORK, left=["Prøve høgskole"]),
    ),
    "networks/plan_approval_lost": Letter(
        gettext_lazy("An approval of the long-term plan has fallen"),
        lambda: _plan(changes=["«Mål 1: Lek & læring» er endret", "Ny: Mål 3: Laget rundt barnet"]),
    ),
    "networks/plan_adopted": Letter(
        gettext_lazy("The long-term plan is adopted"),
        lambda: _plan(number="P-2030-50-3", public_path="/planer/1/"),
    ),
    "networks/bodies_changed": Letter(
        gettext_lazy("A kindergarten is sold, moved or closed, or bodies are merged"), _changed
    ),
    "networks/inquiry_sent": Letter(gettext_lazy("An inquiry is sent"), _inquiry),
    "networks/inquiry_cancelled": Letter(
        gettext_lazy("An inquiry is cancelled"), lambda: _inquiry(reason="Vi fant svaret selv.")
    ),
    "networks/inquiry_date_changed": Letter(gettext_lazy("An inquiry has a new date"), _inquiry),
    "networks/inquiry_answered": Letter(
        gettext_lazy("Receipt for an answer to an inquiry"),
        lambda: _inquiry(sent_at=SENT_AT, is_late=True),
    ),
    "networks/inquiry_answer_returned": Letter(
        gettext_lazy("An answer to an inquiry is returned"), lambda: _inquiry(comment=COMMENT)
    ),
}
