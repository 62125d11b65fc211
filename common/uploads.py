"""Receiving files: what is larger than a file may be is counted to its end, but never stored."""

from typing import Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler

from common.attachments import LARGEST


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
