"""The addresses of what became of each need, and of a network's budget."""

from django.urls import URLPattern, path

from grants.views import adjustment
from grants.views.outcome import OutcomeList

BUDGET = "<int:year>/budsjett/<int:network>/"
urlpatterns: list[URLPattern] = [
    path("behov/", OutcomeList.as_view(), name="outcome_list"),
    path(BUDGET, adjustment.AdjustmentDetail.as_view(), name="adjustment_detail"),
    path(f"{BUDGET}forslag/", adjustment.AdjustmentPropose.as_view(), name="adjustment_propose"),
    path(f"{BUDGET}avslag/", adjustment.AdjustmentDecline.as_view(), name="adjustment_decline"),
    path(f"{BUDGET}<int:adjustment>/enig/", adjustment.AdjustmentAgree.as_view(), name="adjustment_agree"),
]
