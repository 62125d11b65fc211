#!/usr/bin/env python3
"""Runs the portal's commands. In a checkout without a production key the settings are `development`."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rekom.settings")
    if not os.environ.get("SECRET_KEY"):
        os.environ.setdefault("REKOM_ENV", "development")
    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sys.exit(f"manage.py: {error}")


if __name__ == "__main__":
    main()
