"""The addresses of following up, by year and duty."""

from django.urls import URLPattern, path

from rekom.views import follow_up

urlpatterns: list[URLPattern] = [
    path("oppfolging/<int:year>/", follow_up.FollowUpOverview.as_view(), name="follow_up_overview"),
    path("oppfolging/<int:year>/<slug:duty>/", follow_up.FollowUp.as_view(), name="follow_up"),
    path(
        "oppfolging/<int:year>/<slug:duty>/excel/",
        follow_up.FollowUpDownload.as_view(),
        name="follow_up_download",
    ),
    path("oppfolging/<int:year>/<slug:duty>/pamin/", follow_up.RemindNow.as_view(), name="remind_now"),
]
