"""What a report says when it is sent, as it is kept, and what its fields are called when it is read again."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy

from common.kept import Content, KeptSection, Words, kept, read_sections, row, section
from common.money import kroner
from networks.models import User
from networks.queries.written_form import body_written_form
from reporting.models import MeasureReport, ReportFile, ReportLine
from reporting.parts import ReportParts
from reporting.queries.questions import wording
from reporting.states import Attainment, CarriedOut, SpendingKind, UnspentWay

NAMES = {
    "summary": gettext_lazy("Summary"),
    "measure": gettext_lazy("Measure"),
    "carried_out": gettext_lazy("Carried out"),
    "why": gettext_lazy("Why"),
    "done": gettext_lazy("What was done"),
    "attainment": gettext_lazy("How far the goal was reached"),
    "attainment_text": gettext_lazy("What that is built on"),
    "signs": gettext_lazy("Signs of change"),
    "kindergartens": gettext_lazy("Kindergartens reached"),
    "staff_reached": gettext_lazy("Employees reached"),
    "line": gettext_lazy("Money"),
    "network": gettext_lazy("Network"),
    "carried": gettext_lazy("Carried over from"),
    "had": gettext_lazy("Amount"),
    "used": gettext_lazy("Used"),
    **{f"kind_{kind}": kind.label for kind in SpendingKind},
    "note_other": gettext_lazy("What “Other” is"),
    "unspent": gettext_lazy("Unspent"),
    "unspent_wish": gettext_lazy("Wish for what is unspent"),
    "unspent_reason": gettext_lazy("Why it is unspent"),
    "difference_reason": gettext_lazy("Why used and unspent do not add up to the amount"),
    "questions": gettext_lazy("Questions"),
    "attachments": gettext_lazy("Attachments"),
}


def _kroner(code: str) -> str:
    return kroner(int(code))


WORDS = Words(
    names=NAMES,
    codes={
        "carried_out": lambda code: CarriedOut(code).label,
        "attainment": lambda code: Attainment(code).label,
        "unspent_wish": lambda code: UnspentWay(code).label,
        **dict.fromkeys(("had", "used", "unspent", *(f"kind_{kind}" for kind in SpendingKind)), _kroner),
    },
)


def report_content(parts: ReportParts, *, by: User) -> Content:
    """All that the report says as `by` sends it."""
    return kept(
        _facts(parts, by),
        section("summary", [row("summary", text=parts.report.summary)]),
        *(_measure(facts) for facts in parts.facts),
        *(_line(line) for line in parts.lines),
        section(
            "questions",
            [
                row(asked.name, text=parts.answers.get(asked.key, ""), label=asked.text)
                for asked in parts.questions
            ],
        ),
        section("attachments", [row("attachments", names=[_file_name(file) for file in parts.files])]),
    )


def sections_of(parts: ReportParts, *, by: User) -> list[KeptSection]:
    """The report as it stands now, read the same way as what is kept."""
    return read_sections(report_content(parts, by=by), WORDS)


def _facts(parts: ReportParts, by: User) -> dict[str, Any]:
    grant = parts.report.grant
    return {
        "by": by.name,
        "recipient": str(grant.network or grant.university),
        "year": grant.decision.round.grant_year,
        "scheme": grant.decision.round.scheme_key,
        "attachments": _attachments(parts.files),
    }


def _attachments(files: Iterable[ReportFile]) -> list[dict[str, Any]]:
    return [
        {
            "pk": file.attachment_id,
            "name": file.attachment.filename,
            "size": file.attachment.size,
            "sha256": file.attachment.sha256,
        }
        for file in files
    ]


def _file_name(file: ReportFile) -> str:
    """The file's name and its size in whole kB, so that another file of the same name is seen."""
    return f"{file.attachment.filename} ({-(-file.attachment.size // 1024)} kB)"


def _measure(facts: MeasureReport) -> Content:
    kindergartens = [one.name for one in facts.kindergartens.all()] if facts.pk else []
    answers = facts.answers.all() if facts.pk else []
    form = body_written_form(facts.measure.basis.network)
    return section(
        f"measure-{facts.measure_id}",
        [
            _code("carried_out", facts.carried_out),
            *([row("why", text=facts.why)] if facts.why else []),
            row("done", text=facts.done),
            _code("attainment", facts.attainment),
            row("signs", text=facts.signs),
            row("kindergartens", names=kindergartens),
            row("staff_reached", text="" if facts.staff_reached is None else str(facts.staff_reached)),
            *(
                row(
                    f"answer-{answer.question.key}", text=answer.text, label=wording(answer.question, form)[0]
                )
                for answer in answers
            ),
        ],
        kind="measure",
        title=facts.measure.title,
    )


def _line(line: ReportLine) -> Content:
    return section(f"line-{line.line_id}", list(_line_rows(line)), kind="line", title=line.line.label)


def _line_rows(line: ReportLine) -> Iterable[Content]:
    if line.line.network and not line.carry_over_id and line.report.grant.university_id:
        yield row("network", text=line.line.network.name)
    if line.carry_over:
        yield row("carried", text=str(line.line.grant.decision.round.grant_year))
    yield _amount("had", line.budget_nok)
    yield _amount("used", line.used_nok)
    for part in line.by_kind:
        yield _amount(f"kind_{part.kind}", part.amount_nok)
        if part.note:
            yield row("note_other", text=part.note)
    yield _amount("unspent", line.left_nok)
    yield from _rest(line)
    if line.tells_itself:
        yield row("done", text=line.done)
        yield _code("attainment", line.attainment)
        yield row("attainment_text", text=line.attainment_text)


def _rest(line: ReportLine) -> Iterable[Content]:
    if line.left_nok:
        yield _code("unspent_wish", line.unspent_wish)
        yield row("unspent_reason", text=line.unspent_reason)
    if line.difference_nok:
        yield row("difference_reason", text=line.difference_reason)


def _amount(key: str, amount: int | None) -> Content:
    return row(key, codes=[] if amount is None else [str(amount)])


def _code(key: str, code: str) -> Content:
    return row(key, codes=[code] if code else [])
