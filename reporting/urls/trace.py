"""The addresses of the trace: around one thing, of a round, and of a network."""

from django.urls import path

from reporting.views import trace as views

urlpatterns = [
    path("spor/runde/<int:year>/", views.TraceRound.as_view(), name="trace_round"),
    path("spor/nettverk/<int:network>/<int:year>/", views.TraceNetwork.as_view(), name="trace_network"),
    path("spor/<slug:kind>/<int:pk>/", views.TraceDetail.as_view(), name="trace_detail"),
]
