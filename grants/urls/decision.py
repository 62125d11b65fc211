"""The addresses of the decision."""

from django.urls import URLPattern, path

from grants.views import decision as views

urlpatterns: list[URLPattern] = [
    path("<int:year>/vedtak/", views.DecisionDetail.as_view(), name="decision_detail"),
    path("<int:year>/vedtak/bygg/", views.decision_build, name="decision_build"),
    path("<int:year>/vedtak/begrunnelse/", views.DecisionEdit.as_view(), name="decision_edit"),
    path("<int:year>/vedtak/klar/", views.DecisionPrepare.as_view(), name="decision_prepare"),
    path("<int:year>/vedtak/godkjenn/", views.DecisionApprove.as_view(), name="decision_approve"),
    path("<int:year>/vedtak/send-tilbake/", views.DecisionSendBack.as_view(), name="decision_send_back"),
]
