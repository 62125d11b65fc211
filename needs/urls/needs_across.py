"""The addresses of the needs across networks, and of one need with what is said about it."""

from django.urls import URLPattern, path

from needs.views import need_comment as comments
from needs.views import needs_across as views

urlpatterns: list[URLPattern] = [
    path("oversikt/", views.NeedsAcross.as_view(), name="needs_across"),
    path("oversikt/excel/", views.NeedsAcrossDownload.as_view(), name="needs_across_download"),
    path("oversikt/<int:pk>/", comments.NeedRead.as_view(), name="need_read"),
    path(
        "oversikt/<int:pk>/kommentar/<int:comment>/fjern/",
        comments.NeedCommentRemove.as_view(),
        name="need_comment_remove",
    ),
]
