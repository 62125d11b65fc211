"""The addresses of the years and their frames."""

from django.urls import URLPattern, path

from grants.views import budget as views

urlpatterns: list[URLPattern] = [
    path("", views.RoundList.as_view(), name="round_list"),
    path("<int:year>/ramme/", views.BudgetDetail.as_view(), name="budget_detail"),
    path("<int:year>/ramme/endre/", views.BudgetEdit.as_view(), name="budget_edit"),
]
