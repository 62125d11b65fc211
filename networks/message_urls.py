"""The addresses of messages to many, and of a network's documents."""

from django.urls import URLPattern, path

from networks.views import documents, messages

MESSAGES = "nettverk/<int:network>/meldinger"
DOCUMENTS = "nettverk/<int:network>/dokumenter"

urlpatterns: list[URLPattern] = [
    path("nettverk/meldinger/", messages.CountyMessageList.as_view(), name="county_message_list"),
    path("nettverk/meldinger/ny/", messages.CountyMessageCreate.as_view(), name="county_message_create"),
    path("nettverk/meldinger/mine/", messages.MessageInbox.as_view(), name="message_inbox"),
    path("nettverk/meldinger/<int:pk>/", messages.MessageDetail.as_view(), name="message_detail"),
    path(
        "nettverk/meldinger/<int:message>/vedlegg/<int:pk>/",
        messages.MessageDownload.as_view(),
        name="message_attachment_download",
    ),
    path(f"{MESSAGES}/", messages.MessageList.as_view(), name="message_list"),
    path(f"{MESSAGES}/ny/", messages.MessageCreate.as_view(), name="message_create"),
    path(f"{MESSAGES}/<int:pk>/send-videre/", messages.MessagePassOn.as_view(), name="message_pass_on"),
    path(f"{MESSAGES}/<int:pk>/ta-vare-pa/", documents.MessageKeep.as_view(), name="message_keep"),
    path(f"{DOCUMENTS}/", documents.DocumentList.as_view(), name="document_list"),
    path(f"{DOCUMENTS}/nytt/", documents.DocumentCreate.as_view(), name="document_create"),
    path(f"{DOCUMENTS}/<int:pk>/fil/", documents.DocumentDownload.as_view(), name="document_download"),
    path(f"{DOCUMENTS}/<int:pk>/fjern/", documents.DocumentRemove.as_view(), name="document_remove"),
]
