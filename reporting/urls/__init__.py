"""The addresses of what came of it, one list per object."""

from reporting.urls.control import urlpatterns as control
from reporting.urls.dashboard import urlpatterns as dashboard
from reporting.urls.facts import urlpatterns as facts
from reporting.urls.layout import urlpatterns as layout
from reporting.urls.questions import urlpatterns as questions
from reporting.urls.report import urlpatterns as report
from reporting.urls.summary import urlpatterns as summary
from reporting.urls.trace import urlpatterns as trace

app_name = "reporting"
urlpatterns = [*dashboard, *report, *facts, *questions, *control, *layout, *summary, *trace]
