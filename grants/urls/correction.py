"""The addresses of corrections and complaints."""

from django.urls import URLPattern, path

from grants.views import complaint, correction

RETTELSE = "<int:year>/rettelser/<int:correction>/"
KLAGE = "<int:year>/klager/<int:complaint>/"
urlpatterns: list[URLPattern] = [
    path("<int:year>/rettelser/", correction.CorrectionList.as_view(), name="correction_list"),
    path(
        "<int:year>/rettelser/ny/<int:grant>/",
        correction.CorrectionBegin.as_view(),
        name="correction_begin",
    ),
    path(RETTELSE, correction.CorrectionDetail.as_view(), name="correction_detail"),
    path(f"{RETTELSE}endre/", correction.CorrectionEdit.as_view(), name="correction_edit"),
    path(f"{RETTELSE}klar/", correction.CorrectionPrepare.as_view(), name="correction_prepare"),
    path(f"{RETTELSE}godkjenn/", correction.CorrectionApprove.as_view(), name="correction_approve"),
    path(f"{RETTELSE}send-tilbake/", correction.CorrectionSendBack.as_view(), name="correction_send_back"),
    path(f"{RETTELSE}avbryt/", correction.CorrectionCancel.as_view(), name="correction_cancel"),
    path(
        "brev/rettelse/<int:letter>/",
        correction.correction_letter_download,
        name="correction_letter_download",
    ),
    path("<int:year>/klager/", complaint.ComplaintList.as_view(), name="complaint_list"),
    path("<int:year>/klager/ny/", complaint.ComplaintRecord.as_view(), name="complaint_record"),
    path(KLAGE, complaint.ComplaintDetail.as_view(), name="complaint_detail"),
    path(f"{KLAGE}vedlegg/", complaint.complaint_file_download, name="complaint_file_download"),
    path(f"{KLAGE}avvis/", complaint.ComplaintDismiss.as_view(), name="complaint_dismiss"),
    path(f"{KLAGE}medhold/", complaint.ComplaintUphold.as_view(), name="complaint_uphold"),
    path(f"{KLAGE}oversend/", complaint.ComplaintForward.as_view(), name="complaint_forward"),
    path(f"{KLAGE}avgjort/", complaint.ComplaintSettle.as_view(), name="complaint_settle"),
]
