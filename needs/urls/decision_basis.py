"""The addresses of decision bases and their measures: by network and grant year."""

from django.urls import URLPattern, path

from needs.views import basis_draft, basis_sent, measure, university_bases
from needs.views import decision_basis as views
from needs.views import decision_basis_verbs as verbs

ONE = "grunnlag/<int:network>/<int:year>/"

urlpatterns: list[URLPattern] = [
    path("grunnlag/", views.DecisionBasisList.as_view(), name="decision_basis_list"),
    path(
        "grunnlag/universitet/<int:university>/<int:year>/",
        university_bases.UniversityBases.as_view(),
        name="university_bases",
    ),
    path(ONE, views.DecisionBasisDetail.as_view(), name="decision_basis_detail"),
    path(f"{ONE}tekst/", basis_draft.DecisionBasisEdit.as_view(), name="decision_basis_edit"),
    path(f"{ONE}uten-tiltak/", basis_draft.UnansweredNeeds.as_view(), name="unanswered_needs"),
    path(f"{ONE}godkjenn/", views.decision_basis_approve, name="decision_basis_approve"),
    path(f"{ONE}trekk-godkjenning/", views.decision_basis_withdraw, name="decision_basis_withdraw"),
    path(f"{ONE}send/", verbs.DecisionBasisSubmit.as_view(), name="decision_basis_submit"),
    path(f"{ONE}returner/", verbs.DecisionBasisReturn.as_view(), name="decision_basis_return"),
    path(f"{ONE}godta/", verbs.DecisionBasisAccept.as_view(), name="decision_basis_accept"),
    path(f"{ONE}sendt.pdf", basis_sent.decision_basis_document, name="decision_basis_document_download"),
    path(f"{ONE}sendt.xlsx", basis_sent.decision_basis_workbook, name="decision_basis_workbook_download"),
    path(f"{ONE}versjoner/", basis_sent.DecisionBasisVersions.as_view(), name="decision_basis_versions"),
    path(f"{ONE}rekkefolge/", measure.measure_order, name="measure_order"),
    path(f"{ONE}tiltak/nytt/", measure.MeasureCreate.as_view(), name="measure_create"),
    path(f"{ONE}tiltak/<int:pk>/", measure.MeasureEdit.as_view(), name="measure_edit"),
    path(f"{ONE}tiltak/<int:pk>/fjern/", measure.MeasureRemove.as_view(), name="measure_remove"),
]
