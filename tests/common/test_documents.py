"""PDF documents: tagged, the same to the byte, fed by our own files alone; and issued for good."""

from hashlib import sha256
from io import BytesIO

import pytest
from django.db import DatabaseError, transaction
from pypdf import PdfReader

from common.documents.delivery import document_response
from common.documents.issue import is_intact, issue
from common.documents.pdf import OutsideStatic, make_pdf, static_file
from common.models import Document
from tests.world import APRIL

PAGE = '<html lang="nb"><head><title>Prøve</title></head><body><h1>Hei</h1><p>%s</p></body></html>'


def text_of(content: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


def test_pdf_is_tagged_and_says_its_language_and_title():
    reader = PdfReader(BytesIO(make_pdf(PAGE % "Tekst", css="letter", identifier=b"1")))

    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] == True  # noqa: E712 -- a PDF's own boolean
    assert root["/Lang"] == "nb"
    assert reader.metadata.title == "Prøve"
    assert b"pdfuaid" in root["/Metadata"].get_object().get_data()


def test_the_same_page_gives_the_same_bytes():
    made_anew = make_pdf.__wrapped__  # tests/conftest.py keeps what the function has made
    first, second = (made_anew(PAGE % "Lik", css="letter", identifier=b"1") for _turn in range(2))

    assert first == second


def test_sami_letters_come_through_in_our_own_font():
    content = make_pdf(PAGE % "á đ ŋ š ŧ ž ï ö æ ø å", css="letter", identifier=b"1")

    assert "á đ ŋ š ŧ ž ï ö æ ø å" in text_of(content)
    fonts = PdfReader(BytesIO(content)).pages[0]["/Resources"]["/Font"].values()
    assert all("Inter" in font.get_object()["/BaseFont"] for font in fonts)


@pytest.mark.parametrize("address", ["https://example.no/x.png", "file:///etc/passwd", "static:../manage.py"])
def test_a_page_that_asks_for_anything_but_our_files_is_refused(address):
    with pytest.raises(OutsideStatic):
        make_pdf(PAGE % f'<img alt="" src="{address}">', css="letter", identifier=b"1")


def test_a_static_file_outside_the_static_folders_is_refused():
    with pytest.raises(OutsideStatic):
        static_file("finnes/ikke.css")


def make_document(number: str = "2027-50-01", **fields) -> Document:
    return issue(
        kind="prøve",
        number=number,
        title="Prøve",
        filename="prøve.pdf",
        content=b"%PDF-",
        now=APRIL,
        **fields,
    )


def test_an_issued_document_knows_its_own_hash(db):
    document = make_document()

    assert document.sha256 == sha256(b"%PDF-").hexdigest()
    assert is_intact(Document.objects.get())


def test_an_issued_document_never_changes(db):
    document = make_document()

    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        Document.objects.filter(pk=document.pk).update(content=b"annet")
    with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
        document.delete()
    assert is_intact(Document.objects.get())


def test_a_correction_names_the_document_it_replaces(db):
    old = make_document()
    new = make_document("2027-50-02", replaces=old)

    assert old.replaced_by == new


def test_a_document_is_handed_out_as_a_download_that_no_browser_guesses_about(db):
    response = document_response(make_document())

    assert response.content == b"%PDF-"
    assert response["Content-Disposition"] == "attachment; filename*=utf-8''pr%C3%B8ve.pdf"
    assert (response["X-Content-Type-Options"], response["Cache-Control"]) == ("nosniff", "private, no-store")
