"""From HTML to PDF: tagged for screen readers (PDF/UA-1), and the same bytes from the same input.

WeasyPrint costs half a second and 30 MB to load, so it is loaded when a process makes its first document, not when
the web server starts. Its fonts and style sheets are parsed once for each process: parsed anew for each letter they
would fill the memory.
"""

import os
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.contrib.staticfiles import finders

SCHEME = "static:"
HERE = Path(__file__).parent
# fontTools writes this instant into each font it embeds, in place of the present one.
SAME_INSTANT = "946684800"


class OutsideStatic(ValueError):
    """A document asked for something that is not one of the portal's own static files."""


@dataclass(frozen=True)
class Engine:
    """WeasyPrint with one style sheet, ready to write."""

    weasyprint: Any
    fonts: Any
    css: Any
    fetcher: Any


def make_pdf(html: str, *, css: str, identifier: bytes) -> bytes:
    """The document `html` (a whole page with `lang` and `title`) X
    OutsideStatic when the page or its style sheet asks for anything but the portal's static files.
    """
    engine = _engine(css)
    page = engine.weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=engine.fetcher)
    content: bytes = page.write_pdf(
        stylesheets=[engine.css],
        font_config=engine.fonts,
        pdf_variant="pdf/ua-1",
        pdf_identifier=identifier,
    )
    return content


def static_file(name: str) -> Path:
    """Where a static file lies: in its source folder, or collected. Raises OutsideStatic when there is none."""
    found = finders.find(name)
    path = Path(found) if isinstance(found, str) else Path(settings.STATIC_ROOT) / name
    if ".." in Path(name).parts or not path.is_file():
        raise OutsideStatic(name)
    return path


@cache
def _engine(css: str) -> Engine:
    os.environ.setdefault("SOURCE_DATE_EPOCH", SAME_INSTANT)
    weasyprint = import_module("weasyprint")
    fetcher = _own_files_only(weasyprint)
    fonts = import_module("weasyprint.text.fonts").FontConfiguration()
    sheet = weasyprint.CSS(
        string=(HERE / f"{css}.css").read_text(encoding="utf-8"),
        base_url=SCHEME,
        font_config=fonts,
        url_fetcher=fetcher,
    )
    return Engine(weasyprint, fonts, sheet, fetcher)


def _own_files_only(weasyprint: Any) -> Any:
    """A fetcher that reads the portal's static files and nothing else: no network, no other file."""
    urls = import_module("weasyprint.urls")

    class OwnFiles(weasyprint.urls.URLFetcher):  # type: ignore[misc, name-defined]  # -- loaded at run time
        def fetch(self, url: str, headers: Any = None) -> Any:
            if not url.startswith(SCHEME):
                raise OutsideStatic(url)
            path = static_file(unquote(url.removeprefix(SCHEME)).lstrip("/"))
            return urls.URLFetcherResponse(url, path.read_bytes())

    return OwnFiles(allowed_protocols=("static",), allow_redirects=False, fail_on_errors=True)
