"""Dates and instants in words, in Norwegian time and the reader's language."""

from datetime import date, datetime

from django.utils import formats
from django.utils.translation import gettext as _

from common.clock import OSLO


def oslo_date(instant: datetime) -> date:
    """The day it is in Norway at `instant`."""
    return instant.astimezone(OSLO).date()


def day(value: date | datetime) -> str:
    """'1. desember 2026' (an instant is shown as its day in Norway)."""
    value = oslo_date(value) if isinstance(value, datetime) else value
    return formats.date_format(value, _("j F Y"))


def day_short(value: date | datetime) -> str:
    """'1. des.' without a year."""
    value = oslo_date(value) if isinstance(value, datetime) else value
    return formats.date_format(value, _("j M"))


def instant(value: datetime) -> str:
    """'1. desember 2026 kl. 23.59'."""
    return formats.date_format(value.astimezone(OSLO), _("j F Y, H:i"))


def instant_short(value: datetime) -> str:
    """'1. des. kl. 23.59' without a year."""
    return formats.date_format(value.astimezone(OSLO), _("j M, H:i"))


def day_without_year(value: date | datetime) -> str:
    """'1. desember' without a year."""
    value = oslo_date(value) if isinstance(value, datetime) else value
    return formats.date_format(value, _("j F"))


def clock_time(value: datetime) -> str:
    """'22.41' in Norway."""
    return formats.date_format(value.astimezone(OSLO), _("H:i"))
