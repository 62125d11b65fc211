"""The file of a letter: from what it says to PDF/UA."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.documents.pdf import make_pdf
from grants.letters import LANGUAGE, letter_content
from grants.models import Grant
from networks.models import Round


def letter_pdf(content: dict[str, Any]) -> bytes:
    """The letter as PDF/UA. The same content gives the same bytes."""
    with override(content["language"]):
        html = render_to_string("documents/grant_letter.html", {"letter": content})
    return make_pdf(html, css="letter", identifier=content["number"].encode())


def draft_pdf(grant: Grant, round: Round, *, now: datetime) -> bytes:
    """The letter as it would be if it were issued now, marked as a draft. Nothing is stored.

    Raises NotNow when the network has nobody to receive its money.
    """
    with override(LANGUAGE):
        number = _("DRAFT")
    return letter_pdf({**letter_content(grant, round, number=number, now=now), "is_draft": True})
