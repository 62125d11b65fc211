"""The addresses of what is wanted, one list per object."""

from needs.urls.assessment import urlpatterns as assessment
from needs.urls.authority import urlpatterns as authority
from needs.urls.beginnings import urlpatterns as beginnings
from needs.urls.decision_basis import urlpatterns as decision_basis
from needs.urls.development import urlpatterns as development
from needs.urls.needs_across import urlpatterns as needs_across
from needs.urls.needs_report import urlpatterns as needs_report
from needs.urls.nomination import urlpatterns as nomination
from needs.urls.nomination_list import urlpatterns as nomination_list
from needs.urls.plan_goals import urlpatterns as plan_goals
from needs.urls.report_sent import urlpatterns as report_sent
from needs.urls.tables import urlpatterns as tables
from needs.urls.workbench import urlpatterns as workbench
from needs.urls.workbook import urlpatterns as workbook

app_name = "needs"
urlpatterns = [
    *assessment,
    *needs_report,
    *report_sent,
    *beginnings,
    *decision_basis,
    *nomination,
    *nomination_list,
    *tables,
    *workbench,
    *workbook,
    *development,
    *needs_across,
    *authority,
    *plan_goals,
]
