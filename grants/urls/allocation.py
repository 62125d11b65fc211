"""The addresses of allocation runs."""

from django.urls import URLPattern, path, re_path

from grants.views import allocation as views

urlpatterns: list[URLPattern] = [
    path("<int:year>/fordeling/", views.AllocationDetail.as_view(), name="allocation_detail"),
    path("<int:year>/fordeling/beregn/", views.allocation_run, name="allocation_run"),
    path(
        "<int:year>/fordeling/<int:number>/", views.AllocationDetail.as_view(), name="allocation_run_detail"
    ),
    re_path(
        r"^(?P<year>[0-9]{4})/fordeling/(?P<number>[0-9]{1,5})/(?P<part>inndata|resultat)\.json$",
        views.allocation_download,
        name="allocation_download",
    ),
]
