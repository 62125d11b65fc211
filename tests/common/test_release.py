"""What a release is: the same for the same files, another for another template, text or line of code."""

import pytest
from django.conf import settings

from common.release import files_fingerprint, release


@pytest.fixture
def folder(tmp_path):
    for name in ("templates/open/front.html", "templates/open/robots.txt", "locale/nb/django.mo", "notes.md"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return tmp_path


PATTERNS = ("templates/**/*.html", "locale/**/*.mo")


def test_the_same_files_in_another_place_are_the_same_release(folder, tmp_path_factory):
    other = tmp_path_factory.mktemp("other")
    for path in folder.rglob("*.*"):
        copy = other / path.relative_to(folder)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
    assert files_fingerprint(folder, PATTERNS) == files_fingerprint(other, PATTERNS)


@pytest.mark.parametrize("name", ["templates/open/front.html", "locale/nb/django.mo"])
def test_another_text_is_another_release(folder, name):
    before = files_fingerprint(folder, PATTERNS)
    (folder / name).write_text("another", encoding="utf-8")
    assert files_fingerprint(folder, PATTERNS) != before


def test_a_new_name_is_another_release(folder):
    before = files_fingerprint(folder, PATTERNS)
    (folder / "templates/open/front.html").rename(folder / "templates/open/first.html")
    assert files_fingerprint(folder, PATTERNS) != before


def test_what_says_nothing_on_a_page_is_not_part_of_it(folder):
    before = files_fingerprint(folder, PATTERNS)
    (folder / "notes.md").write_text("another", encoding="utf-8")
    assert files_fingerprint(folder, PATTERNS) == before


def test_the_portals_own_release_reads_templates_texts_and_code(monkeypatch):
    read = {}

    def noted(folder, patterns):
        read.update(
            folder=folder, names={str(p.relative_to(folder)) for g in patterns for p in folder.glob(g)}
        )
        return "x"

    monkeypatch.setattr("common.release.files_fingerprint", noted)
    release.__wrapped__()
    assert read["folder"] == settings.BASE_DIR
    wanted = {
        "templates/open/front.html",
        "templates/open/sitemap.xml",
        "reporting/openness/year_words.py",
        "rekom/nav.py",
    }
    assert wanted <= read["names"]
