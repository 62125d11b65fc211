"""Uploaded files: what kinds are taken, how they are kept in the database, and how they are handed out.

The kind is decided by what is in the file, never by its name, and nothing inside it is unpacked or shown.
"""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.models import Attachment
from common.refusals import MovedOn

LARGEST = 10 * 1024 * 1024
"""Bytes in one file, at most."""
LARGEST_DIRECTORY = 1024 * 1024
"""Bytes in the table of contents of a Word or Excel file, at most: a real one has a few thousand."""
LONGEST_STEM = 100


@dataclass(frozen=True)
class Kind:
    """A kind of file that is taken."""

    extensions: tuple[str, ...]
    content_type: str


OFFICE = "application/vnd.openxmlformats-officedocument"
PDF = Kind((".pdf",), "application/pdf")
PNG = Kind((".png",), "image/png")
JPEG = Kind((".jpg", ".jpeg"), "image/jpeg")
DOCX = Kind((".docx",), f"{OFFICE}.wordprocessingml.document")
XLSX = Kind((".xlsx",), f"{OFFICE}.spreadsheetml.sheet")
PPTX = Kind((".pptx",), f"{OFFICE}.presentationml.presentation")
KINDS = (PDF, DOCX, XLSX, PPTX, PNG, JPEG)

SIGNATURES = ((b"%PDF-", PDF), (b"\x89PNG\r\n\x1a\n", PNG), (b"\xff\xd8\xff", JPEG))
ZIP = b"PK\x03\x04"
END_OF_ZIP = b"PK\x05\x06"
MAIN_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX, "ppt/presentation.xml": PPTX}

SENTENCES = {
    "empty": gettext_lazy("The file is empty."),
    "too_big": gettext_lazy("The file is too big: %(size)s MB. It can be 10 MB at most."),
    "wrong_kind": gettext_lazy(
        "The file must be PDF, Word (docx), Excel (xlsx), PowerPoint (pptx), PNG or JPEG."
    ),
    "broken": gettext_lazy("The file is broken. Open it on your machine, save it anew, and try again."),
    "macros": gettext_lazy("The file has macros. Save it as docx, xlsx or pptx without macros."),
}


@dataclass(frozen=True)
class Upload:
    """A file that has been checked: its cleaned name, its kind, its bytes. Made by `checked` alone."""

    name: str
    kind: Kind
    content: bytes


def checked(name: str, content: bytes) -> Upload:
    """The file with a clean name. Raises ValidationError with a sentence when it cannot be taken."""
    if not content:
        raise _refusal("empty")
    if len(content) > LARGEST:
        raise _too_big(len(content))
    kind = kind_of(content)
    return Upload(clean_name(name, kind), kind, content)


def kind_of(content: bytes) -> Kind:
    """The kind of a file by what is in it. Raises ValidationError for one that is not taken, or broken."""
    for signature, kind in SIGNATURES:
        if content.startswith(signature):
            return kind
    if not content.startswith(ZIP):
        raise _refusal("wrong_kind")
    names = _names_in_zip(content)
    if any(PurePosixPath(name).name.lower() == "vbaproject.bin" for name in names):
        raise _refusal("macros")
    found = [kind for part, kind in MAIN_PARTS.items() if part in names]
    if "[Content_Types].xml" not in names or len(found) != 1:
        raise _refusal("wrong_kind")
    return found[0]


def _names_in_zip(content: bytes) -> set[str]:
    """The names in a zip's table of contents; nothing is unpacked."""
    end = content.rfind(END_OF_ZIP)
    directory = int.from_bytes(content[end + 12 : end + 16], "little") if end >= 0 else 0
    if end < 0 or directory > LARGEST_DIRECTORY:
        raise _refusal("broken")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            return set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise _refusal("broken") from error


def clean_name(name: str, kind: Kind) -> str:
    """The name without folders, control signs and signs that hide; it ends as the kind does.

    'C:\\temp\\Årsplan  2027.PDF' -> 'Årsplan 2027.pdf'; 'plan.exe' that is a PDF -> 'plan.exe.pdf'.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    visible = "".join(sign for sign in last if unicodedata.category(sign)[0] != "C" or sign == "\t")
    plain = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", visible)).strip(" .")
    stem, ending = plain, kind.extensions[0]
    for extension in kind.extensions:
        if plain.lower().endswith(extension):
            stem, ending = plain[: -len(extension)].rstrip(" ."), extension
    return (stem[:LONGEST_STEM].strip(" .") or _("attachment")) + ending


def keep(upload: Upload, *, by: Any, now: datetime) -> Attachment:
    """Store a checked file in the database, in the caller's transaction."""
    return Attachment.objects.create(
        filename=upload.name,
        content_type=upload.kind.content_type,
        size=len(upload.content),
        sha256=sha256(upload.content).hexdigest(),
        content=upload.content,
        uploaded_by=by,
        uploaded_at=now,
    )


def take_out(rows: Iterable[Any], pk: int, *, is_sent: Callable[[int], bool]) -> None:
    """Take one row out of a draft's files. What has been sent is kept with that version; what never was is deleted.

    Raises MovedOn when somebody has removed it.
    """
    row = next((row for row in rows if row.pk == pk), None)
    if row is None:
        raise MovedOn
    attachment = row.attachment
    row.delete()
    if not is_sent(attachment.pk):
        attachment.delete()


def download(attachment: Attachment) -> HttpResponse:
    """The file as a download; no browser shows it, guesses its kind or keeps it. Ask the access rule first."""
    response = HttpResponse(bytes(attachment.content), content_type=attachment.content_type)
    response["Content-Disposition"] = content_disposition_header(True, attachment.filename) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


class AttachmentField(forms.Field):
    """A file to upload. Gives an `Upload`, or None; the form's tag needs enctype="multipart/form-data"."""

    widget = forms.FileInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", gettext_lazy("PDF, Word, Excel, PowerPoint, PNG or JPEG, 10 MB at most.")
        )
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ",".join(end for kind in KINDS for end in kind.extensions)

    def to_python(self, value: Any) -> Upload | None:
        if not isinstance(value, UploadedFile):
            return None
        if (value.size or 0) > LARGEST:
            raise _too_big(value.size or 0)
        return checked(value.name or "", value.read())

    def validate(self, value: Upload | None) -> None:
        if self.required and value is None:
            raise ValidationError(self.error_messages["required"], code="required")


class SeveralFilesInput(forms.FileInput):
    """Lets the browser choose several files at once."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name)


class AttachmentsField(forms.Field):
    """Several files at once. Gives the good ones as `Upload`s; `faults` of the form's field names the others.

    A browser forgets chosen files, so one bad file must not cost the good ones: the page stores them, and shows what
    is wrong with the rest.
    """

    widget = SeveralFilesInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "help_text", gettext_lazy("PDF, Word, Excel, PowerPoint, PNG or JPEG, 10 MB at most for each.")
        )
        super().__init__(**kwargs)
        self.widget.attrs["accept"] = ",".join(end for kind in KINDS for end in kind.extensions)
        self.widget.attrs["multiple"] = True
        self.faults: list[str] = []

    def to_python(self, value: Any) -> list[Upload]:
        one, found = AttachmentField(), []
        self.faults = []
        for file in value or []:
            try:
                upload = one.to_python(file)
            except ValidationError as error:
                self.faults.append(f"{file.name}: {' '.join(error.messages)}")
            else:
                found += [upload] if upload else []
        return found

    def validate(self, value: list[Upload]) -> None:
        if self.required and not value and not self.faults:
            raise ValidationError(self.error_messages["required"], code="required")


def _refusal(code: str) -> ValidationError:
    return ValidationError(SENTENCES[code], code=code)


def _too_big(size: int) -> ValidationError:
    """The size in the sentence is rounded up, so that it is never the limit itself."""
    tenths = -(-size * 10 // (1024 * 1024))
    shown = f"{max(tenths, 101) / 10:.1f}".replace(".", ",")
    return ValidationError(SENTENCES["too_big"], code="too_big", params={"size": shown})
