"""What staff must know at once: something has stopped, mail needs a person, mail is held back."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from common.models import SendingPause
from grants.queries import open_faults
from networks.models import County
from rekom.outbox.reads import has_mail_in, pause_of
from rekom.pulse import MAIL, MONEY, TICK, pulses

FAILED, IN_DOUBT = "failed", "in_doubt"


@dataclass(frozen=True)
class Alert:
    """A red note on a staff page; `url` is where it is dealt with, and `label` the link's text."""

    title: str
    text: str
    url: str
    label: str


@dataclass(frozen=True)
class Alerts:
    """The red notes, and what holds mail back."""

    notes: tuple[Alert, ...] = ()
    pause: SendingPause | None = None


def alerts_for(county: County) -> Alerts:
    """What staff of the county must know; three statements."""
    has = has_mail_in(county, (FAILED, IN_DOUBT), faults=open_faults(county.pk).order_by())
    return Alerts((*_stopped(), *_money(has["faults"]), *_mail(has)), pause_of(county))


def _stopped() -> list[Alert]:
    pulse, status = pulses(), (reverse("status"), _("See the status page"))
    found = []
    if pulse[TICK].has_stopped:
        text = _(
            "No letters are planned and no deadlines are noted until it runs again. Tell those who run the portal."
        )
        found.append(Alert(_("The portal's calendar has stopped"), text, *status))
    if pulse[MAIL].has_stopped:
        text = _("Mail stays planned and leaves when sending runs again. Tell those who run the portal.")
        found.append(Alert(_("The portal sends no mail"), text, *status))
    if pulse[MONEY].has_stopped:
        text = _("Nobody checks that letters, payments and ledger add up. Tell those who run the portal.")
        found.append(Alert(_("The nightly check of the money does not run"), text, *status))
    return found


def _money(has_faults: bool) -> list[Alert]:
    if not has_faults:
        return []
    text = _("Pay nothing that it is about before it is looked into. Tell those who run the portal.")
    return [Alert(_("The money does not add up"), text, reverse("status"), _("See what was found"))]


def _mail(has: dict[str, bool]) -> list[Alert]:
    outbox, found = reverse("outbox_list"), []
    if has[FAILED]:
        text = _("Find out why, and send it again.")
        found.append(
            Alert(_("Some mail has not been sent"), text, f"{outbox}?state=failed", _("See what failed"))
        )
    if has[IN_DOUBT]:
        text = _("Nobody knows whether it arrived. Ask the person, or send it again.")
        label = _("See what is in doubt")
        found.append(Alert(_("Some mail is in doubt"), text, f"{outbox}?state=in_doubt", label))
    return found
