"""Which cases a meeting of the cooperation forum is built from, and how they are worded until somebody words them
better. Source: "Langsiktig plan", Årshjul: key in January, recommendation in March, plan and seminar in September,
findings of the reports in November.
"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from networks.schemes import Scheme
from networks.states import AgendaKind

LANGUAGE = "nb"
"""What is written into an agenda is in bokmål, whoever plans the meeting."""


@dataclass(frozen=True)
class Wording:
    """A case as it is proposed: `%(year)s` is the grant year."""

    title: Any
    background: Any = ""
    proposal: Any = ""


WORDINGS = {
    AgendaKind.KEY: Wording(
        _("Allocation key for %(year)s"),
        _(
            "Each January the forum agrees on how the money for collective measures is shared out: a flat amount to "
            "each network, and the rest by the number of children, kindergartens or staff."
        ),
        _("The cooperation forum supports the allocation key for %(year)s as it is put before the meeting."),
    ),
    AgendaKind.RECOMMENDATION: Wording(
        _("Recommendation for %(year)s"),
        _(
            "The networks' decision bases and lists of nominations have come in. The forum recommends to the County "
            "Governor how the money for %(year)s is used."
        ),
        _("The cooperation forum recommends the allocation for %(year)s as it is put before the meeting."),
    ),
    AgendaKind.PLAN: Wording(
        _("Long-term plan"),
        _("Each autumn the forum goes through the long-term plan."),
        _(
            "The cooperation forum adopts the long-term plan with the changes that are put before the meeting."
        ),
    ),
    AgendaKind.SEMINAR: Wording(
        _("Seminar for the partnerships"),
        _("Networks and universities meet to learn from each other."),
        _("The cooperation forum supports the programme of the seminar."),
    ),
    AgendaKind.FINDINGS: Wording(
        _("Findings of the reports"),
        _("The reports that the recipients of grants have sent tell what was done and what came of it."),
        _("The cooperation forum takes note of the findings, and uses them in its further work."),
    ),
    AgendaKind.OTHER: Wording(_("Any other business")),
}


def proposed_cases(scheme: Scheme, month: int, year: int) -> list[dict[str, str]]:
    """The cases of the forum's meeting in this month, as columns of a case: none where the scheme has no meeting."""
    kinds = [kind for meeting in scheme.forum_meetings if meeting.month == month for kind in meeting.cases]
    return [worded(kind, year) for kind in kinds]


def worded(kind: AgendaKind, year: int | None) -> dict[str, str]:
    """A case of a kind as it is proposed, in bokmål. Without a year its title says none."""
    wording = WORDINGS[kind]
    with override(LANGUAGE):
        said = {"year": year or ""}
        texts = {name: str(getattr(wording, name)) for name in ("title", "background", "proposal")}
        return {"kind": kind.value, **{name: _filled(text, said) for name, text in texts.items()}}


def _filled(text: str, said: dict[str, Any]) -> str:
    return " ".join((text % said).split()) if "%(" in text else text
