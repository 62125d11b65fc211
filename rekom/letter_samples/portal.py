"""Samples of the letters that the portal sends by itself: reminders, digests, addresses that do not work."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common import dates
from common.clock import oslo
from rekom.letter_samples.letter import COLLEAGUE, KINDERGARTEN, NETWORK, OWNER, PERSON, YEAR, Letter

DUE = oslo(YEAR - 1, 12, 1, 23, 59, 59)


def _both() -> dict[str, Any]:
    return {
        "duty": "needs_report",
        "round": 1,
        "offset": "7",
        "bodies": [_body(f"{OWNER} – {NETWORK}", PERSON), _body(KINDERGARTEN, COLLEAGUE)],
        "title": _("Needs report for %(year)s") % {"year": YEAR},
        "due": dates.instant(DUE),
        "due_day": dates.day(DUE),
        "closes": True,
        "path": "/behov/",
    }


def _body(name: str, people: str) -> dict[str, str]:
    return {"due": "1", "key": "1-1-0", "name": name, "people": people, "title": "", "date": ""}


def _duty(*, days: int, helpers: bool = False) -> dict[str, Any]:
    return {
        **_both(),
        "ask": _("Tell the network what your kindergartens need. No new needs? Say so in the same place."),
        "days": days,
        "decline_path": "/behov/",
        "helpers": [{"name": COLLEAGUE, "email": "lise@example.no"}] if helpers else [],
    }


def _digest() -> dict[str, Any]:
    networks = [
        {"key": 1, "name": NETWORK, "done": [OWNER], "begun": ["Trollskogen AS"], "not_begun": [KINDERGARTEN]}
    ]
    return {
        "round": 1,
        "duty": "needs_report",
        "year": YEAR,
        "due": dates.instant(DUE),
        "days": 9,
        "path": "/behov/",
        "networks": networks,
    }


def _reminded() -> dict[str, Any]:
    return {
        **_duty(days=7),
        "is_past": False,
        "has_closed": False,
        "sender": COLLEAGUE,
        "line": _("Call me if there is anything I can help with."),
    }


def _refused() -> dict[str, Any]:
    return {
        "name": PERSON,
        "email": "prove.person@example.no",
        "roles": [f"{_('Kindergarten owner')}: {OWNER}"],
        "can_correct": False,
        "officers": [{"name": COLLEAGUE, "email": "lise@example.no"}],
        "path": "/nettverk/",
    }


LETTERS = {
    "rekom/address_refused": Letter(gettext_lazy("An e-mail address does not work"), _refused),
    "rekom/duty_opens": Letter(gettext_lazy("Something has opened"), lambda: _duty(days=30)),
    "rekom/duty_reminder": Letter(gettext_lazy("Reminder before a deadline"), lambda: _duty(days=7)),
    "rekom/duty_overdue": Letter(
        gettext_lazy("Reminder after a deadline"), lambda: _duty(days=-1, helpers=True)
    ),
    "rekom/duty_overdue_above": Letter(gettext_lazy("Who has not answered after a deadline"), _both),
    "rekom/week_digest": Letter(gettext_lazy("The week's digest to network leaders"), _digest),
    "rekom/reminded_now": Letter(gettext_lazy("Reminder from a person"), _reminded),
}
