"""Making the demo county: facts, places, people, the play, and the letters of the past delivered to nobody."""

from datetime import date, datetime
from random import Random

from django.core.management import call_command
from django.db import transaction
from django.db.models import F
from django.test.utils import override_settings

from common import outbox
from common.models import MailStatus, OutboxMail
from networks.models import County, Round
from rekom.demo_county.people import invite_somebody, seat_everybody
from rekom.demo_county.places import complete
from rekom.demo_county.play.stage import Stage
from rekom.demo_county.play.years import grant_years, play

DATA_SET = "trondelag"
NUMBER = "50"
SEED = 2019
NOWHERE = "django.core.mail.backends.dummy.EmailBackend"


def is_made() -> bool:
    """Whether the database has a county with rounds already: then the demo leaves it alone."""
    return Round.objects.exists()


@transaction.atomic
def make(*, now: datetime) -> int:
    """Make the whole demo county as it stands at `now`, or nothing. Returns the number of events played."""
    county = prepare(grant_years(now))
    played = play(Stage(county), now=now)
    invite_somebody(county, now=now)
    _deliver_to_nobody(now)
    return played


def prepare(years: range) -> County:
    """The facts, the made-up places with figures for the rounds of `years`, and the people; nothing has happened."""
    call_command("load_county", DATA_SET, stdout=_Silent())
    county, random = County.objects.get(number=NUMBER), Random(SEED)  # noqa: S311 -- a demo needs no secrets
    complete(county, random=random, years=range(years.start - 1, years.stop))
    seat_everybody(county, since=date(years.start - 1, 1, 1), random=random)
    return County.objects.select_related("forum").get(pk=county.pk)


def _deliver_to_nobody(now: datetime) -> None:
    """The letters of the past are marked as sent on their own days, and reach nobody: all of them left in time."""
    OutboxMail.objects.filter(useful_until__lt=now).update(useful_until=None)
    with override_settings(EMAIL_BACKEND=NOWHERE):
        while outbox.deliver(now=now, still_due={}):
            pass
    OutboxMail.objects.filter(status=MailStatus.SENT).update(sent_at=F("planned_at"))


class _Silent:
    def write(self, text: str) -> None:
        """Swallow what a command says."""
