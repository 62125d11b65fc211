"""What the letters of a decision would lack, said once for each body, with the way to where it is written."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from grants.letter_lacks import lacks_of
from grants.letters import name_of
from grants.models import Decision, Grant
from grants.queries.letter_template import wording_of
from grants.states import DecisionState
from networks.models import County, Network, Round
from networks.roles import Role, holds


@dataclass
class MissingFacts:
    """What one body lacks; `url` leads to where it is written, or is empty when that is the decision itself."""

    name: str
    url: str = ""
    what: list[str] = field(default_factory=list)


def missing_facts(
    decision: Decision, grants: Iterable[Grant], round: Round, user: Any, *, now: datetime
) -> list[MissingFacts]:
    """What the letters would lack, but for the two names that come by approving."""
    if decision.state == DecisionState.ISSUED:
        return []
    is_signed = decision.state == DecisionState.APPROVED
    who = _("who prepared and who approved the decision")
    wording = wording_of(round)
    may_edit = holds(user, Role.CASE_OFFICER, round.county, now=now)
    found: dict[Any, MissingFacts] = {}
    for grant in grants:
        for lack in lacks_of(grant, round, wording.words_for(grant)):
            if lack.what == who and not is_signed:
                continue
            body = lack.kept_by
            key = (type(body), body.pk) if body else grant.pk
            row = found.setdefault(key, MissingFacts(_name(body, grant), _url(body, may_edit=may_edit)))
            if lack.what not in row.what:
                row.what.append(lack.what)
    return list(found.values())


def _name(body: models.Model | None, grant: Grant) -> str:
    if isinstance(body, County):
        return body.office_name or _("The office")
    return str(body) if body else name_of(grant)


def _url(body: models.Model | None, *, may_edit: bool) -> str:
    if body is None:
        return ""
    verb = "edit" if may_edit else "detail"
    if isinstance(body, County):
        return reverse(f"networks:office_{verb}")
    kind = "network" if isinstance(body, Network) else "organisation"
    return reverse(f"networks:{kind}_{verb}", kwargs={"pk": body.pk})
