"""The addresses of what came of it, one list per object."""

from reporting.urls.report import urlpatterns as report
from reporting.urls.trace import urlpatterns as trace

app_name = "reporting"
urlpatterns = [*report, *trace]
