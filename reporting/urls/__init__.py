"""The addresses of what came of it, one list per object."""

from reporting.urls.report import urlpatterns as report

app_name = "reporting"
urlpatterns = [*report]
