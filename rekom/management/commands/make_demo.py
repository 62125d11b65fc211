"""`manage.py make_demo`: the demo county, made once."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from common import clock
from rekom.demo_county import making


class Command(BaseCommand):
    """Makes the demo county as it stands today. Does nothing where there are rounds already."""

    help = "Makes the demo county (demo mode only)."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError("The demo county is not for production. Set REKOM_ENV=demo to try the portal.")
        if making.is_made():
            self.stdout.write("The demo county is there already.")
            return
        now = clock.now()
        with translation.override("nb"):
            played = making.make(now=now)
        self.stdout.write(f"The demo county is made: {played} events played.")
