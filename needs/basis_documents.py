"""A sent decision basis as documents that never change: a PDF to read and print, and a workbook to count in."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import instant
from common.documents.issue import issue
from common.documents.pdf import make_pdf
from common.documents.workbook import CONTENT_TYPE, Column, Sheet, workbook
from common.kept import Content, KeptSection
from common.models import ContentVersion, Document
from common.money import kroner
from needs.basis_content import sections_of
from needs.models import DecisionBasis, Measure
from needs.rules.decision_basis import approval_of, sides

LANGUAGE = settings.LANGUAGE_CODE
"""What is sent to the county governor is written in the portal's own language."""


def issue_documents(
    basis: DecisionBasis, version: ContentVersion, *, now: datetime
) -> tuple[Document, Document]:
    """Make and store the PDF and the workbook of what is sent as `version`; they name those that they replace."""
    place = f"{basis.round.grant_year}-{basis.round.county.number}-B{basis.network_id}"
    number = f"{place}-{version.number}"
    with override(LANGUAGE):
        facts = document_facts(basis, version, number=number)
        title = facts["title"]
        document = issue(
            kind="decision_basis",
            number=number,
            title=title,
            filename=f"beslutningsgrunnlag-{number}.pdf",
            content=basis_pdf(facts),
            now=now,
            replaces=basis.document,
        )
        with workbook(_sheets(basis, facts)) as book:
            content = book.read()
        sheet = issue(
            kind="decision_basis_workbook",
            number=f"{number}-X",
            title=title,
            filename=f"beslutningsgrunnlag-{number}.xlsx",
            content=content,
            content_type=CONTENT_TYPE,
            now=now,
            replaces=basis.workbook,
        )
    return document, sheet


def document_facts(basis: DecisionBasis, version: ContentVersion, *, number: str) -> dict[str, Any]:
    """All that the PDF says, as plain text in the language of now, out of the kept version."""
    content: Content = version.content
    sections = sections_of(content)
    measures = list(basis.measures.all())
    names = {"network": content["facts"]["network"], "year": content["facts"]["year"]}
    return {
        "language": LANGUAGE,
        "number": number,
        "title": _("Decision basis for %(network)s, %(year)s") % names,
        "network": names["network"],
        "year": names["year"],
        "office": basis.round.county.office_name,
        "sent_at": instant(version.at),
        "sent_at_iso": localtime(version.at).isoformat(timespec="seconds"),
        "sent_by": version.by.name,
        "sha256": version.sha256,
        "texts": _section(sections, "network"),
        "unanswered": _section(sections, "unanswered"),
        "measures": [item for item in sections if item.key.startswith("measure:")],
        "sums": _sums(basis, measures),
        "total": kroner(sum(_asked(measure) for measure in measures)),
        "overview": [_overview(measure) for measure in measures],
        "approvals": [_approval(basis, side) for side in sides(basis)],
        "silent_reason": basis.silent_reason,
    }


def basis_pdf(facts: dict[str, Any]) -> bytes:
    """The decision basis as PDF/UA. The same facts give the same bytes."""
    html = render_to_string("documents/decision_basis.html", {"basis": facts})
    return make_pdf(html, css="kept", identifier=facts["number"].encode())


def _section(sections: Iterable[KeptSection], key: str) -> KeptSection | None:
    return next((item for item in sections if item.key == key), None)


def _asked(measure: Measure) -> int:
    return measure.network_amount_nok + sum(part["amount"] for part in measure.parts)


def _sums(basis: DecisionBasis, measures: Sequence[Measure]) -> list[tuple[str, str]]:
    """What the network and each university ask for in all, as (name, amount)."""
    totals: dict[str, int] = {}
    for measure in measures:
        for part in measure.parts:
            totals[part["name"]] = totals.get(part["name"], 0) + part["amount"]
    own = sum(measure.network_amount_nok for measure in measures)
    return [(name, kroner(amount)) for name, amount in [(basis.network.name, own), *sorted(totals.items())]]


def _overview(measure: Measure) -> dict[str, Any]:
    """A line of the table of measures."""
    return {
        "number": measure.priority,
        "title": measure.title,
        "kindergartens": len(measure.kindergarten_rows),
        "network": kroner(measure.network_amount_nok),
        "universities": kroner(sum(part["amount"] for part in measure.parts)),
        "amount": kroner(_asked(measure)),
    }


def _approval(basis: DecisionBasis, side: Any) -> dict[str, str]:
    approval = approval_of(basis, side.university_id)
    return {
        "side": side.name,
        "by": approval.approved_by.name if approval else "",
        "at": instant(approval.approved_at) if approval else "",
    }


def _sheets(basis: DecisionBasis, facts: dict[str, Any]) -> list[Sheet]:
    """One sheet each: the measures, who asks for what, the needs answered, those not answered, the texts."""
    return [
        _measures_sheet(facts),
        _amounts_sheet(basis),
        _needs_sheet(basis),
        _unanswered_sheet(basis),
        _texts_sheet(facts),
    ]


def _measures_sheet(facts: dict[str, Any]) -> Sheet:
    """A row for each measure, with every text. Fields that only some measures have stand last."""
    labels: dict[str, str] = {}
    for item in facts["measures"]:
        for row in item.rows:
            labels.setdefault(row.key, row.label)
    own = {key: label for key, label in labels.items() if ":" not in key and key != "network_amount"}
    criteria = {key: label for key, label in labels.items() if key.startswith("criterion:")}
    keys = {**own, **criteria}
    rows = []
    for item in facts["measures"]:
        words = {row.key: row.words for row in item.rows}
        title = item.title.partition(": ")[2]
        rows.append([item.number, title, *(words.get(key, "") for key in keys)])
    columns = [
        Column(_("Priority"), 10),
        Column(_("Title"), 32),
        *(Column(label, 40) for label in keys.values()),
    ]
    return Sheet(_("Measures"), columns, rows)


def _amounts_sheet(basis: DecisionBasis) -> Sheet:
    rows: list[list[Any]] = []
    for measure in basis.measures.all():
        first = [measure.priority, measure.title]
        rows.append([*first, basis.network.name, measure.network_amount_nok, None, ""])
        rows += [[*first, p["name"], p["amount"], p["days"], p["faculty"]] for p in measure.parts]
    columns = [
        Column(_("Priority"), 10),
        Column(_("Measure"), 32),
        Column(_("Who asks"), 40),
        Column(_("Amount, kr"), 16),
        Column(_("Days"), 10),
        Column(_("Academic staff"), 40),
    ]
    return Sheet(_("Amounts"), columns, rows)


def _needs_sheet(basis: DecisionBasis) -> Sheet:
    rows = [
        [measure.priority, measure.title, need["owner_name"], need["theme"] or ""]
        for measure in basis.measures.all()
        for need in measure.need_rows
    ]
    columns = [
        Column(_("Priority"), 10),
        Column(_("Measure"), 32),
        Column(_("Owner"), 32),
        Column(_("Theme"), 40),
    ]
    return Sheet(_("Needs answered"), columns, rows)


def _unanswered_sheet(basis: DecisionBasis) -> Sheet:
    rows = [[need["owner_name"], need["theme"] or "", need["reason"]] for need in basis.free_needs]
    columns = [Column(_("Owner"), 32), Column(_("Theme"), 40), Column(_("Why it is not answered"), 60)]
    return Sheet(_("Needs not answered"), columns, rows)


def _texts_sheet(facts: dict[str, Any]) -> Sheet:
    rows = [[row.label, row.words] for row in facts["texts"].rows]
    rows += [
        [_("Sent by"), facts["sent_by"]],
        [_("Sent"), facts["sent_at"]],
        *([approval["side"], _approved_words(approval)] for approval in facts["approvals"]),
    ]
    return Sheet(_("The network as a whole"), [Column(_("Field"), 32), Column(_("Text"), 90)], rows)


def _approved_words(approval: dict[str, str]) -> str:
    if not approval["by"]:
        return _("Not approved when it was sent")
    return _("Approved by %(who)s, %(when)s") % {"who": approval["by"], "when": approval["at"]}
