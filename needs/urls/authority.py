"""The addresses of a municipality's kindergarten authority: by network, municipality and grant year."""

from django.urls import URLPattern, path

from needs.views import authority as views

ONE = "kommune/<int:network>/<int:municipality>/<int:year>/"

urlpatterns: list[URLPattern] = [
    path("kommune/", views.AuthorityHome.as_view(), name="authority_home"),
    path(ONE, views.AuthorityPage.as_view(), name="authority"),
    path(f"{ONE}notat/", views.AuthorityNoteEdit.as_view(), name="authority_note"),
]
