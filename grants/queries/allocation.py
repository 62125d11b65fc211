"""Reads of allocation runs, and of everything that a run is made from."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from common.sorting import norwegian
from grants.allocation_input import NetworkFacts, RequestFacts, input_of, ranked
from grants.models import AllocationRun, Budget, NominationRank
from grants.queries.budget import key_facts
from grants.recipients import network_key, nomination_key, university_in, university_key
from needs.models import Measure, Nomination
from needs.queries import nominations_for_forum
from needs.states import BASIS_FINAL, NominationState
from networks.models import Kindergarten, KindergartenFigures, Network, Organisation, Round
from networks.models.periods import valid_on

PATH = "municipality__memberships__"


def runs_of(round: Round) -> QuerySet[AllocationRun]:
    """The round's runs, newest first, without their figures."""
    return (
        AllocationRun.objects.filter(round=round).select_related("run_by").defer("input", "output", "names")
    )


def run_numbered(round: Round, number: int) -> AllocationRun | None:
    """One run with all its figures, or None."""
    return (
        AllocationRun.objects.filter(round=round, number=number).select_related("run_by", "scenario").first()
    )


def present_input(budget: Budget, round: Round) -> dict[str, Any]:
    """The input that a run would have now. `budget` is one of `budget_of`."""
    return input_of(key_facts(budget), network_facts(round), request_facts(round))


def network_facts(round: Round) -> list[NetworkFacts]:
    """The round's networks with the sums of their kindergartens' figures and what they ask for, by name.

    Figures are each kindergarten's latest up to the grant year; one without figures counts as a kindergarten with no
    children. A network without a submitted basis asks for nothing.
    """
    return with_asks(figures_of(round), asks_of_bases(round))


def with_asks(figures: Iterable[NetworkFacts], asks: Iterable[tuple[Any, ...]]) -> list[NetworkFacts]:
    """The networks with what their bases ask for; `asks` are rows of `asks_of_bases`."""
    found = {facts.pk: facts for facts in figures}
    seen: set[int] = set()
    for network, name, measure, own, university, part in asks:
        facts = found.setdefault(network, NetworkFacts(pk=network, name=name))
        if measure not in seen:
            facts.network_nok += own
            seen.add(measure)
        if university is not None:
            facts.universities[university] = facts.universities.get(university, 0) + part
    return list(found.values())


def figures_of(round: Round) -> Iterable[NetworkFacts]:
    """The round's networks with the sums of their kindergartens' figures, by name; they ask for nothing yet."""
    latest = KindergartenFigures.objects.filter(
        kindergarten=OuterRef("pk"), year__lte=round.grant_year
    ).order_by("-year")
    rows = (
        Kindergarten.objects.filter(
            valid_on(round.reference_on, PATH),
            Q(closed_on__isnull=True) | Q(closed_on__gt=round.reference_on),
            **{f"{PATH}network__county": round.county_id},
        )
        .order_by()
        .annotate(
            children_now=Subquery(latest.values("children")[:1]),
            staff_now=Subquery(latest.values("staff_fte")[:1]),
        )
        .values(network_pk=F(f"{PATH}network"), network_name=F(f"{PATH}network__name"))
        .annotate(
            children=Coalesce(Sum("children_now"), 0),
            staff=Sum("staff_now"),
            number=Count("pk", distinct=True),
        )
        .order_by(norwegian("network_name"), "network_pk")
    )
    for row in rows:
        yield NetworkFacts(
            pk=row["network_pk"],
            name=row["network_name"],
            children=row["children"],
            staff=row["staff"] or Decimal(0),
            kindergartens=row["number"],
        )


def asks_of_bases(round: Round) -> QuerySet[Measure, tuple[Any, ...]]:
    """What the submitted bases ask for, a row for each measure and university."""
    return (
        Measure.objects.filter(basis__round=round, basis__state__in=BASIS_FINAL)
        .order_by("pk", "universities__university_id")
        .values_list(
            "basis__network_id",
            "basis__network__name",
            "pk",
            "network_amount_nok",
            "universities__university_id",
            "universities__amount_nok",
        )
    )


def ranked_nominations(round: Round) -> list[Any]:
    """The nominations in submitted lists, in the order in which money is given; see `allocation_input.ranked`.

    Each carries `network_id`, `network_name` and `county_rank` (None while the forum has not ranked it); names and
    e-mails of students are not loaded.
    """
    rank = NominationRank.objects.filter(nomination=OuterRef("pk"), recommendation__round=round)
    rows = nominations_for_forum(round).annotate(county_rank=Subquery(rank.values("county_rank")[:1]))
    by_time = sorted(rows, key=lambda row: (row.submitted_at, row.pk))
    return ranked([(row.county_rank, row.network_rank, row) for row in by_time])


def request_facts(round: Round) -> list[RequestFacts]:
    """The nominations in submitted lists as requests, ranked from 1."""
    return [
        RequestFacts(
            pk=row.pk, network=row.network_id, amount_nok=row.amount_nok, label=label_of(row), rank=rank
        )
        for rank, row in enumerate(ranked_nominations(round), start=1)
    ]


def hoped_for(round: Round) -> list[RequestFacts]:
    """All nominations submitted so far, also those whose list is not sent: for the amounts that can be expected."""
    path = f"kindergarten__{PATH}network"
    rows = (
        Nomination.objects.filter(
            valid_on(round.reference_on, f"kindergarten__{PATH}"),
            round=round,
            state=NominationState.SUBMITTED,
            **{f"{path}__county": round.county_id},
        )
        .order_by("submitted_at", "pk")
        .values_list("pk", "amount_nok", "network_rank", path)
    )
    wanted = ranked([(None, own, (pk, amount, network)) for pk, amount, own, network in rows])
    return [
        RequestFacts(pk=pk, network=network, amount_nok=amount, label="", rank=rank)
        for rank, (pk, amount, network) in enumerate(wanted, start=1)
    ]


def label_of(nomination: Nomination) -> str:
    """What a nomination is called where the student is not named: its study and institution."""
    return f"{nomination.study_name or nomination.study_type}, {nomination.institution}"


def names_for(round: Round, data: dict[str, Any]) -> dict[str, str]:
    """What the ids in a run's input are called now. A nomination is called by its study, never by its student."""
    names = {nomination_key(row.pk): label_of(row) for row in nominations_for_forum(round)}
    networks = Network.objects.filter(county=round.county_id).values_list("pk", "name")
    names |= {network_key(pk): name for pk, name in networks}
    universities = Organisation.objects.filter(pk__in=_universities_in(data))
    names |= {university_key(university.pk): university.label for university in universities}
    return names


def _universities_in(data: dict[str, Any]) -> set[int]:
    posts = [*data["fixed"], *data["individual"]["committed"]]
    parts = [part for network in data["collective"]["networks"] for part in network["universities"]]
    keys = [*(post["recipient"] for post in posts if post["recipient"]), *(part["id"] for part in parts)]
    return {pk for pk in map(university_in, keys) if pk is not None}


def measures_in_order(network: Network, round: Round) -> QuerySet[Measure]:
    """The measures of the network's submitted basis in its priority order, with kindergartens and universities."""
    return (
        Measure.objects.filter(basis__network=network, basis__round=round, basis__state__in=BASIS_FINAL)
        .select_related("theme")
        .prefetch_related("kindergartens", "universities__university")
        .order_by("priority", "pk")
    )
