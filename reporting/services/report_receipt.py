"""What was sent as a PDF: made from the kept version, and the same ever after."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.dates import instant
from common.documents.receipt import Receipts, Said
from common.models import ContentVersion, Document
from reporting.models import Report
from reporting.report_content import WORDS


def issue_receipt(*, report: Report, version: ContentVersion, now: datetime) -> Document:
    """The version as a document. Ask who may read the version first."""
    return RECEIPTS.issue(version, receipt_number(report, version), now=now)


def receipt_number(report: Report, version: ContentVersion) -> str:
    """The number that names the document: the year, the report and the version."""
    return f"RA-{version.content['facts']['year']}-{report.pk}-{version.number}"


def _said(version: ContentVersion) -> Said:
    facts = version.content["facts"]
    about = {"year": facts["year"], "recipient": facts["recipient"]}
    sent = _("Sent in the Rekom portal by %(by)s to the County Governor on %(when)s.")
    return Said(
        title=_("Report on the grant for %(year)s to %(recipient)s") % about,
        lead=sent % {"by": facts["by"], "when": instant(version.at)},
        facts=[
            (_("Recipient"), facts["recipient"]),
            (_("Grant year"), str(facts["year"])),
            (_("Version"), str(version.number)),
        ],
    )


RECEIPTS = Receipts(kind="report_receipt", prefix="rapport", words=WORDS, said=_said)
