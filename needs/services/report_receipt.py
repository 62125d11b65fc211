"""What was sent as a PDF: made from the kept version when somebody first asks for it, and the same ever after."""

from datetime import datetime

from django.utils.translation import gettext as _

from common.dates import instant
from common.documents.receipt import Receipts, Said
from common.models import ContentVersion, Document
from needs.models import NeedsReport
from needs.report_content import WORDS


def issue_receipt(*, report: NeedsReport, version: ContentVersion, now: datetime) -> Document:
    """The version as a document. Ask who may read the version first: nothing in the portal changes by it."""
    return RECEIPTS.issue(version, receipt_number(report, version), now=now)


def receipt_number(report: NeedsReport, version: ContentVersion) -> str:
    """The number that names the document: the year, the report and the version."""
    return f"BM-{version.content['facts']['year']}-{report.pk}-{version.number}"


def _said(version: ContentVersion) -> Said:
    facts = version.content["facts"]
    sentence = (
        _("Recorded in the Rekom portal by %(by)s in %(network)s on %(when)s.")
        if version.verb == "record"
        else _("Sent in the Rekom portal by %(by)s to %(network)s on %(when)s.")
    )
    about = {"by": facts["by"], "network": facts["network"], "when": instant(version.at)}
    return Said(
        title=_("Needs report for %(year)s from %(owner)s")
        % {"year": facts["year"], "owner": facts["owner"]},
        lead=sentence % about,
        facts=[
            (_("Owner"), facts["owner"]),
            (_("Organisation number"), facts["org_number"]),
            (_("Network"), facts["network"]),
            (_("Grant year"), str(facts["year"])),
            (_("Version"), str(version.number)),
        ],
    )


RECEIPTS = Receipts(kind="needs_report_receipt", prefix="behovsmelding", words=WORDS, said=_said)
