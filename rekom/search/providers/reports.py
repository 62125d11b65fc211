"""Reports on grants: what is written in them, for those who may read it."""

from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from networks.roles import LEADERS, STAFF, Role, bodies, holds
from rekom.search.asked import Asked
from rekom.search.found import NOTHING, Found, Hit, join, page_of
from rekom.search.names import called
from rekom.search.texts import holding, shown
from reporting.models import Report, ReportAnswer
from reporting.states import MET

READERS = (*LEADERS, *STAFF, Role.NETWORK_MEMBER, Role.OWNER, Role.UH_COORDINATOR)
RECIPIENT = ("grant__network", "grant__university", "grant__decision__round")

REPORT = ("grant__letter__number", "grant__network__name", "grant__university__name", "public_text")
ANSWER_TEXTS = ("text",)


def reports(asked: Asked) -> Found:
    """Reports by recipient, letter and year: one's own also as drafts."""
    if not holds(asked.user, READERS, now=asked.now):
        return NOTHING
    rows: QuerySet[Any] = Report.objects.filter(pk__in=_seen(asked))
    rows = called(rows, asked, *REPORT)
    return page_of(rows, asked, lambda row: _hit(row.grant, row.get_state_display()), *RECIPIENT)


def answers(asked: Asked) -> Found:
    """What was answered in reports: the texts themselves."""
    if not holds(asked.user, READERS, now=asked.now):
        return NOTHING
    rows: QuerySet[Any] = ReportAnswer.objects.filter(report__in=_seen(asked))
    related = (f"report__{name}" for name in RECIPIENT)
    return page_of(
        holding(rows, asked, *ANSWER_TEXTS),
        asked,
        _answer,
        *related,
        search_excerpt=shown(asked, *ANSWER_TEXTS),
    )


def _answer(row: Any) -> Hit:
    return _hit(row.report.grant, "", row.search_excerpt)


def _hit(grant: Any, state: str, excerpt: str = "") -> Hit:
    whose = grant.network or grant.university
    title = _("Report for %(year)s, %(recipient)s") % {
        "year": grant.decision.round.grant_year,
        "recipient": whose,
    }
    return Hit(title, reverse("reporting:report_detail", kwargs={"pk": grant.pk}), join([state]), excerpt)


def _seen(asked: Asked) -> list[int]:
    """The keys of the reports that the person may read, a few for each year.

    Those who report read what they write; the office and the network's members what is sent.
    """
    if "reports" not in asked.kept:
        user, now = asked.user, asked.now
        mine = (
            Q(grant__network__in=bodies(user, LEADERS, now=now))
            | Q(grant__network__payee__in=bodies(user, Role.OWNER, now=now))
            | Q(grant__university__in=bodies(user, Role.UH_COORDINATOR, now=now))
        )
        read = Q(grant__decision__round__county__in=bodies(user, STAFF, now=now)) | Q(
            grant__network__in=bodies(user, Role.NETWORK_MEMBER, now=now)
        )
        rows = Report.objects.filter(mine | (read & Q(state__in=list(MET)))).order_by()
        asked.kept["reports"] = list(rows.values_list("pk", flat=True))
    found: list[int] = asked.kept["reports"]
    return found
