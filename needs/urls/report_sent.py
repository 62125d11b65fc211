"""The addresses of what belongs to a needs report when it is sent: files, versions, receipts, taking back."""

from django.urls import URLPattern, path

from needs.views import attachments, needs_report_verbs, report_sent

ONE = "melding/<int:owner>/<int:network>/<int:year>/"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}skriv/vedlegg/", attachments.AttachmentsStep.as_view(), name="needs_report_attachments"),
    path(
        f"{ONE}skriv/vedlegg/<int:pk>/fjern/",
        attachments.AttachmentRemove.as_view(),
        name="needs_report_attachment_remove",
    ),
    path(
        f"{ONE}vedlegg/<int:pk>/",
        attachments.AttachmentDownload.as_view(),
        name="needs_report_attachment_download",
    ),
    path(
        f"{ONE}ta-tilbake/", needs_report_verbs.NeedsReportTakeBack.as_view(), name="needs_report_take_back"
    ),
    path(f"{ONE}versjoner/", report_sent.NeedsReportVersions.as_view(), name="needs_report_versions"),
    path(
        f"{ONE}versjoner/<int:number>/pdf/",
        report_sent.ReceiptDownload.as_view(),
        name="needs_report_receipt_download",
    ),
]
