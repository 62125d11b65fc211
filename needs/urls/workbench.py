"""The addresses of a network's workbench: by network and grant year."""

from django.urls import URLPattern, path

from needs.views import workbench as views

ONE = "nettverk/<int:network>/<int:year>/"

urlpatterns: list[URLPattern] = [
    path("nettverk/", views.WorkbenchHome.as_view(), name="workbench_home"),
    path("nettverk/alle/", views.WorkbenchList.as_view(), name="workbench_list"),
    path(ONE, views.Workbench.as_view(), name="workbench"),
    path(f"{ONE}excel/", views.WorkbenchDownload.as_view(), name="workbench_download"),
    path(f"{ONE}pamin/", views.WorkbenchRemind.as_view(), name="workbench_remind"),
]
