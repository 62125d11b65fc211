"""The workbook's first sheet: what it is for, and how to fill it in."""

from typing import Any

from django.utils.translation import gettext as _
from openpyxl.worksheet.worksheet import Worksheet

from common.dates import instant
from needs.excel import layout, look, words
from needs.excel.look import Look
from needs.queries.workbook import Stand


def write(sheet: Worksheet, style: Look, stand: Stand) -> None:
    """Write the guidance, one thought in each row."""
    for row, (kind, text) in enumerate(_lines(stand), start=1):
        looks: dict[str, Any] = {"title": style.title, "subtitle": style.subtitle, "prose": style.prose}
        style.write(sheet, row, 1, text, looks[kind])
    sheet.column_dimensions["A"].width = 90
    look.fit_rows(sheet)
    sheet.sheet_view.showGridLines = False
    look.on_paper(sheet)
    sheet.page_setup.orientation = "portrait"
    look.lock(sheet)


def _lines(stand: Stand) -> list[tuple[str, str]]:
    report = stand.report
    names = {
        "owner": report.owner.name,
        "network": report.network.name,
        "year": report.round.grant_year,
        "due": instant(stand.due_at),
    }
    lines = [
        ("title", _("Needs report for %(year)s: %(owner)s") % names),
        ("prose", _("To %(network)s. The deadline for sending is %(due)s.") % names),
    ]
    if not stand.is_open:
        lines.append(("prose", _("The needs report cannot be written now. The workbook is for reading.")))
    return [*lines, *_how(), *_sheets(stand), *_rules()]


def _how() -> list[tuple[str, str]]:
    return [
        ("subtitle", _("How to use the workbook")),
        ("prose", _("1. Fill in the yellow cells, sheet by sheet. You need not fill in everything.")),
        ("prose", _("2. Save the file as .xlsx on your machine.")),
        (
            "prose",
            _(
                "3. Upload it in the portal, on the page “Work in Excel”. You see what changes before it is stored."
            ),
        ),
        (
            "prose",
            _(
                "4. Look over the needs report in the portal, and send it there. Uploading sends nothing, and shares "
                "no assessments."
            ),
        ),
        (
            "prose",
            _(
                "Others can write in the portal meanwhile. When two have changed the same text, you choose which one "
                "shall stand."
            ),
        ),
    ]


def _sheets(stand: Stand) -> list[tuple[str, str]]:
    about = {
        layout.ASSESSMENTS: _("a row for each kindergarten and theme. Grey cells are shared already."),
        layout.INVOLVEMENT: _("who took part in each kindergarten, when and how."),
        layout.TOOK_PART: _("how heads and staff took part in the owner's report."),
        layout.NEEDS: _("up to 30 needs, with theme, reason, goal, way of working, start and duration."),
        layout.PLACES: _("an x where a need is for a kindergarten."),
        layout.COOPERATION: _("Sami perspectives, PPT and others."),
    }
    if not stand.assessed:
        about = {
            key: text for key, text in about.items() if key not in (layout.ASSESSMENTS, layout.INVOLVEMENT)
        }
    if not stand.kindergartens:
        del about[layout.PLACES]
    lines = [f"{words.TITLES[key]}: {text}" for key, text in about.items()]
    return [("subtitle", _("The sheets")), *(("prose", line) for line in lines)]


def _rules() -> list[tuple[str, str]]:
    return [
        ("subtitle", _("Good to know")),
        ("prose", _("New line in a cell: Alt + Enter in Excel, Ctrl + Enter in LibreOffice.")),
        ("prose", _("Write text and numbers, no formulas. Do not merge cells.")),
        ("prose", _("To remove a need, empty its row. A row that is deleted changes nothing in the portal.")),
        ("prose", _("Never write a national identity number, or anything about single children.")),
    ]
