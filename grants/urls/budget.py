"""The addresses of the years, their frames and keys, and what is promised for several years."""

from django.urls import URLPattern, path

from grants.views import budget as views
from grants.views import budget_key, commitment
from grants.views.budget_edit import BudgetEdit

PROMISES = "loefter/"
urlpatterns: list[URLPattern] = [
    path("", views.RoundList.as_view(), name="round_list"),
    path(PROMISES, commitment.CommitmentList.as_view(), name="commitment_list"),
    path(f"{PROMISES}nytt/", commitment.CommitmentEdit.as_view(), name="commitment_create"),
    path(f"{PROMISES}<int:commitment>/", commitment.CommitmentEdit.as_view(), name="commitment_edit"),
    path("<int:year>/ramme/", views.BudgetDetail.as_view(), name="budget_detail"),
    path("<int:year>/ramme/endre/", BudgetEdit.as_view(), name="budget_edit"),
    path("<int:year>/ramme/nokkel/", budget_key.RecordKey.as_view(), name="budget_record_key"),
    path("<int:year>/ramme/versjoner/", budget_key.BudgetVersions.as_view(), name="budget_versions"),
]
