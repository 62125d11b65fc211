"""The addresses of a network's agreements with universities, and of the team that follows it."""

from django.urls import URLPattern, path

from networks.views import agreements as views

ONE = "nettverk/<int:network>"

urlpatterns: list[URLPattern] = [
    path(f"{ONE}/avtaler/", views.AgreementList.as_view(), name="agreement_list"),
    path(f"{ONE}/avtaler/ny/", views.AgreementCreate.as_view(), name="agreement_create"),
    path(f"{ONE}/avtaler/<int:pk>/endre/", views.AgreementEdit.as_view(), name="agreement_edit"),
    path(f"{ONE}/avtaler/<int:pk>/fil/", views.AgreementDownload.as_view(), name="agreement_download"),
    path(f"{ONE}/fagteam/ny/", views.TeacherCreate.as_view(), name="teacher_create"),
    path(f"{ONE}/fagteam/<int:pk>/endre/", views.TeacherEdit.as_view(), name="teacher_edit"),
]
