"""Receiving files: what is larger than a file may be is counted to its end, but never stored."""

from typing import Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

from common.attachments import LARGEST, SENTENCES


class Received(NamedTuple):
    """An uploaded file's name and bytes, not yet opened."""

    name: str
    content: bytes


class ReceivedField(forms.Field):
    """One file, no larger than LARGEST; what is in it is checked when it is opened. `accept`: what is offered."""

    widget = forms.FileInput

    def __init__(self, *, accept: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = accept

    def to_python(self, value: Any) -> Received | None:
        """The file, or None when there is none. Raises ValidationError that says how large it is."""
        if not isinstance(value, UploadedFile):
            return None
        size = value.size or 0
        if size > LARGEST:
            shown = f"{max(size / 1024 / 1024, 10.1):.1f}".replace(".", ",")
            raise ValidationError(SENTENCES["too_big"], code="too_big", params={"size": shown})
        return Received(value.name or "", value.read())


class LimitedFileUploadHandler(TemporaryFileUploadHandler):
    """Files on disk while they are received. One beyond LARGEST comes out empty, with its true size, so that the page
    can say how large it was.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Write what is within the limit; the rest is let go."""
        return super().receive_data_chunk(raw_data, start) if start + len(raw_data) <= LARGEST else None

    def file_complete(self, file_size: int) -> Any:
        """The file as it came, or empty when it is too large."""
        if file_size > LARGEST:
            self.file.truncate(0)
        return super().file_complete(file_size)
