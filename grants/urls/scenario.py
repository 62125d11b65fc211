"""The addresses of scenarios and the workbench."""

from django.urls import URLPattern, path

from grants.views import scenario as views
from grants.views import scenario_network, workbench

ALL = "<int:year>/verksted/"
ONE = f"{ALL}<int:scenario>/"
NETWORK = f"{ONE}nettverk/<int:network>/"

urlpatterns: list[URLPattern] = [
    path(ALL, views.ScenarioList.as_view(), name="scenario_list"),
    path(f"{ALL}nytt/", views.ScenarioCreate.as_view(), name="scenario_create"),
    path(ONE, workbench.ScenarioWorkbench.as_view(), name="scenario_detail"),
    path(f"{ONE}prov/", workbench.ScenarioTry.as_view(), name="scenario_try"),
    path(f"{ONE}navn/", views.ScenarioRename.as_view(), name="scenario_rename"),
    path(f"{ONE}tall/", views.ScenarioFigures.as_view(), name="scenario_figures"),
    path(f"{ONE}slett/", views.ScenarioDelete.as_view(), name="scenario_delete"),
    path(NETWORK, scenario_network.ScenarioNetwork.as_view(), name="scenario_network"),
    path(f"{NETWORK}utregning/", workbench.ScenarioSteps.as_view(), name="scenario_steps"),
    path(f"{NETWORK}fjern/", scenario_network.OverrideRemove.as_view(), name="scenario_override_remove"),
]
