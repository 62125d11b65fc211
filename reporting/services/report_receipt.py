"""What was sent as a PDF: made from the kept version, and the same ever after."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.dates import instant
from common.documents.issue import issue
from common.documents.pdf import make_pdf
from common.kept import read_sections
from common.models import ContentVersion, Document
from reporting.models import Report
from reporting.queries.report_parts import RECEIPT, receipt_of
from reporting.report_content import WORDS

LANGUAGE = "nb"
"""A receipt is the same for all who read it, so it is in bokmål whoever asks first."""


def issue_receipt(*, report: Report, version: ContentVersion, now: datetime) -> Document:
    """The version as a document, made when somebody first asks. Ask who may read the version first."""
    number = receipt_number(report, version)
    found = receipt_of(number)
    if found is not None:
        return found
    content = receipt_pdf(version, number)
    with override(LANGUAGE):
        title = _title(version)
    try:
        with transaction.atomic():
            return issue(
                kind=RECEIPT,
                number=number,
                title=title,
                filename=f"rapport-{number}.pdf",
                content=content,
                now=now,
            )
    except IntegrityError:  # somebody else asked at the same moment: theirs is the document
        return Document.objects.get(number=number)


def receipt_number(report: Report, version: ContentVersion) -> str:
    """The number that names the document: the year, the report and the version."""
    return f"RA-{version.content['facts']['year']}-{report.pk}-{version.number}"


def receipt_pdf(version: ContentVersion, number: str) -> bytes:
    """The version as PDF/UA. It is made of what is kept alone, so the same version gives the same bytes."""
    with override(LANGUAGE):
        context = {
            "language": LANGUAGE,
            "title": _title(version),
            "number": number,
            "created": version.at.isoformat(),
            "lead": _lead(version),
            "facts": _facts(version),
            "sections": read_sections(version.content, WORDS),
            "files": version.content["facts"]["attachments"],
            "fingerprint": version.sha256,
        }
        html = render_to_string("documents/kept.html", context)
    return make_pdf(html, css="kept", identifier=f"{number} {version.sha256}".encode())


def _title(version: ContentVersion) -> str:
    facts = version.content["facts"]
    return _("Report on the grant for %(year)s to %(recipient)s") % {
        "year": facts["year"],
        "recipient": facts["recipient"],
    }


def _lead(version: ContentVersion) -> str:
    facts = version.content["facts"]
    sentence = _("Sent in the Rekom portal by %(by)s to the County Governor on %(when)s.")
    return sentence % {"by": facts["by"], "when": instant(version.at)}


def _facts(version: ContentVersion) -> list[tuple[str, str]]:
    facts = version.content["facts"]
    return [
        (_("Recipient"), facts["recipient"]),
        (_("Grant year"), str(facts["year"])),
        (_("Version"), str(version.number)),
    ]
