"""What Django asks at every start, beside what the settings refuse by themselves."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.security)
def no_demo_in_production(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """In production nobody signs in with one button, and nobody moves the clock."""
    found: list[CheckMessage] = []
    if settings.PRODUCTION and settings.DEMO_MODE:
        found.append(Error("Demo mode is on in production.", hint="Remove REKOM_DEMO.", id="rekom.E001"))
    if settings.PRODUCTION and settings.CLOCK_FILE:
        found.append(
            Error("The clock can be moved in production.", hint="Remove CLOCK_FILE.", id="rekom.E002")
        )
    return found
