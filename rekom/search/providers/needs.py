"""Needs and decision bases: their texts, for those who may read them."""

from typing import Any

from django.db.models import F, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from needs.models import DecisionBasis, Measure, Need
from needs.queries.decision_basis import bases_visible_to
from needs.queries.needs_across import seen_across
from networks.roles import LEADERS, REPORTERS, STAFF, Role, bodies, holds
from rekom.search.asked import Asked
from rekom.search.found import NOTHING, Found, Hit, join, page_of
from rekom.search.seen import seen_rounds
from rekom.search.texts import holding, shown

READS_ACROSS = (*LEADERS, *STAFF, Role.NETWORK_MEMBER, Role.UH_COORDINATOR)
READS_BASES = (*READS_ACROSS, Role.FORUM_MEMBER)
ABOUT_NEED = ("theme", "report__owner", "report__network", "report__round")
NEED_TEXTS = ("why", "goal", "way_of_working")
MEASURE_TEXTS = ("title", "goal", "way_of_working", "participants", "meeting_points", "plan_goal")
NEED = ("theme__name", "theme_other", "report__owner__name", "report__network__name")
BASIS = ("network__name",)
BASIS_TEXTS = ("overview", "sami_perspectives", "ppt_involvement")


def needs(asked: Asked) -> Found:
    """Needs by their text, theme and owner: one's own also as drafts, others' when they are sent."""
    user, now = asked.user, asked.now
    seen = Q(report__owner__in=bodies(user, REPORTERS, now=now))
    if holds(user, READS_ACROSS, now=now):
        seen |= seen_across(user, seen_rounds(asked), now=now)
    elif not holds(user, REPORTERS, now=now):
        return NOTHING
    rows: QuerySet[Any] = Need.objects.filter(seen)
    also = _named(asked) if asked.may_be_named(Need) else None
    rows = holding(rows, asked, *NEED_TEXTS, vector=F("search"), also=also)
    return page_of(rows, asked, _need, *ABOUT_NEED, search_excerpt=shown(asked, *NEED_TEXTS))


def _named(asked: Asked) -> Q:
    """The needs whose theme, owner or network holds each word."""
    found = Q()
    for word in asked.words:
        found &= (
            Q(theme__name__icontains=word)
            | Q(theme_other__icontains=word)
            | Q(report__owner__name__icontains=word)
            | Q(report__network__name__icontains=word)
        )
    return found


def _need(row: Any) -> Hit:
    report = row.report
    known = join([report.round.grant_year, report.owner, report.network])
    url = reverse("needs:need_read", kwargs={"pk": row.pk})
    return Hit(row.title or _("Need without a theme"), url, known, row.search_excerpt)


def measures(asked: Asked) -> Found:
    """Measures by title and text, of the bases that the person may read."""
    if not holds(asked.user, READS_BASES, now=asked.now):
        return NOTHING
    mine = bases_visible_to(asked.user, seen_rounds(asked), now=asked.now).order_by().values("pk")
    rows: QuerySet[Any] = Measure.objects.filter(basis__in=mine)
    found, more = holding(rows, asked, *MEASURE_TEXTS), shown(asked, *MEASURE_TEXTS[1:])
    return page_of(found, asked, _measure, "theme", "basis__network", "basis__round", search_excerpt=more)


def _measure(row: Any) -> Hit:
    basis = row.basis
    known = join([basis.round.grant_year, basis.network, row.theme])
    return Hit(row.title, _basis_url(basis, f"#measure-{row.pk}"), known, row.search_excerpt)


def bases(asked: Asked) -> Found:
    """Decision bases by what is written in them, by network and by year."""
    if not holds(asked.user, READS_BASES, now=asked.now):
        return NOTHING
    rows = bases_visible_to(asked.user, seen_rounds(asked), now=asked.now)
    found, more = holding(rows, asked, *BASIS_TEXTS, also=_called(asked)), shown(asked, *BASIS_TEXTS)
    return page_of(found, asked, _basis, "network", "round", search_excerpt=more)


def _called(asked: Asked) -> Q:
    found = Q()
    for word in asked.words:
        year = (
            Q(round__grant_year=int(word))
            if word.isascii() and word.isdigit() and len(word) == 4
            else Q(pk__in=[])
        )
        found &= Q(network__name__icontains=word) | year
    return found


def _basis(row: Any) -> Hit:
    title = _("Decision basis for %(year)s, %(network)s") % {
        "year": row.round.grant_year,
        "network": row.network,
    }
    return Hit(title, _basis_url(row), row.get_state_display(), row.search_excerpt)


def _basis_url(basis: DecisionBasis, mark: str = "") -> str:
    place = {"network": basis.network_id, "year": basis.round.grant_year}
    return reverse("needs:decision_basis_detail", kwargs=place) + mark
