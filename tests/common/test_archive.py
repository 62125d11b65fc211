"""The zip that is written while it is sent, and CSV that nobody's machine runs."""

import csv
import io
import zipfile

from common.archive import csv_bytes, zip_response, zip_stream
from common.clock import oslo

AT = oslo(2027, 4, 10, 12, 30)


def test_a_streamed_zip_is_a_whole_zip():
    files = {"a.pdf": b"%PDF" * 1000, "æøå.pdf": b"", "metadata.csv": b"x;y"}

    content = b"".join(zip_stream((name, data, AT) for name, data in files.items()))

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        assert {name: archive.read(name) for name in archive.namelist()} == files
        assert archive.getinfo("a.pdf").date_time == (2027, 4, 10, 12, 30, 0)


def test_each_file_is_let_go_before_the_next_is_fetched():
    fetched = []

    def entries():
        for number in range(3):
            fetched.append(number)
            yield f"{number}.pdf", b"x" * 10, AT

    stream = zip_stream(entries())

    next(stream)
    assert fetched == [0]
    next(stream)
    assert fetched == [0, 1]


def test_the_download_has_a_name_and_is_not_kept():
    response = zip_response("brev.zip", [])
    assert response["Content-Disposition"] == 'attachment; filename="brev.zip"'
    assert response["Cache-Control"] == "private, no-store"
    assert response.streaming


def test_csv_is_read_as_it_was_written_and_nothing_can_be_run():
    rows = [["Lek & læring; «Røros»", 40_000, "=1+1"], ["+47 1", -5, "@x"], ["", None, "-"]]

    content = csv_bytes(rows)

    assert content.startswith(b"\xef\xbb\xbf")
    read = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
    assert read == [
        ["Lek & læring; «Røros»", "40000", "'=1+1"],
        ["'+47 1", "-5", "'@x"],
        ["", "", "'-"],
    ]
