"""What the law is called where the portal refers to it, so that a new act is a new row and not a new text."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, kw_only=True)
class LegalReference:
    """An act and the sections that are meant."""

    act: str | Promise
    sections: tuple[str, ...]


IMPARTIALITY = LegalReference(act=_("The Public Administration Act"), sections=("§ 6", "§ 8"))
"""Who is disqualified, and who decides it (forvaltningsloven § 6 and § 8)."""
