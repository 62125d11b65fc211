"""What is missing before something can be sent, each with the field that it stands in."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.forms import BaseForm
from django.forms.utils import ErrorDict
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


def show_gaps(form: BaseForm, gaps: Iterable[Gap], *, prefix: str = "") -> None:
    """Let an unsent form say at each field what is missing, as if it had been sent with it."""
    errors = {gap.field: [gap.sentence] for gap in gaps if gap.form == prefix and gap.field in form.fields}
    found = ErrorDict(renderer=form.renderer)
    for name, sentences in errors.items():
        found[name] = form.error_class(sentences, renderer=form.renderer)
    form._errors = found  # type: ignore[attr-defined]  # -- Django's own place; there is no public one
