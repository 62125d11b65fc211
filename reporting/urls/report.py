"""The addresses of reports: by grant."""

from django.urls import path

from reporting.views import report as views
from reporting.views import report_files as files
from reporting.views import report_send as send
from reporting.views import report_sent as sent
from reporting.views import report_write as write

urlpatterns = [
    path("", views.ReportList.as_view(), name="report_list"),
    path("oversikt/<int:year>/", views.ReportOverview.as_view(), name="report_overview"),
    path("<int:pk>/", views.ReportDetail.as_view(), name="report_detail"),
    path("<int:pk>/skriv/", write.ReportEdit.as_view(), name="report_edit"),
    path("<int:pk>/skriv/tiltak/", write.MeasuresStep.as_view(), name="report_measures"),
    path("<int:pk>/skriv/penger/", write.MoneyStep.as_view(), name="report_money"),
    path("<int:pk>/skriv/penger/<int:line>/", write.LinePage.as_view(), name="report_line"),
    path("<int:pk>/skriv/sporsmal/", write.QuestionsStep.as_view(), name="report_questions"),
    path("<int:pk>/skriv/vedlegg/", files.FilesStep.as_view(), name="report_attachments"),
    path("<int:pk>/skriv/vedlegg/<int:file>/fjern/", files.FileRemove.as_view(), name="report_file_remove"),
    path("<int:pk>/vedlegg/<int:file>/", files.FileDownload.as_view(), name="report_file_download"),
    path("<int:pk>/se-over/", send.ReportConfirmSubmit.as_view(), name="report_confirm_submit"),
    path("<int:pk>/send/", send.report_submit, name="report_submit"),
    path("<int:pk>/versjoner/", sent.ReportVersions.as_view(), name="report_versions"),
    path("<int:pk>/kvittering/<int:number>/", sent.ReceiptDownload.as_view(), name="report_receipt_download"),
]
