"""The addresses of what a needs report begins with, and of those who are asked to write it."""

from django.urls import URLPattern, path

from needs.urls.needs_report import ONE
from needs.views import beginnings, delegation

urlpatterns: list[URLPattern] = [
    path(f"{ONE}fra-i-fjor/", beginnings.FromLastYear.as_view(), name="needs_from_last_year"),
    path(f"{ONE}fra-vurderinger/", beginnings.FromAssessments.as_view(), name="needs_from_assessments"),
    path(f"{ONE}kolleger/", delegation.WritersPage.as_view(), name="report_writers"),
    path(f"{ONE}kolleger/<int:seat>/avslutt/", delegation.report_writer_end, name="report_writer_end"),
    path(f"{ONE}klar/", delegation.needs_report_tell_ready, name="needs_report_tell_ready"),
    path(
        "melding/tjeneste/<int:network>/<int:year>/",
        delegation.ServiceBegin.as_view(),
        name="service_report_begin",
    ),
    path("eier/<int:owner>/<int:year>/", beginnings.OwnerKindergartens.as_view(), name="owner_kindergartens"),
]
