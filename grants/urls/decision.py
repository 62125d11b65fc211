"""The addresses of the decision."""

from django.urls import URLPattern, path

from grants.views import decision as views
from grants.views import decision_lines as lines
from grants.views import recusal

urlpatterns: list[URLPattern] = [
    path("<int:year>/vedtak/", views.DecisionDetail.as_view(), name="decision_detail"),
    path("<int:year>/vedtak/bygg/", views.DecisionBuild.as_view(), name="decision_build"),
    path("<int:year>/vedtak/mottaker/<int:grant>/", lines.DecisionLines.as_view(), name="decision_lines"),
    path(
        "<int:year>/vedtak/mottaker/<int:grant>/linje/<int:line>/",
        lines.DecisionLines.as_view(),
        name="decision_line",
    ),
    path("<int:year>/habilitet/", recusal.RecusalList.as_view(), name="recusal_list"),
    path("<int:year>/habilitet/meld/", recusal.RecusalDeclare.as_view(), name="recusal_declare"),
    path("<int:year>/habilitet/<int:recusal>/avslutt/", recusal.RecusalEnd.as_view(), name="recusal_end"),
    path("<int:year>/vedtak/begrunnelse/", views.DecisionEdit.as_view(), name="decision_edit"),
    path("<int:year>/vedtak/klar/", views.DecisionPrepare.as_view(), name="decision_prepare"),
    path("<int:year>/vedtak/godkjenn/", views.DecisionApprove.as_view(), name="decision_approve"),
    path("<int:year>/vedtak/send-tilbake/", views.DecisionSendBack.as_view(), name="decision_send_back"),
]
