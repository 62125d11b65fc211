"""The portal's top: settings, addresses, the calendar, the tick."""

from rekom.celery import app as celery_app

__all__ = ["celery_app"]
