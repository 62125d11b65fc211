"""The addresses of the control of reports: by grant."""

from django.urls import path

from reporting.views import control as views

urlpatterns = [
    path("<int:pk>/kontroll/", views.ReportControl.as_view(), name="report_control"),
    path("<int:pk>/returner/", views.ControlReturn.as_view(), name="report_return"),
    path("<int:pk>/godkjenn/", views.ControlApprove.as_view(), name="report_approve"),
    path("<int:pk>/svar/<int:question>/", views.ReportAnswer.as_view(), name="report_answer"),
]
