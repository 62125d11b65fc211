"""The addresses of scenarios side by side, of their workbooks, and of what is done to a whole scenario."""

from django.urls import URLPattern, path

from grants.views import compare
from grants.views import scenario_verbs as verbs

ALL = "<int:year>/verksted/sammenlign"
ONE = "<int:year>/verksted/<int:scenario>"

urlpatterns: list[URLPattern] = [
    path(f"{ALL}/", compare.ScenarioCompare.as_view(), name="scenario_compare"),
    path(f"{ALL}/excel/", compare.ScenarioCompareWorkbook.as_view(), name="scenario_compare_download"),
    path(f"{ONE}/excel/", compare.ScenarioWorkbook.as_view(), name="scenario_download"),
    path(f"{ONE}/del/", verbs.ScenarioShare.as_view(), name="scenario_share"),
    path(f"{ONE}/slutt-a-dele/", verbs.ScenarioUnshare.as_view(), name="scenario_unshare"),
    path(f"{ONE}/las/", verbs.ScenarioLock.as_view(), name="scenario_lock"),
    path(f"{ONE}/las-opp/", verbs.ScenarioUnlock.as_view(), name="scenario_unlock"),
    path(f"{ONE}/bruk/", verbs.ScenarioChoose.as_view(), name="scenario_choose"),
]
