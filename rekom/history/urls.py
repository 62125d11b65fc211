"""The addresses of recording what becomes of bodies and places."""

from django.urls import URLPattern, path

from rekom.views import history

urlpatterns: list[URLPattern] = [
    path(
        "nettverk/historie/<int:pk>/trekk/",
        history.CancelChange.as_view(),
        name="history_cancel",
    ),
    path(
        "nettverk/historie/<slug:thing>/<int:pk>/<slug:verb>/",
        history.RecordChange.as_view(),
        name="history_record",
    ),
]
