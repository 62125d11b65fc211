"""The form with which a workbook is uploaded."""

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from common import attachments
from common.forms import PortalForm


class File(NamedTuple):
    """An uploaded file's name and bytes, not yet opened."""

    name: str
    content: bytes


class WorkbookField(forms.Field):
    """One file, no larger than 10 MB; what is in it is checked when it is opened."""

    widget = forms.FileInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ".xlsx"

    def to_python(self, value: Any) -> File | None:
        if not isinstance(value, UploadedFile):
            return None
        size = value.size or 0
        if size > attachments.LARGEST:
            shown = f"{max(size / 1024 / 1024, 10.1):.1f}".replace(".", ",")
            raise ValidationError(attachments.SENTENCES["too_big"], code="too_big", params={"size": shown})
        return File(value.name or "", value.read())


class WorkbookForm(PortalForm):
    """One workbook."""

    file = WorkbookField(
        label=_("The workbook you have filled in"),
        help_text=_("An Excel file (.xlsx), 10 MB at most. You see what changes before anything is stored."),
        error_messages={"required": _("Choose the workbook that you have saved on your machine.")},
    )
