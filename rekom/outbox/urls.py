"""The addresses of the outbox, the letters' previews and the status page."""

from django.urls import URLPattern, path

from rekom.views import letter_previews, network_mails, outbox, sending_pause, status

urlpatterns: list[URLPattern] = [
    path("utboks/", outbox.OutboxList.as_view(), name="outbox_list"),
    path("utboks/<int:pk>/", outbox.OutboxDetail.as_view(), name="outbox_detail"),
    path("utboks/<int:pk>/html/", outbox.OutboxHtml.as_view(), name="outbox_html"),
    path("utboks/send-igjen/", outbox.OutboxResend.as_view(), name="outbox_resend"),
    path("utboks/pauser/", sending_pause.PauseList.as_view(), name="outbox_pauses"),
    path("utboks/pause/", sending_pause.PauseSending.as_view(), name="outbox_pause"),
    path("utboks/fortsett/", sending_pause.ResumeSending.as_view(), name="outbox_resume"),
    path("utboks/brev/", letter_previews.LetterPreviews.as_view(), name="letter_previews"),
    path(
        "utboks/brev/<slug:app>/<slug:name>/", letter_previews.LetterPreview.as_view(), name="letter_preview"
    ),
    path(
        "utboks/brev/<slug:app>/<slug:name>/<slug:language>/",
        letter_previews.LetterPreviewHtml.as_view(),
        name="letter_preview_html",
    ),
    path("nettverk/<int:pk>/brev/", network_mails.NetworkMails.as_view(), name="network_mails"),
    path("status/", status.StatusDetail.as_view(), name="status"),
]
