"""The addresses of an owner's workbook: by owner, network and grant year."""

from django.urls import URLPattern, path

from needs.views import workbook as views

ONE = "melding/<int:owner>/<int:network>/<int:year>/excel/"

urlpatterns: list[URLPattern] = [
    path(ONE, views.Workbook.as_view(), name="workbook"),
    path(f"{ONE}last-ned/", views.WorkbookDownload.as_view(), name="workbook_download"),
    path(f"{ONE}se-over/", views.WorkbookReview.as_view(), name="workbook_review"),
    path(f"{ONE}feil/", views.WorkbookFaults.as_view(), name="workbook_faults"),
    path(f"{ONE}forkast/", views.WorkbookDiscard.as_view(), name="workbook_discard"),
]
