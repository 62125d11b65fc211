"""What happens to a nominated student's study, and what the student corrects."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from common.drafts import Saved, Shown, merge
from common.moves import move
from common.refusals import MovedOn
from needs.emails import nomination as emails
from needs.emails import student as student_emails
from needs.models import Nomination, NominationCorrection
from needs.queries.nomination import VALUES
from needs.queries.nomination_list import is_list_sent
from needs.queries.student import corrected_lately, student_link
from needs.rules import study as rules
from needs.rules.nomination import check_no_national_ids
from needs.services.nomination import locked_nomination, new_secret
from needs.states import NOMINATION_HANDED_OVER, NOMINATION_MOVES
from networks.models import Organisation, User
from networks.queries import network_of


@transaction.atomic
def follow_study(
    *,
    nomination: Nomination,
    verb: str,
    comment: str = "",
    new_owner: Organisation | None = None,
    by: User,
    now: datetime,
) -> Nomination:
    """Say how the study goes; `verb` is one of `rules.STUDY_VERBS`. The other side and the leaders are told.

    Whoever no longer studies leaves a list that the network has not sent.
    """
    fresh = locked_nomination(nomination)
    network = network_of(fresh.kindergarten, fresh.round)
    rules.check_may_follow_study(by, fresh, network, now=now)
    check_no_national_ids({"comment": comment})
    fields: dict[str, Any] = {}
    if verb == "move_to_owner":
        rules.check_new_owner(fresh, new_owner)
        fields["moved_to"] = new_owner
    if not is_list_sent(fresh):
        fields["network_rank"] = None
    move(fresh, verb, by=by, moves=NOMINATION_MOVES, now=now, comment=comment, fields=fields)
    emails.nomination_state_changed(fresh, verb, is_with_network=True, comment=comment, by=by, now=now)
    return fresh


@transaction.atomic
def correct_nomination(
    *, token: str, typed: Mapping[str, Any], shown: Shown, now: datetime
) -> tuple[Nomination, Saved]:
    """Let the student correct what is stored, by the personal link. Head, owner and leader are told which fields.

    A new e-mail address gets a new link, and the old address is told. Raises MovedOn when the link is replaced.
    """
    link = student_link(token)
    if link is None:
        raise MovedOn
    fresh = locked_nomination(link.nomination)
    rules.check_may_correct_nomination(fresh, corrected_today=corrected_lately(fresh, now=now))
    if not link.is_valid or fresh.link_secret != link.nomination.link_secret:
        raise MovedOn
    check_no_national_ids(typed)
    merged = merge(shown=shown, typed=typed, stored={name: getattr(fresh, name) for name in VALUES})
    if merged.changed and not merged.conflicts:
        _correct(fresh, merged.changed, now=now)
    values = {name: getattr(fresh, name) for name in VALUES}
    return fresh, Saved(fresh.version, values, merged.conflicts)


def _correct(nomination: Nomination, changed: Mapping[str, Any], *, now: datetime) -> None:
    old_address = nomination.student_email
    for name, value in changed.items():
        setattr(nomination, name, value)
    is_new_address = nomination.student_email.casefold() != old_address.casefold()
    if is_new_address:
        nomination.link_secret = new_secret()
    nomination.version += 1
    nomination.save(update_fields=[*changed, "version", "link_secret"])
    fields = [name for name in VALUES if name in changed]
    NominationCorrection.objects.create(nomination=nomination, fields=fields, at=now)
    is_with_network = nomination.state in NOMINATION_HANDED_OVER
    emails.student_corrected(nomination, fields, is_with_network=is_with_network, now=now)
    if is_new_address:
        student_emails.student_address_changed(nomination, old_address=old_address, now=now)
        student_emails.student_nominated(nomination, now=now)
