"""The addresses of what has become of bodies and places."""

from django.urls import URLPattern, path

from networks.views import history

urlpatterns: list[URLPattern] = [
    path("nettverk/historie/", history.HistoryList.as_view(), name="history_list"),
    path("nettverk/barnehager/<int:pk>/", history.KindergartenDetail.as_view(), name="kindergarten_detail"),
    path("nettverk/kommuner/<int:pk>/", history.MunicipalityDetail.as_view(), name="municipality_detail"),
]
