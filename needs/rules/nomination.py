"""Who may nominate, confirm, send back, take back and withdraw, and when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from common.gaps import Gap, check_complete
from common.national_ids import fields_with_national_id, sentence
from common.refusals import NotAllowed, NotNow
from needs.models import Nomination
from needs.rules.assessment import writes_for
from needs.states import NominationState
from networks import deadlines
from networks.models import Kindergarten, User
from networks.roles import Role, holds
from networks.states import Duty


@dataclass(frozen=True)
class Places:
    """How many nominations of the kindergarten the network has got, and the most it can get (None: no limit)."""

    taken: int
    most: int | None = None

    @property
    def is_full(self) -> bool:
        """Whether one more is too many."""
        return self.most is not None and self.taken >= self.most


def confirms_for(user: User, kindergarten: Kindergarten, *, now: datetime) -> bool:
    """Whether the person is a contact of the owner, who sends to the network (and may be the head as well)."""
    return holds(user, Role.OWNER, kindergarten.owner, now=now)


def check_may_save_nomination(user: User, nomination: Nomination, *, now: datetime) -> None:
    """The head of the kindergarten or its owner writes a draft while the duty is open."""
    _check_nominator(user, nomination, now=now)
    if nomination.state != NominationState.DRAFT:
        raise NotNow(_("The nomination has been sent. Take it back if you want to change it."))
    check_open(nomination, now=now)


def check_may_propose_nomination(
    user: User, nomination: Nomination, *, is_list_sent: bool, now: datetime
) -> None:
    """The head proposes a whole nomination to the owner, while the duty is open and the network has not sent."""
    _check_nominator(user, nomination, now=now)
    check_open(nomination, now=now)
    _check_list_is_open(is_list_sent)
    check_complete(nomination_gaps(nomination))


def check_may_submit_nomination(
    user: User, nomination: Nomination, *, is_list_sent: bool, places: Places, now: datetime
) -> None:
    """The owner sends a whole nomination while the duty is open, the network has not sent, and there is a place."""
    _check_owner(user, nomination, now=now)
    check_open(nomination, now=now)
    _check_list_is_open(is_list_sent)
    check_complete(nomination_gaps(nomination))
    check_place(places)


def check_may_confirm_nomination(
    user: User, nomination: Nomination, *, is_list_sent: bool, places: Places, now: datetime
) -> None:
    """The owner confirms what the head has proposed, on the same terms as sending one's own."""
    check_may_submit_nomination(user, nomination, is_list_sent=is_list_sent, places=places, now=now)


def check_may_send_back_nomination(user: User, nomination: Nomination, *, now: datetime) -> None:
    """The owner gives a proposal back to the head while the head can still change it."""
    _check_owner(user, nomination, now=now)
    check_open(nomination, now=now)


def check_may_take_back_nomination(
    user: User, nomination: Nomination, *, is_list_sent: bool, now: datetime
) -> None:
    """Taken back for changes while the duty is open and the network has not sent its list.

    A proposal by the head or the owner; what the owner has sent, by the owner.
    """
    _check_nominator(user, nomination, now=now)
    if nomination.state != NominationState.PROPOSED:
        _check_owner(user, nomination, now=now)
    check_open(nomination, now=now)
    _check_list_is_open(is_list_sent)


def check_may_withdraw_nomination(
    user: User, nomination: Nomination, *, is_list_sent: bool, now: datetime
) -> None:
    """Withdrawn, also after the closing, until the network has sent its list."""
    _check_nominator(user, nomination, now=now)
    _check_list_is_open(is_list_sent)


def check_may_renew_student_link(user: User, nomination: Nomination, *, now: datetime) -> None:
    """The head or the owner gives the student a new personal link, once the student has been told."""
    _check_nominator(user, nomination, now=now)
    if nomination.anonymised_at is not None or nomination.state == NominationState.WITHDRAWN:
        raise NotNow(_("The employee's personal link is no longer in use."))
    if not nomination.link_secret or not nomination.student_email:
        raise NotNow(_("The employee gets a personal link when the nomination is sent."))


def check_no_national_ids(typed: Mapping[str, Any]) -> None:
    """Nothing that looks like a national identity number is stored. Raises NotNow."""
    if fields_with_national_id(typed):
        raise NotNow(sentence())


def check_place(places: Places) -> None:
    """No more than the county's limit for each kindergarten are sent. Raises NotNow."""
    if places.is_full:
        raise NotNow(full_sentence(places))


def full_sentence(places: Places) -> str:
    """Why one more nomination of the kindergarten cannot be sent."""
    most = places.most or 0
    return ngettext(
        "A kindergarten can have at most %(most)s nomination this year, and %(taken)s has been sent.",
        "A kindergarten can have at most %(most)s nominations this year, and %(taken)s have been sent.",
        most,
    ) % {"most": most, "taken": places.taken}


def nomination_gaps(nomination: Nomination) -> list[Gap]:
    """What is missing before the nomination can be sent."""
    missing = {
        "student_name": (not nomination.student_name.strip(), _("Write the employee's name.")),
        "student_email": (not nomination.student_email.strip(), _("Write the employee's e-mail address.")),
        "study_type": (nomination.study_type_id is None, _("Choose the kind of study.")),
        "study_name": (not nomination.study_name.strip(), _("Write the name of the study.")),
        "institution": (not nomination.institution.strip(), _("Write where the employee studies.")),
        "amount_nok": (not nomination.amount_nok, _("Write the amount.")),
    }
    return [Gap(field, sentence) for field, (is_missing, sentence) in missing.items() if is_missing]


def check_open(nomination: Nomination, *, now: datetime) -> deadlines.Answer:
    """The answer for this kindergarten when nominations are open; a dispensation counts. Raises NotNow."""
    return deadlines.check_open(
        Duty.NOMINATION, nomination.round, now=now, kindergarten=nomination.kindergarten
    )


def _check_nominator(user: User, nomination: Nomination, *, now: datetime) -> None:
    if not writes_for(user, nomination.kindergarten, now=now):
        raise NotAllowed(_("Only the head of the kindergarten or its owner can do this."))


def _check_owner(user: User, nomination: Nomination, *, now: datetime) -> None:
    if not confirms_for(user, nomination.kindergarten, now=now):
        raise NotAllowed(_("Only the owner of the kindergarten can do this."))


def _check_list_is_open(is_list_sent: bool) -> None:
    if is_list_sent:
        raise NotNow(_("The network has sent its list, so the nomination can no longer be changed."))
