"""The addresses of issued letters."""

from django.urls import URLPattern, path

from grants.views import letter as views

urlpatterns: list[URLPattern] = [
    path("brev/", views.LetterList.as_view(), name="letter_list"),
    path("brev/<int:letter>/", views.letter_download, name="letter_download"),
]
