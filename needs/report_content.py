"""What a needs report says when it is sent, as it is kept, and what its fields are called when it is read again."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from common.kept import Content, KeptRow, KeptSection, Words, kept, read_sections, row, section
from needs.models import Need, NeedsReport, PptPart, ReportAttachment, StaffGroup, term_label
from needs.queries.drafts import NEED_FIELDS, REPORT_FIELDS
from needs.queries.report_comments import need_key
from needs.queries.report_parts import attachments_of, continued
from needs.rules.needs_report import is_from_service
from needs.states import NeedsReportState
from networks.models import User

NAMES = {
    "answer": gettext_lazy("Answer"),
    "received": gettext_lazy("How the report was received"),
    "received_how": gettext_lazy("How the report was received"),
    "involvement": gettext_lazy("Who has taken part"),
    "heads_involvement": gettext_lazy("How the heads took part"),
    "staff_groups": gettext_lazy("Who of the staff took part"),
    "involved_when": gettext_lazy("When the staff took part"),
    "staff_involvement": gettext_lazy("How the staff took part"),
    "need": gettext_lazy("Need"),
    "theme": gettext_lazy("Theme"),
    "theme_other": gettext_lazy("Theme in own words"),
    "kindergartens": gettext_lazy("Kindergartens"),
    "continues": gettext_lazy("Carries on"),
    "why": gettext_lazy("Why"),
    "goal": gettext_lazy("Goal"),
    "way_of_working": gettext_lazy("Way of working"),
    "start_on": gettext_lazy("Wished start"),
    "years": gettext_lazy("Duration"),
    "cooperation": gettext_lazy("Cooperation"),
    "sami_perspectives": gettext_lazy("Sami perspectives"),
    "ppt_part": gettext_lazy("Has PPT taken part?"),
    "ppt_involvement": gettext_lazy("PPT and the competence boost"),
    "own_contribution": gettext_lazy("Own contribution"),
    "attachments": gettext_lazy("Attachments"),
}


def _start(code: str) -> str:
    return term_label(date.fromisoformat(code))


def _years(code: str) -> str:
    return ngettext("%(n)s year", "%(n)s years", int(code)) % {"n": code}


WORDS = Words(
    names=NAMES,
    codes={
        "answer": lambda code: NeedsReportState(code).label,
        "staff_groups": lambda code: StaffGroup(code).label,
        "ppt_part": lambda code: PptPart(code).label,
        "start_on": _start,
        "years": _years,
    },
)


def report_content(
    report: NeedsReport, needs: list[Need], *, by: User, files: Sequence[ReportAttachment] | None = None
) -> Content:
    """All that the report says as `by` sends it. Reads its files (unless given) and what the needs carry on."""
    files = attachments_of(report) if files is None else files
    before = continued(needs)
    return kept(
        _facts(report, files, by),
        *_received(report),
        section("involvement", _involvement(report)),
        *(_need(report, need, before) for need in needs),
        section("cooperation", _cooperation(report)),
        section("attachments", [row("attachments", names=[_file_name(file) for file in files])]),
    )


def _received(report: NeedsReport) -> list[Content]:
    """How a recorded report came; nothing for one that the owner has written."""
    if not report.received_how:
        return []
    return [section("received", [row("received_how", text=report.received_how)])]


def no_needs_content(report: NeedsReport, *, by: User) -> Content:
    """What "no new needs this year" says."""
    return kept(_facts(report, [], by), section("answer", [row("answer", codes=[NeedsReportState.NO_NEEDS])]))


def field_name(report: NeedsReport, key: str) -> str:
    """What a field of the report is called, by its comment's key: 'Need 2, Why'; '' for one that is not there."""
    if key in REPORT_FIELDS:
        return str(NAMES[key])
    for number, need in enumerate(report.needs.all(), start=1):
        for field in NEED_FIELDS:
            if key == need_key(need.pk, field):
                return _("Need %(number)s, %(field)s") % {"number": number, "field": NAMES[field]}
    return ""


def comment_key(part: KeptSection, row: KeptRow) -> str:
    """The key under which a field that is read can be commented; '' for one without text, or that nobody typed."""
    if not row.words:
        return ""
    if part.key.startswith("need-"):
        return f"{part.key}-{row.key}" if row.key in NEED_FIELDS else ""
    return row.key if row.key in REPORT_FIELDS else ""


def sections_of(
    report: NeedsReport, needs: list[Need], *, by: User, files: Sequence[ReportAttachment] | None = None
) -> list[KeptSection]:
    """The report as it stands now, read the same way as what is kept."""
    return read_sections(report_content(report, needs, by=by, files=files), WORDS)


def own_sections(report: NeedsReport) -> list[KeptSection]:
    """The same without its needs and its files."""
    involvement = section("involvement", _involvement(report))
    cooperation = section("cooperation", _cooperation(report))
    return read_sections(kept({}, *_received(report), involvement, cooperation), WORDS)


def _facts(report: NeedsReport, files: Iterable[ReportAttachment], by: User) -> dict[str, Any]:
    return {
        "by": by.name,
        "owner": report.owner.name,
        "org_number": report.owner.org_number,
        "network": report.network.name,
        "year": report.round.grant_year,
        "scheme": report.round.scheme_key,
        "attachments": [
            {
                "pk": file.attachment_id,
                "name": file.attachment.filename,
                "size": file.attachment.size,
                "sha256": file.attachment.sha256,
            }
            for file in files
        ],
    }


def _file_name(file: ReportAttachment) -> str:
    """The file's name and its size in whole kB, so that another file of the same name is seen."""
    return f"{file.attachment.filename} ({-(-file.attachment.size // 1024)} kB)"


def _involvement(report: NeedsReport) -> list[Content]:
    heads = [row("heads_involvement", text=report.heads_involvement)]
    return [
        *([] if is_from_service(report) else heads),
        row("staff_groups", codes=[group for group in StaffGroup.values if group in report.staff_groups]),
        row("involved_when", text=report.involved_when),
        row("staff_involvement", text=report.staff_involvement),
    ]


def _need(report: NeedsReport, need: Need, before: dict[int, Need]) -> Content:
    places = [row("kindergartens", names=[kindergarten.name for kindergarten in need.kindergartens.all()])]
    carried = before.get(need.continues_id or 0)
    return section(
        f"need-{need.pk}",
        [
            row("theme", text=need.theme.name if need.theme else ""),
            *([row("theme_other", text=need.theme_other)] if need.theme_other else []),
            *([] if is_from_service(report) else places),
            *([row("continues", text=_carried(carried))] if carried else []),
            row("why", text=need.why),
            row("goal", text=need.goal),
            row("way_of_working", text=need.way_of_working),
            row("start_on", codes=[need.start_on.isoformat()] if need.start_on else []),
            row("years", codes=[str(need.years)] if need.years else []),
        ],
        kind="need",
        title=need.title,
    )


def _carried(need: Need) -> str:
    return f"{need.title} ({need.report.round.grant_year})"


def _cooperation(report: NeedsReport) -> list[Content]:
    contribution = [row("own_contribution", text=report.own_contribution)]
    return [
        row("sami_perspectives", text=report.sami_perspectives),
        row("ppt_part", codes=[report.ppt_part] if report.ppt_part else []),
        row("ppt_involvement", text=report.ppt_involvement),
        *(contribution if report.round.scheme.asks_own_contribution else []),
    ]
