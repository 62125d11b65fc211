"""The needs that are sent, across owners, networks and rounds, for those who may read them."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.search import SearchRank
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.functions import Coalesce, Concat
from django.utils.translation import gettext_lazy as _

from common.sorting import norwegian, norwegian_key
from common.text_search import excerpt, text_query
from needs.models import Measure, Need, NeedComment
from needs.queries.development import granted
from needs.states import BASIS_FINAL, NeedsReportState
from networks.models import Kindergarten, OrganisationKind, Round, User
from networks.queries.partners import reaches_of
from networks.roles import LEADERS, STAFF, Role, bodies


def needs_across(user: User, rounds: Collection[Round], *, now: datetime) -> QuerySet[Need]:
    """The needs of submitted reports in the rounds that the person reads, by owner.

    Leaders and members: those to their networks. Universities: those of the kindergartens they work with, and what
    municipal services report there. The county's staff: all of the county. Each has `places` and `kindergarten_names`
    (names) and `comments_count`.
    """
    kindergartens = Kindergarten.objects.filter(needs=OuterRef("pk"))
    comments = NeedComment.objects.filter(need=OuterRef("pk")).order_by()
    return (
        Need.objects.filter(seen_across(user, rounds, now=now))
        .select_related("theme", "report__owner", "report__network", "report__round")
        .annotate(
            places=ArraySubquery(
                kindergartens.order_by(norwegian("municipality__name_nb"))
                .values("municipality__name_nb")
                .distinct()
            ),
            kindergarten_names=ArraySubquery(kindergartens.order_by(norwegian("name"), "pk").values("name")),
            comments_count=Coalesce(
                Subquery(comments.values("need").annotate(n=Count("pk")).values("n")), Value(0)
            ),
        )
        .order_by(
            "-report__round__grant_year",
            norwegian("report__owner__name"),
            "report",
            F("priority").asc(nulls_last=True),
            "pk",
        )
    )


def seen_across(user: User, rounds: Collection[Round], *, now: datetime) -> Q:
    """The needs that `needs_across` reads, as a filter."""
    sent = Q(report__round__in=[round.pk for round in rounds], report__state=NeedsReportState.SUBMITTED)
    return sent & _seen_by(user, rounds, now=now)


def _seen_by(user: User, rounds: Collection[Round], *, now: datetime) -> Q:
    seen = Q(report__network__in=bodies(user, (*LEADERS, Role.NETWORK_MEMBER), now=now))
    seen |= Q(report__network__county__in=bodies(user, STAFF, now=now))
    universities = bodies(user, Role.UH_COORDINATOR, now=now)
    for reach in reaches_of(universities, rounds) if universities else ():
        theirs = Kindergarten.objects.filter(municipality__in=reach.municipalities, needs=OuterRef("pk"))
        of_service = Q(report__owner__kind=OrganisationKind.SERVICE, report__network__in=reach.networks)
        seen |= Q(report__round__in=reach.rounds) & (Exists(theirs.order_by()) | of_service)
    return seen


def found_in_text(needs: QuerySet[Need], typed: str) -> QuerySet[Need]:
    """The needs whose text holds what is looked for, the best first, each with an `excerpt`."""
    query = text_query(typed)
    if query is None:
        return needs
    text = Concat("why", Value(" "), "goal", Value(" "), "way_of_working", output_field=TextField())
    return (
        needs.filter(search=query)
        .annotate(excerpt=excerpt(text, query), rank=SearchRank(F("search"), query))
        .order_by("-rank", "pk")
    )


def in_municipality(needs: QuerySet[Need], municipality: int) -> QuerySet[Need]:
    """The needs of kindergartens in the municipality (its key)."""
    there = Kindergarten.objects.filter(needs=OuterRef("pk"), municipality=municipality)
    return needs.filter(Exists(there.order_by()))


NO_MEASURE, NO_MONEY = "uten-tiltak", "uten-penger"
UNANSWERED = {NO_MEASURE: _("No measure answers it"), NO_MONEY: _("The measure got no money")}


def unanswered(needs: QuerySet[Need], how: str) -> QuerySet[Need]:
    """The needs that no measure of a sent basis answers, or whose measures got no money (a key of UNANSWERED)."""
    sent = Measure.objects.filter(needs=OuterRef("pk"), basis__state__in=BASIS_FINAL).order_by()
    if how == NO_MEASURE:
        return needs.filter(~Exists(sent))
    return needs.filter(Exists(sent), ~Exists(sent.filter(granted())))


@dataclass(frozen=True)
class ThemeTotal:
    """How many of the needs are about a theme."""

    pk: int
    name: str
    number: int


def theme_totals(needs: QuerySet[Need]) -> list[ThemeTotal]:
    """The needs' themes with how many there are of each, the most reported first."""
    rows = (
        Need.objects.filter(pk__in=needs.order_by().values("pk"), theme__isnull=False)
        .order_by()
        .values_list("theme", "theme__name")
        .annotate(number=Count("pk"))
        .order_by("-number", "theme__order", "theme")
    )
    return [ThemeTotal(pk, name, number) for pk, name, number in rows]


def choices_across(needs: QuerySet[Need]) -> dict[str, list[tuple[Any, Any]]]:
    """What the needs can be filtered by: themes, networks, municipalities and starts, in one statement."""
    path = "kindergartens__municipality"
    rows = set(
        needs.order_by().values_list(
            "theme",
            "theme__name",
            "report__network",
            "report__network__name",
            path,
            f"{path}__name_nb",
            "start_on",
        )
    )
    return {
        "theme": _pairs((row[0], row[1]) for row in rows),
        "network": _pairs((row[2], row[3]) for row in rows),
        "municipality": _pairs((row[4], row[5]) for row in rows),
        "start": sorted({(row[6], row[6]) for row in rows if row[6]}),
    }


def _pairs(found: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    named = {(str(key), name) for key, name in found if key is not None}
    return sorted(named, key=lambda pair: (norwegian_key(pair[1]), pair[0]))
