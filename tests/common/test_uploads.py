"""What is larger than a file may be is counted, never stored."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from common.attachments import LARGEST


def received(*sizes: int) -> list[tuple[int, int]]:
    """Files of these sizes sent to the server: each one's size, and how many bytes are kept."""
    files = [SimpleUploadedFile(f"{size}.bin", b"0" * size) for size in sizes]
    request = RequestFactory().post("/", {"files": files})
    found = [(file.size or 0, len(file.read())) for file in request.FILES.getlist("files")]
    request.close()
    return found


@pytest.mark.parametrize("size", [1, 70_000, LARGEST])
def test_a_file_within_the_limit_comes_whole(size: int) -> None:
    assert received(size) == [(size, size)]


def test_a_file_beyond_the_limit_comes_empty_with_its_true_size() -> None:
    assert received(LARGEST + 1) == [(LARGEST + 1, 0)]
    assert received(3 * LARGEST, 10) == [(3 * LARGEST, 0), (10, 10)]
