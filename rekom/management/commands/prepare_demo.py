"""`manage.py prepare_demo`: the database and the county in one process, because a second start should be quick."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Brings the database up to date, and makes the demo county where there is none."
    requires_system_checks: list[str] = []  # migrate runs them

    def handle(self, *args: Any, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("make_demo", stdout=self.stdout, stderr=self.stderr)
