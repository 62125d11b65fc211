"""The addresses of needs reports: by owner, network and grant year."""

from django.urls import URLPattern, path

from needs.views import needs_report as views
from needs.views import needs_report_verbs as verbs

ONE = "melding/<int:owner>/<int:network>/<int:year>/"

urlpatterns: list[URLPattern] = [
    path("melding/", views.NeedsReportList.as_view(), name="needs_report_list"),
    path(ONE, views.NeedsReportDetail.as_view(), name="needs_report_detail"),
    path(f"{ONE}skriv/", views.NeedsReportEdit.as_view(), name="needs_report_edit"),
    path(f"{ONE}se-over/", views.NeedsReportConfirmSubmit.as_view(), name="needs_report_confirm_submit"),
    path(f"{ONE}send/", views.needs_report_submit, name="needs_report_submit"),
    path(
        f"{ONE}ingen-nye-behov/",
        verbs.NeedsReportDeclareNoNeeds.as_view(),
        name="needs_report_declare_no_needs",
    ),
    path(f"{ONE}gjenoppta/", views.needs_report_resume, name="needs_report_resume"),
    path(f"{ONE}registrer/", views.NeedsReportRecord.as_view(), name="needs_report_record"),
    path(f"{ONE}returner/", verbs.NeedsReportReturn.as_view(), name="needs_report_return"),
    path(f"{ONE}ny-frist/", verbs.NeedsReportExtend.as_view(), name="needs_report_extend"),
]
