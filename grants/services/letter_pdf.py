"""The file of a letter: from what it says to PDF/UA."""

from datetime import datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from common.documents.pdf import make_pdf
from grants.letter_content import letter_content
from grants.letter_wording import LetterWords
from grants.letters import language_of
from grants.models import Grant
from networks.models import Round


def letter_pdf(content: dict[str, Any]) -> bytes:
    """The letter as PDF/UA. The same content gives the same bytes."""
    with override(content["language"]):
        html = render_to_string("documents/grant_letter.html", {"letter": content})
    return make_pdf(html, css="letter", identifier=content["number"].encode())


def draft_pdf(grant: Grant, round: Round, *, now: datetime, words: LetterWords | None = None) -> bytes:
    """The letter as it would be if it were issued now, marked as a draft. Nothing is stored.

    Without `words` the scheme's own are used. Raises NotNow when the network has nobody to receive its money.
    """
    with override(language_of(grant)):
        number = _("DRAFT")
    content = letter_content(grant, round, number=number, now=now, words=words)
    return letter_pdf({**content, "is_draft": True})
