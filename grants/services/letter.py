"""Issuing all letters of a decision in one go, for a demo county or a handful of recipients; and their files."""

from datetime import datetime

from django.db import transaction

from grants.models import Decision, GrantLetter
from grants.queries.letter import letters_of
from grants.rules import decision as rules
from grants.services.letter_batch import finish_letters, freeze_letters, waiting_jobs
from grants.services.letter_jobs import store_letter
from grants.services.letter_pdf import draft_pdf, letter_pdf
from grants.states import DecisionState
from networks.models import User

__all__ = ["draft_pdf", "issue_letters", "letter_pdf"]


@transaction.atomic
def issue_letters(*, decision: Decision, by: User, now: datetime) -> list[GrantLetter]:
    """Begin, make and issue the letters of every grant at once: all, or none.

    Done again it changes nothing and mails nobody. Raises NotNow when the decision is not approved, or when a letter
    would lack something: then every gap is named and no letter is made.
    """
    decision = (
        Decision.objects.select_for_update(of=("self",)).select_related("round__county").get(pk=decision.pk)
    )
    if decision.state == DecisionState.ISSUED:
        rules.check_may_see_decision(by, decision.round, now=now)
        return list(letters_of(decision))
    batch = freeze_letters(decision, by=by, now=now)
    for job in waiting_jobs(batch).iterator():
        store_letter(job, letter_pdf(job.content), now=now)
    return finish_letters(batch=batch, now=now)
