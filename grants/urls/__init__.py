"""The addresses of the app: frame, allocation, recommendation, decision, letters, outcome."""

from django.urls import URLPattern

from grants.urls import (
    allocation,
    budget,
    compare,
    correction,
    decision,
    letter,
    outcome,
    payment,
    payout,
    recommendation,
    scenario,
)

app_name = "grants"
urlpatterns: list[URLPattern] = [
    *budget.urlpatterns,
    *allocation.urlpatterns,
    *scenario.urlpatterns,
    *compare.urlpatterns,
    *recommendation.urlpatterns,
    *decision.urlpatterns,
    *correction.urlpatterns,
    *letter.urlpatterns,
    *outcome.urlpatterns,
    *payment.urlpatterns,
    *payout.urlpatterns,
]
