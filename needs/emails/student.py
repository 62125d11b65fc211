"""The letters to the student, who has no user. Only these hold the personal link."""

from datetime import datetime
from hashlib import sha256
from typing import Any

from common import outbox
from needs.emails.about import about_nomination
from needs.models import Nomination
from needs.queries.student import forgotten_on, student_path


def student_nominated(nomination: Nomination, *, now: datetime) -> None:
    """Tells the student what is stored, why, who sees it and for how long, with the link to correct it.

    Told once for each link: proposing, sending and sending again make one letter.
    """
    path = student_path(nomination)
    context = {
        **_said(nomination),
        "study_type": str(nomination.study_type or ""),
        "ects": f"{nomination.ects.normalize():f}".replace(".", ",") if nomination.ects is not None else "",
        "year_of_study": nomination.year_of_study,
        "position_percent": nomination.position_percent,
        "start_on": _iso(nomination.start_on),
        "end_on": _iso(nomination.end_on),
        "amount_nok": nomination.amount_nok,
        "email": nomination.student_email,
        "forgotten_on": forgotten_on(nomination.round).isoformat(),
        "path": path,
        "personal_path": path,  # staff read the letter without it
    }
    told = sha256(nomination.link_secret.encode()).hexdigest()[:12]
    _post("student_nominated", nomination, nomination.student_email, context, told, now=now)


def student_address_changed(nomination: Nomination, *, old_address: str, now: datetime) -> None:
    """Tells the old address that letters now go to another one, in case it was not the student who did it."""
    number = nomination.corrections.count()
    _post("student_address_changed", nomination, old_address, _said(nomination), str(number), now=now)


def student_withdrawn(nomination: Nomination, *, now: datetime) -> None:
    """Tells a student who has been told of the nomination that it is withdrawn."""
    context = {**_said(nomination), "forgotten_on": forgotten_on(nomination.round).isoformat()}
    _post("student_withdrawn", nomination, nomination.student_email, context, "once", now=now)


def student_decided(nomination: Nomination, *, correction: str = "", now: datetime) -> None:
    """Tells the student whether support is granted, and why not; the amount is for owner and head.

    `correction` is the number of the letter that corrects what was told before.
    """
    outcome = nomination.outcome
    context = {
        **_said(nomination),
        "is_granted": bool(outcome.granted_nok),
        "is_corrected": bool(correction),
        "reason": outcome.reason,
        "forgotten_on": forgotten_on(nomination.round).isoformat(),
    }
    if nomination.link_secret:
        path = student_path(nomination)
        context |= {"path": path, "personal_path": path}
    told = correction or "once"
    _post("student_decided", nomination, nomination.student_email, context, told, now=now)


def _said(nomination: Nomination) -> dict[str, Any]:
    county = nomination.round.county
    return {
        "kindergarten": nomination.kindergarten.name,
        "owner": nomination.kindergarten.owner.name,
        "study": nomination.study_name,
        "institution": nomination.institution,
        "year": nomination.round.grant_year,
        "office": county.office_name,
        "office_email": county.email,
    }


def _iso(value: Any) -> str:
    return value.isoformat() if value else ""


def _post(
    name: str, nomination: Nomination, address: str, context: dict[str, Any], what: str, *, now: datetime
) -> None:
    outbox.post(
        kind=f"needs/{name}",
        to=outbox.Addressee(nomination.student_name, address),
        context=context,
        key=f"{name}:{nomination.pk}:{what}",
        now=now,
        topics=about_nomination(nomination),
    )
