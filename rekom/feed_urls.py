"""The addresses of the calendar link, and of what lies ahead."""

from django.urls import URLPattern, path

from rekom.views import ahead, feed

urlpatterns: list[URLPattern] = [
    path("neste-60-dager/", ahead.AheadPage.as_view(), name="ahead"),
    path("kalender/lenke/ny/", feed.feed_make, name="feed_make"),
    path("kalender/lenke/trekk/", feed.feed_revoke, name="feed_revoke"),
    path("kalender/<slug:token>.ics", feed.calendar_feed, name="calendar_feed"),
]
