"""Handing out an issued document."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

from common.models import Document


def document_response(document: Document) -> HttpResponse:
    """The document as a download, under its own name; no browser guesses its type, no cache keeps it."""
    response = HttpResponse(bytes(document.content), content_type=document.content_type)
    response["Content-Disposition"] = content_disposition_header(True, document.filename) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
