"""The form of a comment on a need."""

from django.utils.translation import gettext_lazy as _

from common.forms import PortalForm
from needs.forms.fields import LongText


class NeedCommentForm(PortalForm):
    """What one wants to say."""

    text = LongText(
        label=_("Your comment"),
        required=True,
        rows=4,
        max_length=4_000,
        help_text=_(
            "The owner, the network and its universities read it. Write nothing that can be traced to a child."
        ),
    )
