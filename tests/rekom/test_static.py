"""The static files as production serves them: collected, with their mark, and no more than the pages use."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings


@pytest.fixture(scope="module")
def manifest(tmp_path_factory):
    root = tmp_path_factory.mktemp("static")
    done = subprocess.run(
        [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"],
        cwd=settings.BASE_DIR,
        env=os.environ | {"REKOM_ENV": "demo", "REKOM_STATIC_ROOT": str(root)},
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    paths = json.loads((root / "staticfiles.json").read_text(encoding="utf-8"))["paths"]
    assert all((root / path).is_file() for path in paths.values())
    return paths


@pytest.mark.parametrize(
    "name",
    [
        "designsystemet/css/index.css",
        "designsystemet/theme/designsystemet.css",
        "designsystemet/web/index.js",
        "htmx/htmx.min.js",
        "inter/inter-latin-wght-normal.woff2",
        "inter/inter-latin-ext-wght-normal.woff2",  # Sami letters
    ],
)
def test_what_the_pages_need_is_collected(manifest, name):
    assert name in manifest


def test_what_no_page_uses_is_left_out(manifest):
    unused = ("cyrillic", "greek", "vietnamese", ".tailwind.css", ".d.ts", "htmx.esm")
    assert [name for name in manifest if any(part in name for part in unused)] == []


def test_the_pages_get_few_files(manifest):
    assert len(manifest) < 120
