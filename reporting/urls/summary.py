"""The addresses of the county's summary."""

from django.urls import path

from reporting.views import summary as views
from reporting.views import summary_write as write

ONE = "sammendrag/<int:year>"

urlpatterns = [
    path("sammendrag/", views.SummaryList.as_view(), name="summary_list"),
    path(f"{ONE}/", views.SummaryDetail.as_view(), name="summary_detail"),
    path(f"{ONE}/lag/", views.SummaryMake.as_view(), name="summary_make"),
    path(f"{ONE}/fremdrift/", views.SummaryProgress.as_view(), name="summary_progress"),
    path(f"{ONE}/ny-del/", write.SectionAdd.as_view(), name="summary_section_add"),
    path(f"{ONE}/rekkefolge/", write.SectionsOrder.as_view(), name="summary_sections_order"),
    path(f"{ONE}/del/<slug:key>/", write.SectionEdit.as_view(), name="summary_section_edit"),
    path(f"{ONE}/del/<slug:key>/fjern/", write.SectionRemove.as_view(), name="summary_section_remove"),
    path(f"{ONE}/frys/", views.SummaryFreeze.as_view(), name="summary_freeze"),
    path(f"{ONE}/gjenapne/", views.SummaryReopen.as_view(), name="summary_reopen"),
    path(f"{ONE}/til-forumet/", views.SummaryLay.as_view(), name="summary_lay"),
    path(f"{ONE}/versjoner/", views.SummaryVersions.as_view(), name="summary_versions"),
    path(
        f"{ONE}/versjoner/<int:number>/",
        views.SummaryVersionDownload.as_view(),
        name="summary_version_download",
    ),
    path(f"{ONE}/pdf/", views.SummaryDownload.as_view(field="document"), name="summary_pdf_download"),
    path(f"{ONE}/excel/", views.SummaryDownload.as_view(field="workbook"), name="summary_workbook_download"),
    path(f"{ONE}/word/", views.SummaryDownload.as_view(field="text_document"), name="summary_word_download"),
]
