"""The addresses of the control of reports: the list by grant year, each by grant."""

from django.urls import path

from reporting.views import control as views
from reporting.views import control_list as lists

urlpatterns = [
    path("kontroll/<int:year>/", lists.ControlList.as_view(), name="control_list"),
    path("kontroll/<int:year>/last-ned/", lists.control_list_download, name="control_list_download"),
    path("<int:pk>/kontroll/", views.ReportControl.as_view(), name="report_control"),
    path("<int:pk>/returner/", views.ControlReturn.as_view(), name="report_return"),
    path("<int:pk>/godkjenn/", views.ControlApprove.as_view(), name="report_approve"),
    path("<int:pk>/svar/<int:question>/", views.ReportAnswer.as_view(), name="report_answer"),
]
