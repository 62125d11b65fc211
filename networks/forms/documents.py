"""A document for a network."""

from django import forms
from django.utils.translation import gettext_lazy as _

from common.attachments import AttachmentField
from common.forms import LongText, PortalForm
from networks.services.documents import DocumentInput
from networks.states import DocumentAudience, DocumentKind


class DocumentForm(PortalForm):
    """A file, what it is and who reads it."""

    mark_optional = True
    file = AttachmentField(label=_("File"))
    kind = forms.ChoiceField(label=_("What it is"), choices=DocumentKind)
    title = forms.CharField(
        label=_("What the document is called"),
        max_length=200,
        required=False,
        help_text=_("Leave it empty to use the name of the file."),
    )
    text = LongText(
        label=_("What it is about"),
        rows=3,
        help_text=_("A few words by which others can find it."),
    )
    dated_on = forms.DateField(label=_("Date of the document"), required=False)
    audience = forms.ChoiceField(
        label=_("Who can read it?"), choices=DocumentAudience, widget=forms.RadioSelect
    )

    @property
    def typed(self) -> DocumentInput:
        """What the service wants."""
        data = self.cleaned_data
        return DocumentInput(
            kind=DocumentKind(data["kind"]),
            audience=DocumentAudience(data["audience"]),
            title=data["title"],
            text=data["text"],
            dated_on=data["dated_on"],
        )


class DocumentSearchForm(PortalForm):
    """Words, and a kind."""

    q = forms.CharField(label=_("Search in title, text and file name"), max_length=200, required=False)
    type = forms.ChoiceField(
        label=_("What it is"), choices=[("", _("All")), *DocumentKind.choices], required=False
    )
