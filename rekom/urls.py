"""Every address of the portal. Paths are Norwegian, names are English."""

from django.urls import URLPattern, URLResolver, path

from rekom.health import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("helse/", health, name="health"),
]
