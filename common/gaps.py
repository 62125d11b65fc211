"""What is missing before something can be sent, each with the field that it stands in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from common.refusals import NotNow


@dataclass(frozen=True)
class Gap:
    """One thing that is missing. `form` is the form's prefix on the page, '' for the page's own form."""

    field: str
    sentence: str
    form: str = ""

    @property
    def anchor(self) -> str:
        """The id of the field on the page."""
        return f"id_{self.form}-{self.field}" if self.form else f"id_{self.field}"


def check_complete(gaps: Iterable[Gap]) -> None:
    """Raises NotNow with a sentence that names everything that is missing."""
    found = list(gaps)
    if found:
        raise NotNow(
            _("Something is missing before this can be sent: %(what)s")
            % {"what": " ".join(gap.sentence for gap in found)}
        )
