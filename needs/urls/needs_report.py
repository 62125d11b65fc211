"""The addresses of needs reports: by owner, network and grant year."""

from django.urls import URLPattern, path

from needs.views import needs_report as views
from needs.views import needs_report_verbs as verbs
from needs.views import report_needs as needs
from needs.views import report_send as send
from needs.views import report_write as write

ONE = "melding/<int:owner>/<int:network>/<int:year>/"

urlpatterns: list[URLPattern] = [
    path("melding/", views.NeedsReportList.as_view(), name="needs_report_list"),
    path(ONE, views.NeedsReportDetail.as_view(), name="needs_report_detail"),
    path(f"{ONE}skriv/", write.NeedsReportEdit.as_view(), name="needs_report_edit"),
    path(f"{ONE}skriv/mottatt/", write.ReceivedStep.as_view(), name="needs_report_received"),
    path(f"{ONE}skriv/behov/", needs.NeedsStep.as_view(), name="needs_report_needs"),
    path(f"{ONE}skriv/behov/nytt/", needs.NeedAdd.as_view(), name="need_add"),
    path(f"{ONE}skriv/behov/rekkefolge/", needs.NeedOrder.as_view(), name="need_order"),
    path(f"{ONE}skriv/behov/<int:pk>/", needs.NeedEdit.as_view(), name="need_edit"),
    path(f"{ONE}skriv/behov/<int:pk>/fjern/", needs.NeedRemove.as_view(), name="need_remove"),
    path(f"{ONE}skriv/deltakelse/", write.InvolvementStep.as_view(), name="needs_report_involvement"),
    path(f"{ONE}skriv/samarbeid/", write.CooperationStep.as_view(), name="needs_report_cooperation"),
    path(f"{ONE}se-over/", send.NeedsReportConfirmSubmit.as_view(), name="needs_report_confirm_submit"),
    path(f"{ONE}send/", send.needs_report_submit, name="needs_report_submit"),
    path(
        f"{ONE}ingen-nye-behov/",
        verbs.NeedsReportDeclareNoNeeds.as_view(),
        name="needs_report_declare_no_needs",
    ),
    path(f"{ONE}gjenoppta/", views.needs_report_resume, name="needs_report_resume"),
    path(f"{ONE}registrer/", write.NeedsReportRecord.as_view(), name="needs_report_record"),
    path(f"{ONE}returner/", verbs.NeedsReportReturn.as_view(), name="needs_report_return"),
    path(f"{ONE}ny-frist/", verbs.NeedsReportExtend.as_view(), name="needs_report_extend"),
]
