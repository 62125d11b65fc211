"""The addresses of nominations."""

from django.urls import URLPattern, path

from needs.views import nomination as views

urlpatterns: list[URLPattern] = [
    path("studenter/", views.OwnNominations.as_view(), name="nomination_list"),
    path("studenter/ny/<int:year>/", views.NominationEdit.as_view(), name="nomination_create"),
    path("studenter/<int:pk>/", views.NominationDetail.as_view(), name="nomination_detail"),
    path("studenter/<int:pk>/skriv/", views.NominationEdit.as_view(), name="nomination_edit"),
    path("studenter/<int:pk>/send/", views.NominationSubmit.as_view(), name="nomination_submit"),
    path("studenter/<int:pk>/trekk/", views.NominationWithdraw.as_view(), name="nomination_withdraw"),
    path("studenter/<int:pk>/ta-tilbake/", views.nomination_take_back, name="nomination_take_back"),
]
