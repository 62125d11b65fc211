"""Files for a needs report."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from common.attachments import AttachmentsField, Upload
from common.forms import PortalForm


class AttachmentsForm(PortalForm):
    """One file or several. `uploads` are those that can be stored, also when others make the form invalid."""

    chosen = AttachmentsField(label=_("Choose files"))
    uploads: list[Upload] = []  # noqa: RUF012 -- replaced, never changed

    def clean(self) -> dict[str, Any]:
        """Keep the good files aside, and say at the field what is wrong with the others."""
        data = super().clean() or {}
        self.uploads = data.get("chosen", [])
        field: Any = self.fields["chosen"]
        for fault in field.faults:
            self.add_error("chosen", fault)
        return data
