from django.apps import AppConfig
from django.contrib.staticfiles.apps import StaticFilesConfig as DjangoStaticFilesConfig

from rekom import system_checks
from rekom.celery import app as celery_app  # so that every process rings the same bell

__all__ = ["RekomConfig", "StaticFilesConfig", "celery_app", "system_checks"]


class RekomConfig(AppConfig):
    name = "rekom"


class StaticFilesConfig(DjangoStaticFilesConfig):
    """Serves what the pages use of the npm packages: Latin letters (Sami too), one script each."""

    ignore_patterns = [
        *DjangoStaticFilesConfig.ignore_patterns,
        "*.d.ts",
        "*.tailwind.css",
        "inter-cyrillic*",
        "inter-greek*",
        "inter-vietnamese*",
        "inter-*-opsz-*",
        "inter-*-standard-*",
        "htmx.amd.js",
        "htmx.cjs.js",
        "htmx.esm.js",
        "htmx.js",
        "htmx.min.js.gz",
        "ext",
        "v2",
    ]
