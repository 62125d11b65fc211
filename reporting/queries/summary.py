"""Reads of the county's summary: who sees which, and what the reports say to it. Nothing here writes."""

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from common.models import ContentVersion, Document
from common.money import kroner
from grants.models import GrantLine
from grants.states import DecisionState
from networks.models import AgendaItem, County, MeetingPaper, Round, User
from networks.queries import rounds
from networks.roles import STAFF, Role, bodies
from networks.states import AgendaKind, MeetingState
from reporting.models import (
    CountySummary,
    MeasureReport,
    Report,
    ReportAnswer,
    ReportLine,
    Settlement,
    SummaryJob,
    SummarySection,
)
from reporting.queries.results import INDIVIDUAL
from reporting.states import MET, CarriedOut, FactsState, JobKind, JobState

Collected = dict[str, Any]
"""{"key": what it came from, "name": who says it, "text": what is said}"""
FILES = ("document", "workbook", "text_document")
MOST_LETTERS = 4_000
"""Characters of one collected text; a longer one is cut, and can be read in the report."""


# --- Summaries --------------------------------------------------------------------------------------------


def summary_rounds(user: User, *, now: datetime) -> QuerySet[Round]:
    """The rounds whose summary the person may open, newest first: all with issued letters for the County Governor's
    staff, for the forum's members those whose summary has been frozen.
    """
    staff = bodies(user, STAFF, now=now)
    forums = bodies(user, Role.FORUM_MEMBER, now=now)
    theirs = Q(county__in=staff, decision__state=DecisionState.ISSUED)
    frozen = Q(county__forum__in=forums, summary__document__isnull=False)
    found = rounds().filter(theirs | frozen).select_related("county", "summary", "summary__frozen_by")
    return found.defer(*(f"summary__{name}__content" for name in FILES)).order_by("-grant_year", "pk")


def summary_of(round: Round) -> CountySummary | None:
    """The round's summary with its files (without their bytes), or None while it is not begun."""
    return _summaries().filter(round=round).first()


def locked_summary(pk: int) -> CountySummary:
    """The summary as it stands now, held until the transaction ends."""
    return _summaries().select_for_update(of=("self",)).get(pk=pk)


def _summaries() -> QuerySet[CountySummary]:
    rows = CountySummary.objects.select_related("round__county", "made_by", "frozen_by", *FILES)
    return rows.defer(*(f"{name}__content" for name in FILES))


def sections_of(summary: CountySummary) -> list[SummarySection]:
    """The parts of a summary in their order."""
    return list(SummarySection.objects.filter(summary=summary).select_related("saved_by"))


def section_of(summary: CountySummary, key: str) -> SummarySection | None:
    """One part of a summary, or None."""
    found = SummarySection.objects.filter(summary=summary, key=key).select_related("saved_by").first()
    if found is not None:
        found.summary = summary
    return found


def file_of_summary(summary: CountySummary, name: str) -> Document | None:
    """One of the frozen files with its bytes (`name` is one of `FILES`), or None."""
    return Document.objects.filter(pk=getattr(summary, f"{name}_id")).first()


def document_of_version(version: ContentVersion) -> Document | None:
    """The PDF of a frozen version, or None."""
    return Document.objects.filter(number=version.content["facts"]["number"]).first()


# --- Making it --------------------------------------------------------------------------------------------


def newest_job(round: Round) -> SummaryJob | None:
    """The making or freezing that was begun last, or None."""
    return SummaryJob.objects.filter(round=round).select_related("started_by").order_by("-pk").first()


def work_under_way(round: Round) -> JobKind | None:
    """What is done with the round's summary in the background now, or None. A round has one such job at a time."""
    rows = SummaryJob.objects.filter(round=round, state=JobState.MAKING).values_list("kind", flat=True)
    kind = rows.first()
    return JobKind(kind) if kind else None


def is_being_frozen(round: Round) -> bool:
    """Whether the documents of a freezing are being made."""
    return work_under_way(round) == JobKind.FREEZE


def unfinished_jobs() -> QuerySet[SummaryJob]:
    """The makings and freezings of all counties that are under way, oldest first."""
    rows = SummaryJob.objects.filter(state=JobState.MAKING).select_related("round__county", "started_by")
    return rows.order_by("pk")


def round_before(round: Round) -> Round | None:
    """The same county's round of the year before, or None."""
    return Round.objects.filter(county=round.county_id, grant_year=round.grant_year - 1).first()


# --- What the reports say ---------------------------------------------------------------------------------


def answers_by_question(round: Round) -> dict[str, list[Collected]]:
    """The answers to the round's questions by the question's key: of reports that are in and of approved facts."""
    is_in = Q(report__state__in=list(MET)) | Q(facts__state=FactsState.AGREED)
    rows = (
        ReportAnswer.objects.filter(is_in, question__round=round)
        .exclude(text="")
        .order_by("question__order", "pk")
        .values(
            *("pk", "text", "question__key", "facts__measure__title"),
            network=F("facts__measure__basis__network__name"),
            own=F("report__grant__network__name"),
            university=F("report__grant__university__name"),
        )
    )
    found: dict[str, list[Collected]] = defaultdict(list)
    for row in rows:
        name = row["own"] or row["university"] or _measure(row["network"], row["facts__measure__title"])
        found[row["question__key"]].append(_said(f"answer:{row['pk']}", name, row["text"]))
    return found


def facts_texts(round: Round) -> tuple[list[Collected], list[Collected]]:
    """What has changed, and why measures were not carried out as planned: of the facts that all sides approve."""
    given = GrantLine.objects.filter(
        grant__decision__round=round,
        grant__decision__state=DecisionState.ISSUED,
        measure__isnull=False,
        budget_nok__gt=0,
    )
    rows = MeasureReport.objects.filter(state=FactsState.AGREED, measure__in=given.values("measure"))
    signs, reasons = [], []
    for row in rows.order_by("measure__basis__network__name", "measure_id").values(
        "pk", "signs", "why", "carried_out", "measure__title", "measure__basis__network__name"
    ):
        name = _measure(row["measure__basis__network__name"], row["measure__title"])
        if row["signs"]:
            signs.append(_said(f"signs:{row['pk']}", name, row["signs"]))
        if row["why"] and row["carried_out"] != CarriedOut.FULLY:
            reasons.append(_said(f"why:{row['pk']}", name, row["why"]))
    return signs, reasons


def individual_texts(round: Round) -> list[Collected]:
    """What the reports that are in say of individual money, one text for each recipient; no label of a line."""
    rows = (
        ReportLine.objects.filter(
            report__grant__decision__round=round, report__state__in=list(MET), line__kind__in=INDIVIDUAL
        )
        .exclude(done="")
        .order_by("report", "line__order", "pk")
        .values(
            *("report", "done"),
            own=F("report__grant__network__name"),
            university=F("report__grant__university__name"),
        )
    )
    texts: dict[tuple[int, str], list[str]] = defaultdict(list)
    for row in rows:
        texts[row["report"], row["own"] or row["university"]].append(row["done"])
    return [
        _said(f"individual:{report}", name, "\n".join(dict.fromkeys(said)))
        for (report, name), said in texts.items()
    ]


def report_texts(round: Round) -> list[Collected]:
    """What each recipient whose report is in says of the year as a whole."""
    rows = (
        Report.objects.filter(grant__decision__round=round, state__in=list(MET))
        .exclude(summary="")
        .order_by("grant_id")
        .values_list("pk", "grant__network__name", "grant__university__name", "summary")
    )
    return [_said(f"report:{pk}", network or university, text) for pk, network, university, text in rows]


def settled_texts(round: Round) -> list[Collected]:
    """What became of each recipient's unused money, where it is settled."""
    rows = (
        Settlement.objects.filter(report_line__report__grant__decision__round=round)
        .select_related("report_line__line", "report_line__report__grant__network")
        .select_related("report_line__report__grant__university")
        .order_by("report_line__report", "pk")
    )
    found = []
    for row in rows:
        grant = row.report_line.report.grant
        said = f"{row.get_way_display()}: {kroner(row.amount_nok)}"
        text = f"{said}. {row.reason}" if row.reason else said
        found.append(_said(f"settlement:{row.pk}", str(grant.network or grant.university), text))
    return found


def _measure(network: str, title: str) -> str:
    return f"{network}: {title}"


def _said(key: str, name: str, text: str) -> Collected:
    cut = f"{text[:MOST_LETTERS].rstrip()} …" if len(text) > MOST_LETTERS else text
    return {"key": key, "name": name, "text": cut}


# --- The forum's meeting ----------------------------------------------------------------------------------


def findings_case(county: County, *, now: datetime) -> AgendaItem | None:
    """The case about the findings of the reports in the forum's next meeting that has one, or None."""
    return (
        AgendaItem.objects.filter(
            meeting__forum__county=county,
            kind=AgendaKind.FINDINGS,
            meeting__state__in=[MeetingState.DRAFT, MeetingState.CALLED, MeetingState.HELD],
            meeting__ends_at__gte=now,
        )
        .select_related("meeting__forum__county")
        .order_by("meeting__starts_at", "pk")
        .first()
    )


def papers_with(summary: CountySummary) -> list[MeetingPaper]:
    """The papers of meetings that lie ahead which are this summary, in its newest frozen version or an earlier."""
    if summary.document is None:
        return []
    stem = summary.document.number.rpartition("-")[0]
    rows = MeetingPaper.objects.filter(
        document__kind=summary.document.kind,
        document__number__startswith=f"{stem}-",
        meeting__state__in=[MeetingState.DRAFT, MeetingState.CALLED],
    )
    return list(rows.select_related("meeting__forum__county", "document").defer("document__content"))
