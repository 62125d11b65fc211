"""The addresses of the pages of pictures."""

from django.urls import path

from reporting.views import dashboard as views

NETWORK, UNIVERSITY = "bilder/nettverk/<int:network>/", "bilder/uh/<int:university>/"
urlpatterns = [
    path("bilder/", views.Dashboard.as_view(), name="dashboard"),
    path("bilder/pdf/", views.DashboardDownload.as_view(), name="dashboard_download"),
    path(NETWORK, views.NetworkDashboard.as_view(), name="network_dashboard"),
    path(f"{NETWORK}pdf/", views.NetworkDashboardDownload.as_view(), name="network_dashboard_download"),
    path(UNIVERSITY, views.UniversityDashboard.as_view(), name="university_dashboard"),
    path(
        f"{UNIVERSITY}pdf/", views.UniversityDashboardDownload.as_view(), name="university_dashboard_download"
    ),
]
