"""One round of the bench's ten years: needs, bases, decision, letters, payments, payouts and approved reports."""

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from typing import Any

from django.db import connection

from common.models import Document
from grants.allocation import allocate
from grants.allocation_input import fingerprint
from grants.models import (
    AllocationRun,
    Budget,
    Decision,
    Grant,
    GrantLetter,
    GrantLine,
    Half,
    Instalment,
    LineKind,
    Payout,
    Recommendation,
)
from grants.queries.allocation import present_input
from grants.queries.budget import budget_of
from needs.models import (
    DecisionBasis,
    Measure,
    MeasureOutcome,
    MeasureUniversity,
    Need,
    NeedsReport,
    Nomination,
    NominationOutcome,
    StudyType,
    Theme,
)
from networks.models import County, Deadline, Kindergarten, Network, Organisation, Round, User
from networks.services import default_deadlines
from reporting.models import (
    MeasureReport,
    MeasureReportApproval,
    Report,
    ReportAnswer,
    ReportLine,
    ReportQuestion,
    ReportSpending,
)
from reporting.states import Attainment, CarriedOut, SpendingKind

MEASURES, NOMINATIONS = 8, 6
TEXT = "Personalet har øvd sammen på å se barnet som står utenfor leken, og på å snakke om det de gjorde. "
WORDS = ("språkmiljø", "uteliv", "foreldresamarbeid", "realfag", "dokumentasjon", "ledelse", "overganger")


@dataclass
class Year:
    """What the steps of one year share."""

    round: Round
    officer: User
    approver: User
    themes: list[Theme]
    study: StudyType
    luck: random.Random
    at: datetime
    grants: dict[tuple[str, int], Grant] = field(default_factory=dict)
    lines: list[GrantLine] = field(default_factory=list)


def make_year(
    county: County,
    networks: list[Network],
    grant_year: int,
    *,
    is_reported: bool,
    officer: User,
    approver: User,
) -> None:
    """All that happened in one round. The letters are issued; reports are approved where `is_reported`."""
    round = Round.objects.create(county=county, grant_year=grant_year, scheme_key="REKOM_2021")
    Deadline.objects.bulk_create(default_deadlines(round, round.scheme))
    year = Year(
        round=round,
        officer=officer,
        approver=approver,
        themes=list(Theme.objects.filter(county=county)),
        study=StudyType.objects.filter(county=county)[0],
        luck=random.Random(grant_year),  # noqa: S311 -- figures for a bench, not secrets
        at=datetime(grant_year, 4, 10, 10, tzinfo=UTC),
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    measures = [_ask(year, network) for network in networks]
    _decide(year, networks, measures)
    _pay(year)
    if is_reported:
        _report(year, [measure for row in measures for measure in row])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = origin")


def _ask(year: Year, network: Network) -> list[Measure]:
    """Every owner has sent two needs; the network has eight measures, each with most of its kindergartens."""
    rows = Kindergarten.objects.filter(municipality__memberships__network=network).order_by("pk")
    kindergartens = list(rows.select_related("owner"))
    mine: dict[int, list[int]] = {}
    for row in kindergartens:
        mine.setdefault(row.owner_id, []).append(row.pk)
    sent = year.at - timedelta(days=140)
    reports = NeedsReport.objects.bulk_create(
        NeedsReport(
            round=year.round,
            owner_id=owner,
            network=network,
            state="submitted",
            submitted_at=sent,
            heads_involvement=TEXT,
            staff_involvement=TEXT,
        )
        for owner in mine
    )
    needs = Need.objects.bulk_create(
        Need(
            report=report,
            theme=year.themes[(n + turn) % len(year.themes)],
            why=f"{TEXT * 2} {WORDS[(n + turn) % len(WORDS)]}",
            goal=TEXT,
            priority=1 + turn,
            years=1,
        )
        for n, report in enumerate(reports)
        for turn in range(2)
    )
    _link(
        Need.kindergartens,
        "need_id",
        "kindergarten_id",
        ((n.pk, k) for n in needs for k in mine[n.report.owner_id]),
    )
    basis = DecisionBasis.objects.bulk_create(
        [
            DecisionBasis(
                round=year.round,
                network=network,
                overview=TEXT,
                state="accepted",
                submitted_at=year.at - timedelta(days=70),
            )
        ]
    )[0]
    measures = Measure.objects.bulk_create(
        Measure(
            basis=basis,
            theme=year.themes[n % len(year.themes)],
            title=f"{WORDS[n % len(WORDS)].title()} i {network} {year.round.grant_year}",
            goal=TEXT,
            way_of_working=TEXT,
            participants="Alle ansatte",
            start_on=date(year.round.grant_year, 8, 1),
            years=1,
            priority=n + 1,
            network_amount_nok=year.luck.randint(60, 160) * 1000,
        )
        for n in range(MEASURES)
    )
    university = _university(network)
    MeasureUniversity.objects.bulk_create(
        MeasureUniversity(measure=row, university=university, amount_nok=80_000, days=6) for row in measures
    )
    answered = [need for n, need in enumerate(needs) if n % 10]
    pairs = ((measures[n % MEASURES].pk, need.pk) for n, need in enumerate(answered))
    _link(Measure.needs, "measure_id", "need_id", pairs)
    _link(
        Measure.kindergartens,
        "measure_id",
        "kindergarten_id",
        (
            (row.pk, k.pk)
            for n, row in enumerate(measures)
            for m, k in enumerate(kindergartens)
            if (n + m) % 5
        ),
    )
    Nomination.objects.bulk_create(
        Nomination(
            round=year.round,
            kindergarten=row,
            student_name=f"Student {row.pk}",
            student_email=f"benk.student{row.pk}@example.no",
            study_type=year.study,
            study_name="Benkestudium",
            institution=str(university),
            amount_nok=40_000,
            network_rank=n + 1,
            state="submitted",
            submitted_at=sent,
        )
        for n, row in enumerate(kindergartens[:NOMINATIONS])
    )
    return measures


def _university(network: Network) -> Organisation:
    return network.partnerships.get().university


def _link(relation: Any, left: str, right: str, pairs: Iterable[tuple[int, int]]) -> None:
    through = relation.through
    rows = (through(**{left: one, right: other}) for one, other in pairs)
    through.objects.bulk_create(rows, batch_size=5000)


def _decide(year: Year, networks: list[Network], measures: list[list[Measure]]) -> None:
    """Everybody gets what they asked for, but for the last measure of each network, which gets nothing."""
    decision = _decision(year)
    rows: list[tuple[Grant, dict[str, Any]]] = []
    for network, asked in zip(networks, measures, strict=True):
        university = _university(network)
        own = year.grants.setdefault(
            ("n", network.pk), Grant(decision=decision, network=network, amount_nok=0)
        )
        other = year.grants.setdefault(
            ("u", university.pk), Grant(decision=decision, university=university, amount_nok=0)
        )
        rows += [
            (own, {"kind": LineKind.FIXED, "label": "Leder eller koordinator", "amount_nok": 100_000}),
            (other, {"kind": LineKind.FIXED, "label": f"Partner i {network}", "amount_nok": 100_000}),
        ]
        for measure in asked[:-1]:
            about = {
                "kind": LineKind.COLLECTIVE,
                "label": measure.title,
                "measure": measure,
                "network": network,
            }
            rows += [
                (own, {**about, "amount_nok": measure.network_amount_nok}),
                (other, {**about, "amount_nok": 80_000}),
            ]
        nominations = Nomination.objects.filter(
            round=year.round, kindergarten__municipality__memberships__network=network
        )
        rows += [
            (
                own,
                {
                    "kind": LineKind.INDIVIDUAL,
                    "label": row.study_name,
                    "nomination": row,
                    "amount_nok": 40_000,
                },
            )
            for row in nominations
        ]
    for grant, said in rows:
        grant.amount_nok += said["amount_nok"]
    Grant.objects.bulk_create(year.grants.values())
    year.lines = GrantLine.objects.bulk_create(
        GrantLine(
            grant=grant, order=n, budget_nok=said["amount_nok"], requested_nok=said["amount_nok"], **said
        )
        for n, (grant, said) in enumerate(rows)
    )
    _tell(year, measures)


def _decision(year: Year) -> Decision:
    budget = Budget.objects.create(
        round=year.round,
        frame_nok=30_000_000,
        is_preliminary=False,
        flat_percent=40,
        weight_children=1,
        individual_cap_percent=30,
        recorded_by=year.officer,
        recorded_at=year.at - timedelta(days=60),
    )
    known = budget_of(year.round)
    assert known is not None  # noqa: S101 -- made on the lines above
    data = present_input(known, year.round)
    run = AllocationRun.objects.create(
        round=year.round,
        budget=budget,
        number=1,
        is_preliminary=False,
        input=data,
        output=allocate(data),
        input_sha256=fingerprint(data),
        run_by=year.officer,
        run_at=year.at - timedelta(days=30),
    )
    recommendation = Recommendation.objects.create(
        round=year.round,
        run=run,
        state="adopted",
        number=1,
        adopted_at=year.at - timedelta(days=20),
        adopted_by=year.officer,
    )
    return Decision.objects.create(
        round=year.round,
        recommendation=recommendation,
        run=run,
        state="issued",
        reasons=TEXT,
        prepared_by=year.officer,
        prepared_at=year.at,
        approved_by=year.approver,
        approved_at=year.at,
        issued_at=year.at,
    )


def _tell(year: Year, measures: list[list[Measure]]) -> None:
    MeasureOutcome.objects.bulk_create(
        MeasureOutcome(
            measure=measure,
            network_nok=measure.network_amount_nok if n < MEASURES - 1 else 0,
            university_nok=80_000 if n < MEASURES - 1 else 0,
            told_at=year.at,
        )
        for asked in measures
        for n, measure in enumerate(asked)
    )
    NominationOutcome.objects.bulk_create(
        NominationOutcome(nomination=line.nomination, granted_nok=line.amount_nok, told_at=year.at)
        for line in year.lines
        if line.nomination
    )


def _pay(year: Year) -> None:
    """A letter for each grant, two instalments that are paid, and two payouts for each who studies."""
    grants = list(year.grants.values())
    content = b"%PDF-1.4 benk"
    documents = Document.objects.bulk_create(
        Document(
            kind="grant_letter",
            number=f"BENK-{year.round.grant_year}-{grant.pk}",
            title=f"Tilsagnsbrev {year.round.grant_year}",
            filename="brev.pdf",
            content=content,
            sha256=sha256(content).hexdigest(),
            issued_at=year.at,
        )
        for grant in grants
    )
    GrantLetter.objects.bulk_create(
        GrantLetter(
            grant=grant,
            document=document,
            number=document.number,
            issued_at=year.at,
            snapshot={"amount_nok": grant.amount_nok, "lines": []},
        )
        for grant, document in zip(grants, documents, strict=True)
    )
    Instalment.objects.bulk_create(
        Instalment(
            grant=grant,
            number=number,
            due_on=year.at.date(),
            amount_nok=amount,
            reference=f"BENK-{grant.pk}-{number}",
            state="paid",
            paid_on=year.at.date(),
        )
        for grant in grants
        for number, amount in ((1, grant.amount_nok // 2), (2, grant.amount_nok - grant.amount_nok // 2))
    )
    Payout.objects.bulk_create(_payouts(year))


def _payouts(year: Year) -> Iterator[Payout]:
    for line in year.lines:
        if line.nomination is None:
            continue
        for half in (Half.SPRING, Half.AUTUMN):
            yield Payout(
                line=line,
                nomination=line.nomination,
                round=year.round,
                network=line.grant.network,
                owner=line.nomination.kindergarten.owner,
                half=half,
                amount_nok=line.amount_nok // 2,
                reference=f"BENK-{line.pk}-{half}",
            )


def _report(year: Year, measures: list[Measure]) -> None:
    """All recipients have reported on each line by kind, and the shared facts are approved."""
    at = year.at + timedelta(days=400)
    reports = {
        report.grant_id: report
        for report in Report.objects.bulk_create(
            Report(
                grant=grant,
                state="approved",
                summary=TEXT,
                public_text=TEXT,
                submitted_at=at,
                approved_at=at,
                approved_by=year.officer,
            )
            for grant in year.grants.values()
        )
    }
    lines = ReportLine.objects.bulk_create(
        ReportLine(
            report=reports[line.grant_id],
            line=line,
            used_nok=line.amount_nok - unspent,
            unspent_nok=unspent,
            done="" if line.measure_id else TEXT,
            attainment="" if line.measure_id else Attainment.FULLY,
        )
        for line in year.lines
        for unspent in [line.amount_nok // 20 if year.luck.random() < 0.2 else 0]
    )
    ReportSpending.objects.bulk_create(
        ReportSpending(report_line=line, kind=kind, amount_nok=amount)
        for line in lines
        for kind, amount in (
            (SpendingKind.TEACHING, (line.used_nok or 0) // 2),
            (SpendingKind.SUBSTITUTES, (line.used_nok or 0) - (line.used_nok or 0) // 2),
        )
    )
    _facts(year, [row for row in measures if row.priority < MEASURES], reports, at)


def _facts(year: Year, measures: list[Measure], reports: dict[int, Report], at: datetime) -> None:
    questions = ReportQuestion.objects.bulk_create(
        ReportQuestion(round=year.round, key=row.key, audience=row.audience, text_nb=str(row.text), order=n)
        for n, row in enumerate(year.round.scheme.report_questions)
    )
    facts = MeasureReport.objects.bulk_create(
        MeasureReport(
            measure=measure,
            state="agreed",
            agreed_at=at,
            carried_out=year.luck.choice(list(CarriedOut)),
            why=TEXT,
            done=TEXT,
            attainment=year.luck.choice(list(Attainment)),
            signs=TEXT,
            staff_reached=year.luck.randint(150, 400),
        )
        for measure in measures
    )
    reached = Measure.kindergartens.through.objects.filter(measure__in=measures)
    by_measure = {row.measure_id: row.pk for row in facts}
    _link(
        MeasureReport.kindergartens,
        "measurereport_id",
        "kindergarten_id",
        [(by_measure[m], k) for m, k in reached.values_list("measure_id", "kindergarten_id")],
    )
    MeasureReportApproval.objects.bulk_create(
        MeasureReportApproval(facts=row, approved_by=year.officer, approved_at=at) for row in facts
    )
    answers = [
        ReportAnswer(question=q, facts=row, text=TEXT)
        for q in questions
        for row in facts
        if q.audience == "measure"
    ]
    for question in questions:
        for report in reports.values():
            fits = {"recipient", "university" if report.grant.university_id else "network"}
            if question.audience in fits:
                answers.append(ReportAnswer(question=question, report=report, text=TEXT))
    ReportAnswer.objects.bulk_create(answers, batch_size=2000)
