"""What this release of the portal is: a fingerprint of the files that decide what a page says."""

from collections.abc import Iterable
from functools import cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage

FILES = (
    "templates/**/*.html",
    "templates/**/*.txt",
    "templates/**/*.xml",
    "locale/**/*.mo",
    "requirements/*.txt",
)
CODE = "**/*.py"


@cache
def release() -> str:
    """The same text in all processes of a release, and another one when a template, a translation, code, a library
    or a static file is another. Read once in each process.
    """
    patterns = [*FILES, *(f"{app}/{CODE}" for app in ("rekom", *settings.FIRST_PARTY_APPS))]
    manifest = getattr(staticfiles_storage, "manifest_hash", "")
    return sha256(f"{manifest} {files_fingerprint(settings.BASE_DIR, patterns)}".encode()).hexdigest()[:32]


def files_fingerprint(folder: Path, patterns: Iterable[str]) -> str:
    """A fingerprint of the names and contents of the files; neither their dates nor the folder's own place count."""
    found = {path for pattern in patterns for path in folder.glob(pattern) if path.is_file()}
    digest = sha256()
    for path in sorted(found):
        digest.update(f"{path.relative_to(folder)}\n".encode())
        digest.update(sha256(path.read_bytes()).digest())
    return digest.hexdigest()
