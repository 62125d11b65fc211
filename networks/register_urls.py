"""The addresses of the import of the national kindergarten register."""

from django.urls import URLPattern, path

from networks.views import register_import as views

urlpatterns: list[URLPattern] = [
    path("nettverk/register/", views.RegisterImportList.as_view(), name="register_import_list"),
    path("nettverk/register/ny/", views.RegisterImportCreate.as_view(), name="register_import_create"),
    path("nettverk/register/<int:pk>/", views.RegisterImportDetail.as_view(), name="register_import_detail"),
    path(
        "nettverk/register/<int:pk>/fullfor/",
        views.RegisterImportFinish.as_view(),
        name="register_import_finish",
    ),
    path(
        "nettverk/register/<int:pk>/forkast/",
        views.RegisterImportDiscard.as_view(),
        name="register_import_discard",
    ),
]
