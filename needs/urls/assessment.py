"""The addresses of assessments: by kindergarten and grant year."""

from django.urls import URLPattern, path

from needs.views import assessment as views

ONE = "vurdering/<int:kindergarten>/<int:year>/"

urlpatterns: list[URLPattern] = [
    path("vurdering/", views.AssessmentList.as_view(), name="assessment_list"),
    path(ONE, views.AssessmentDetail.as_view(), name="assessment_detail"),
    path(f"{ONE}skriv/", views.AssessmentEdit.as_view(), name="assessment_edit"),
    path(f"{ONE}del/", views.assessment_share, name="assessment_share"),
    path(f"{ONE}fra-i-fjor/", views.assessment_carry_over, name="assessment_carry_over"),
    path(f"{ONE}ta-tilbake/", views.assessment_take_back, name="assessment_take_back"),
]
