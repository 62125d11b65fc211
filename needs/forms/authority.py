"""The form of the kindergarten authority's note."""

from django.utils.translation import gettext_lazy as _

from common.forms import PortalForm
from needs.forms.fields import LongText


class AuthorityNoteForm(PortalForm):
    """The note alone."""

    text = LongText(
        label=_("Note to the decision basis"),
        rows=10,
        help_text=_(
            "What do you see as the authority? Think of all kindergartens in the municipality, municipal and private."
        ),
    )
