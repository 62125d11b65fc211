"""Reads of the shared facts about measures: whose they are, how they stand, what they can begin with."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import override

from common.gaps import Gap
from common.sorting import norwegian
from grants.models import Grant, GrantLine
from grants.states import DecisionState
from needs.models import Measure
from needs.queries.decision_basis import measures_with_parts
from needs.queries.development import progress_of
from needs.queries.needs_across import needs_across
from networks.models import Deadline, Kindergarten, Network, Round, User
from networks.queries.written_form import body_written_form
from networks.roles import LEADERS, STAFF, Role, bodies, holds, is_staff_of
from reporting.beginnings import MOST_TRACES, what_is_seen, what_was_done
from reporting.models import MeasureReport, MeasureReportApproval, ReportAnswer, ReportQuestion
from reporting.parts import ANSWER, Asked
from reporting.queries.questions import questions_for, wording
from reporting.rules.facts import facts_gaps, is_approved_by, sides_missing, sides_of
from reporting.states import Audience

__all__ = ["ANSWER", "is_approved_by", "sides_missing", "sides_of"]  # asked here by pages and other apps

TEXTS = ("carried_out", "why", "done", "attainment", "signs", "staff_reached")
"""The columns of the facts themselves, as a form names them."""


def facts_of(grant: Grant) -> list[MeasureReport]:
    """The facts of each measure that has money in the grant, in the networks' order of priority.

    Unsaved (version 0) where they are not begun. Measure, money, approvals, answers and kindergartens are loaded: the
    number of reads is the same whatever the number of measures.
    """
    lines = GrantLine.objects.filter(grant=grant, measure=OuterRef("pk"), budget_nok__gt=0).order_by()
    return _read(Measure.objects.filter(Exists(lines)))


def facts_in(network: Network, round: Round) -> list[MeasureReport]:
    """The facts of each measure of the network that somebody has money for in the round, as `facts_of`."""
    return _read(Measure.objects.filter(_has_money(), basis__network=network, basis__round=round))


def facts_of_round(round: Round) -> list[MeasureReport]:
    """The facts of each measure that somebody has money for in the round, network by network, as `facts_of`."""
    return _read(Measure.objects.filter(_has_money(), basis__round=round))


def facts_about(measure: int) -> MeasureReport | None:
    """The facts of one measure (a key) that has money or is begun, or None."""
    found = _read(Measure.objects.filter(_has_money() | Q(facts__isnull=False), pk=measure))
    return found[0] if found else None


def facts_visible(user: User, found: Iterable[MeasureReport], *, now: datetime) -> list[MeasureReport]:
    """Those of the facts that the person may read.

    The network's leaders, members and payee and the County Governor's staff read all; a university's coordinator
    those of the measures it has money for.
    """
    universities = bodies(user, Role.UH_COORDINATOR, now=now)

    def is_seen(facts: MeasureReport) -> bool:
        theirs = {side.university_id for side in sides_of(facts)[1:]}
        return reads_network(user, facts.measure.basis.network, now=now) or bool(theirs & set(universities))

    return [facts for facts in found if is_seen(facts)]


def read_by(user: User, *, now: datetime) -> Q:
    """The facts that the person may read, as a filter: those of `facts_visible`."""
    money = GrantLine.objects.filter(
        measure=OuterRef("measure"),
        budget_nok__gt=0,
        grant__decision__state=DecisionState.ISSUED,
        grant__university__in=bodies(user, Role.UH_COORDINATOR, now=now),
    ).order_by()
    return (
        Q(measure__basis__network__in=bodies(user, (*LEADERS, Role.NETWORK_MEMBER), now=now))
        | Q(measure__basis__network__county__in=bodies(user, STAFF, now=now))
        | Q(measure__basis__network__payee__in=bodies(user, Role.OWNER, now=now))
        | Q(Exists(money))
    )


def reads_network(user: User, network: Network, *, now: datetime) -> bool:
    """Whether the person reads all the network's facts. The network's county and payee are loaded."""
    return (
        holds(user, (*LEADERS, Role.NETWORK_MEMBER), network, now=now)
        or is_staff_of(user, network.county, now=now)
        or (network.payee is not None and holds(user, Role.OWNER, network.payee, now=now))
    )


def network_in_round(network: int, year: int) -> tuple[Network, Round] | None:
    """A network and its county's round of a grant year, or None."""
    found = Network.objects.select_related("county", "payee").filter(pk=network).first()
    if found is None:
        return None
    deadlines = Prefetch("deadlines", Deadline.objects.prefetch_related("dispensations"))
    rounds = Round.objects.select_related("county").prefetch_related(deadlines)
    round = rounds.filter(county=found.county_id, grant_year=year).first()
    return (found, round) if round else None


def readable_needs(user: User, facts: MeasureReport, *, now: datetime) -> set[int]:
    """The needs that the measure answers and the person may open, as keys."""
    keys = [row["pk"] for row in facts.measure.need_rows]
    seen = needs_across(user, [facts.measure.basis.round], now=now).filter(pk__in=keys)
    return set(seen.order_by().values_list("pk", flat=True)) if keys else set()


def questions_about(round: Round) -> list[ReportQuestion]:
    """The round's questions about each measure."""
    return questions_for(round, Audience.MEASURE)


def asked_about(network: Network, questions: Iterable[ReportQuestion]) -> list[Asked]:
    """The questions in the written form of the network (its payee's)."""
    form, found = body_written_form(network), []
    for question in questions:
        text, help_text = wording(question, form)
        found.append(Asked(question=question, text=text, help_text=help_text))
    return found


def answers_in(facts: MeasureReport) -> dict[str, str]:
    """The answers by the question's key, also to questions that are no longer asked. Uses what is loaded."""
    rows: Sequence[ReportAnswer] = facts.answers.all() if facts.pk else []  # type: ignore[assignment]  # -- a queryset that is already read
    return {row.question.key: row.text for row in rows}


def kindergartens_in_facts(facts: MeasureReport) -> list[Kindergarten]:
    """The kindergartens that took part, by name. Uses what is loaded."""
    return list(facts.kindergartens.all()) if facts.pk else []


def facts_values(facts: MeasureReport, questions: Iterable[ReportQuestion]) -> dict[str, Any]:
    """What stands in the facts, field by field: TEXTS, `kindergartens` as keys, and `answer_<question's key>`."""
    answers = answers_in(facts)
    return {
        **{name: getattr(facts, name) for name in TEXTS},
        "kindergartens": [row.pk for row in kindergartens_in_facts(facts)],
        **{f"{ANSWER}{question.key}": answers.get(question.key, "") for question in questions},
    }


def beginning_of_facts(measure: Measure) -> dict[str, Any]:
    """What facts that are not begun start with: the decision basis' kindergartens, and what the log of the
    kindergartens' work says was done and seen. In the portal's own language, whoever asks.
    """
    progress = progress_of([measure.pk], most_traces=MOST_TRACES).get(measure.pk)
    with override(settings.LANGUAGE_CODE):
        done = what_was_done(progress) if progress else ""
        signs = what_is_seen(progress) if progress else ""
    return {
        "kindergartens": [row["pk"] for row in measure.kindergarten_rows],
        "done": done,
        "signs": signs,
        "staff_reached": (progress.staff or None) if progress else None,
    }


def gaps_of(facts: MeasureReport, questions: Iterable[ReportQuestion]) -> list[Gap]:
    """What is missing in the facts, read with what is loaded."""
    answers = answers_in(facts)
    return facts_gaps(facts, [(question, answers.get(question.key, "")) for question in questions])


def lost_facts_approval(pk: int) -> MeasureReportApproval | None:
    """An approval that a change took away, unless its side has approved again since."""
    fallen = MeasureReportApproval.objects.filter(pk=pk, withdrawn_at__isnull=False).first()
    if fallen is None:
        return None
    again = MeasureReportApproval.objects.filter(
        facts=fallen.facts_id, university=fallen.university_id, withdrawn_at__isnull=True
    )
    return None if again.exists() else fallen


def _has_money() -> Q:
    lines = GrantLine.objects.filter(
        measure=OuterRef("pk"), budget_nok__gt=0, grant__decision__state=DecisionState.ISSUED
    )
    return Q(Exists(lines.order_by()))


def _read(measures: QuerySet[Measure]) -> list[MeasureReport]:
    rows = (
        measures_with_parts()
        .filter(pk__in=measures.order_by().values("pk"))
        .annotate(money=_money())
        .select_related("basis__network__county", "basis__network__payee", "basis__round__county")
        .select_related("facts__saved_by")
        .order_by(norwegian("basis__network__name"), "basis__network", "priority", "pk")
        .prefetch_related(*_around())
    )
    return [_facts(measure) for measure in rows]


def _around() -> Sequence[Any]:
    """What is read beside the measures: each side's newest approval, answers, kindergartens, and the duty's dates."""
    newest = MeasureReportApproval.objects.order_by("facts_id", "university_id", "-approved_at", "-pk")
    approvals = newest.distinct("facts_id", "university_id").select_related("approved_by")
    named = Kindergarten.objects.order_by(norwegian("name"), "pk")
    return (
        Prefetch("facts__approvals", approvals),
        Prefetch("facts__answers", ReportAnswer.objects.select_related("question")),
        Prefetch("facts__kindergartens", named),
        "basis__round__deadlines__dispensations",
    )


def _money() -> ArraySubquery:
    lines = GrantLine.objects.filter(
        measure=OuterRef("pk"), grant__decision__state=DecisionState.ISSUED
    ).order_by(F("grant__university").asc(nulls_first=True), "order", "pk")
    row = JSONObject(
        grant="grant_id",
        university="grant__university_id",
        name=Coalesce("grant__university__name", "grant__network__name"),
        requested="requested_nok",
        granted="amount_nok",
        budget="budget_nok",
    )
    return ArraySubquery(lines.values(row=row))


def _facts(measure: Measure) -> MeasureReport:
    facts: MeasureReport = getattr(measure, "facts", None) or MeasureReport(measure=measure, version=0)
    facts.measure = measure
    facts.money = measure.money  # type: ignore[attr-defined]  # -- annotated above
    return facts
