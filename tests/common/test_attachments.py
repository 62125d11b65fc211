"""Files are taken by what is in them, kept as they are, and handed out as downloads."""

from hashlib import sha256

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from common import attachments
from common.attachments import (
    DOCX,
    JPEG,
    LARGEST,
    PDF,
    PNG,
    PPTX,
    XLSX,
    AttachmentField,
    checked,
    clean_name,
)
from common.models import Attachment
from tests.networks.inquiries import PDF as A_PDF
from tests.networks.inquiries import docx, zipped
from tests.world import AUTUMN

PNG_FILE = b"\x89PNG\r\n\x1a\n" + bytes(40)
JPEG_FILE = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(40)
TYPES = {"[Content_Types].xml": b"<Types/>"}


def refusal(content: bytes, name: str = "fil.pdf") -> str:
    with pytest.raises(ValidationError) as caught:
        checked(name, content)
    return caught.value.code


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (A_PDF, PDF),
        (PNG_FILE, PNG),
        (JPEG_FILE, JPEG),
        (docx(), DOCX),
        (zipped({**TYPES, "xl/workbook.xml": b"<workbook/>"}), XLSX),
        (zipped({**TYPES, "ppt/presentation.xml": b"<presentation/>"}), PPTX),
    ],
    ids=["pdf", "png", "jpeg", "docx", "xlsx", "pptx"],
)
def test_the_kind_is_what_is_in_the_file(content, kind):
    assert checked("navn.exe", content).kind == kind


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"<html><script>alert(1)</script></html>", "wrong_kind"),
        (b" %PDF-1.7", "wrong_kind"),
        (b"MZ\x90\x00", "wrong_kind"),
        (zipped({"readme.txt": b"hei"}), "wrong_kind"),
        (zipped({**TYPES, "visio/document.xml": b""}), "wrong_kind"),
        (zipped({**TYPES, "word/document.xml": b"", "xl/workbook.xml": b""}), "wrong_kind"),
        (docx(**{"word/vbaProject.bin": b"x"}), "macros"),
        (docx()[:-30], "broken"),
        (b"PK\x03\x04" + bytes(30), "broken"),
        (b"PK\x03\x04" + bytes(30) + b"PK\x05\x06" + b"\xff" * 18, "broken"),
        (b"PK\x03\x04" + bytes(30) + b"PK\x05\x06" + b"\x01\x00" * 9, "broken"),
    ],
)
def test_other_files_are_refused_with_a_sentence(content, code):
    assert refusal(content) == code


def test_a_file_of_ten_megabytes_is_taken_and_one_byte_more_is_not():
    assert len(checked("plan.pdf", A_PDF.ljust(LARGEST)).content) == LARGEST
    assert refusal(A_PDF.ljust(LARGEST + 1)) == "too_big"


def test_a_word_file_that_would_fill_the_memory_is_never_unpacked():
    bomb = docx(**{"word/media/image1.png": bytes(60_000_000)})
    assert len(bomb) < 100_000
    assert checked("bombe.docx", bomb).content == bomb


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Årsplan 2027.PDF", "Årsplan 2027.pdf"),
        ("C:\\temp\\Plan.pdf", "Plan.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ("plan.exe", "plan.exe.pdf"),
        ('a"b\r\nSet-Cookie: x.pdf', "a_bSet-Cookie_ x.pdf"),
        ("skjult\u202efdp.exe", "skjultfdp.exe.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ("plan.docx", "plan.docx.pdf"),
    ],
)
def test_the_name_is_cleaned_and_ends_as_the_kind_does(typed, kept):
    assert clean_name(typed, PDF) == kept


def test_a_file_without_a_name_gets_one():
    assert clean_name("...", PDF).endswith(".pdf")
    assert len(clean_name("", PDF)) > len(".pdf")


def test_a_kept_file_is_the_same_bytes_and_never_changes(world):
    kept = attachments.keep(checked("plan.pdf", A_PDF), by=world.person("head"), now=AUTUMN)
    found = Attachment.objects.get(pk=kept.pk)
    assert (bytes(found.content), found.sha256, found.size) == (A_PDF, sha256(A_PDF).hexdigest(), len(A_PDF))
    with pytest.raises(DatabaseError), transaction.atomic():
        Attachment.objects.filter(pk=kept.pk).update(content=b"x")


def test_a_download_is_never_shown_or_guessed_at(world):
    kept = attachments.keep(checked("årsplan.pdf", A_PDF), by=world.person("head"), now=AUTUMN)
    response = attachments.download(kept)
    assert response.content == A_PDF
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")


class OneFile(forms.Form):
    file = AttachmentField(required=False)


def posted(name: str, content: bytes) -> OneFile:
    return OneFile({}, {"file": SimpleUploadedFile(name, content)})


def test_the_field_gives_a_checked_file():
    form = posted("plan.pdf", A_PDF)
    assert form.is_valid()
    assert form.cleaned_data["file"] == checked("plan.pdf", A_PDF)


def test_the_field_says_what_is_wrong_and_takes_nothing_for_none():
    assert posted("plan.pdf", b"<html>").errors.as_data()["file"][0].code == "wrong_kind"
    assert posted("plan.pdf", bytes(LARGEST + 1)).errors.as_data()["file"][0].code == "too_big"
    assert posted("plan.pdf", b"").errors.as_data()["file"][0].code == "empty"
    form = OneFile({"file": "tekst"}, {})
    assert form.is_valid()
    assert form.cleaned_data["file"] is None


def test_the_size_in_the_sentence_is_above_the_limit():
    with pytest.raises(ValidationError) as caught:
        checked("plan.pdf", bytes(LARGEST + 1))
    assert caught.value.params == {"size": "10,1"}
