"""Correcting the address that a person is written to and signs in with."""

from datetime import datetime

from allauth.account.models import EmailAddress
from django.contrib.contenttypes.models import ContentType
from django.db import transaction

from common.history import history_of
from common.models import MailStatus, OutboxMail, StateChange
from networks.emails.addresses import email_corrected
from networks.models import County, Seat, User
from networks.queries.addresses import seats_held
from networks.rules.addresses import check_is_new_email, check_may_correct_email
from networks.services.feeds import revoke_feed

VERB = "correct_email"


@transaction.atomic
def correct_email(*, seat: Seat, email: str, county: County, by: User, now: datetime) -> User:
    """Give a person another address: for signing in, for mail that waits, and in the history with who did it.

    Whoever was signed in as the person is signed out, and a calendar link made until now stops working.
    Raises NotAllowed, NotNow.
    """
    person = User.objects.select_for_update().get(pk=seat.user_id)
    check_may_correct_email(by, seat, county, seats=seats_held(person, now=now), now=now)
    before, after = person.email, email.strip().lower()
    check_is_new_email(person, after, User.objects.filter(email=after).first())
    person.email = after
    person.set_unusable_password()  # a new one ends the sessions that stand on the old
    person.save(update_fields=["email", "password"])
    EmailAddress.objects.filter(user=person).delete()
    EmailAddress.objects.create(user=person, email=after, verified=True, primary=True)
    revoke_feed(user=person, by=person, now=now)
    OutboxMail.objects.filter(recipient=person, status=MailStatus.PLANNED).update(to=after)
    _note(person, f"{before} → {after}", by=by, now=now)
    email_corrected(person, county=county, by=by, turn=history_of(person).count(), now=now)
    return person


def _note(person: User, comment: str, *, by: User, now: datetime) -> None:
    kind = ContentType.objects.get_for_model(User)
    StateChange.objects.create(
        content_type=kind, object_id=person.pk, verb=VERB, before="", after="", by=by, at=now, comment=comment
    )
