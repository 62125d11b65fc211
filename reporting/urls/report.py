"""The addresses of reports: by grant."""

from django.urls import path

from reporting.views import report as views

urlpatterns = [
    path("", views.ReportList.as_view(), name="report_list"),
    path("oversikt/<int:year>/", views.ReportOverview.as_view(), name="report_overview"),
    path("<int:pk>/", views.ReportDetail.as_view(), name="report_detail"),
    path("<int:pk>/skriv/", views.ReportEdit.as_view(), name="report_edit"),
    path("<int:pk>/se-over/", views.ReportConfirmSubmit.as_view(), name="report_confirm_submit"),
    path("<int:pk>/send/", views.report_submit, name="report_submit"),
    path("<int:pk>/returner/", views.ReportReturn.as_view(), name="report_return"),
    path("<int:pk>/godkjenn/", views.ReportApprove.as_view(), name="report_approve"),
]
