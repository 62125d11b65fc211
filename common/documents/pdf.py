"""From HTML to PDF: tagged for screen readers (PDF/UA-1), and the same bytes from the same input.

WeasyPrint costs more than a second and 60 MB, so it is loaded when a process makes its first document, not when
the web server starts. Fonts and style sheets are parsed once for each process: parsed anew for each letter
they would fill the memory.
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
from django.core.exceptions import SuspiciousFileOperation

SCHEME = "static:"
HERE = Path(__file__).parent
FAMILY = "family"
"""The sheet with the fonts of all documents."""
SAME_INSTANT = "946684800"
"""fontTools writes this instant (1 January 2000) into each font it embeds, in place of the present one."""


class OutsideStatic(ValueError):
    """A document asked for something that is not one of the portal's own static files."""


@dataclass(frozen=True)
class Engine:
    """WeasyPrint with one style sheet, ready to write."""

    weasyprint: Any
    fonts: Any
    css: Any
    fetcher: Any
    refusal: type[BaseException]


def make_pdf(html: str, *, css: str, identifier: bytes) -> bytes:
    """The document `html` (a whole page with `lang` and `title`) as PDF/UA-1, dressed by the sheet `css`.

    `css` names a sheet beside this file ("letter"). `identifier` becomes the file's own identifier: give what
    names the document, such as its number. Raises OutsideStatic when the page asks for anything but the
    portal's static files.
    """
    engine = _engine(css)
    page = engine.weasyprint.HTML(string=html, base_url=SCHEME, url_fetcher=engine.fetcher)
    try:
        content: bytes = page.write_pdf(
            stylesheets=[engine.css],
            font_config=engine.fonts,
            pdf_variant="pdf/ua-1",
            pdf_identifier=identifier,
        )
    except engine.refusal as refusal:
        raise OutsideStatic(str(refusal)) from refusal
    return content


def static_file(name: str) -> Path:
    """Where a static file lies: in its source folder, or collected. Raises OutsideStatic when there is none."""
    if ".." in Path(name).parts:
        raise OutsideStatic(name)
    try:
        found = finders.find(name)
    except SuspiciousFileOperation as error:
        raise OutsideStatic(name) from error
    path = Path(found) if isinstance(found, str) else Path(settings.STATIC_ROOT) / name
    if not path.is_file():
        raise OutsideStatic(name)
    return path


@cache
def _engine(css: str) -> Engine:
    os.environ.setdefault("SOURCE_DATE_EPOCH", SAME_INSTANT)
    weasyprint, urls = import_module("weasyprint"), import_module("weasyprint.urls")
    fetcher = _own_files_only(urls)
    fonts = import_module("weasyprint.text.fonts").FontConfiguration()
    sheet = weasyprint.CSS(
        string="\n".join((HERE / f"{name}.css").read_text(encoding="utf-8") for name in (FAMILY, css)),
        base_url=SCHEME,
        font_config=fonts,
        url_fetcher=fetcher,
    )
    return Engine(weasyprint, fonts, sheet, fetcher, urls.FatalURLFetchingError)


def _own_files_only(urls: Any) -> Any:
    """A fetcher that reads the portal's static files and nothing else: no network, no other file."""

    def fetch(self: Any, url: str, headers: Any = None) -> Any:
        if not url.startswith(SCHEME):
            raise OutsideStatic(url)
        path = static_file(unquote(url.removeprefix(SCHEME)).lstrip("/"))
        return urls.URLFetcherResponse(url, path.read_bytes())

    own_files = type("OwnFiles", (urls.URLFetcher,), {"fetch": fetch})
    return own_files(allowed_protocols=("static",), allow_redirects=False, fail_on_errors=True)
