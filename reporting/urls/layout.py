"""The addresses of the directorate's layout: by grant year."""

from django.urls import path

from reporting.views import layout as views

urlpatterns = [
    path("mal/<int:year>/", views.LayoutEdit.as_view(), name="layout_edit"),
    path("mal/<int:year>/overskrifter/", views.LayoutUpload.as_view(), name="layout_upload"),
    path("mal/<int:year>/last-ned/", views.layout_download, name="layout_download"),
]
