"""The addresses of the shared facts about measures: by network and year, and by measure."""

from django.urls import path

from reporting.views import facts as views

urlpatterns = [
    path("tiltak/<int:network>/<int:year>/", views.FactsList.as_view(), name="facts_list"),
    path("tiltak/<int:measure>/", views.FactsDetail.as_view(), name="facts_detail"),
    path("tiltak/<int:measure>/skriv/", views.FactsEdit.as_view(), name="facts_edit"),
    path("tiltak/<int:measure>/godkjenn/", views.FactsApprove.as_view(), name="facts_approve"),
    path("tiltak/<int:measure>/trekk/", views.FactsWithdraw.as_view(), name="facts_withdraw"),
]
