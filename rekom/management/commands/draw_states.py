"""`manage.py draw_states`: writes docs/states.md from the MOVES tables."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from rekom.states_drawing import draw


class Command(BaseCommand):
    help = "Writes docs/states.md from the MOVES tables."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "states.md"
        path.write_text(draw(), encoding="utf-8")
        self.stdout.write(f"{path} is drawn.")
