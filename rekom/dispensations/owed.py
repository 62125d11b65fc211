"""What an address about a later date names, and whether it is owed and done: across the apps."""

import re
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from common.sorting import norwegian
from grants.models import Grant
from grants.queries.decision import WITH_MONEY
from needs.models import Assessment, DecisionBasis, NeedsReport, NominationList
from needs.queries import open_kindergartens
from needs.states import BASIS_FINAL, NEEDS_REPORT_FINAL, AssessmentState, NominationListState
from networks import queries
from networks.deadlines import Owed
from networks.models import Network, Organisation, Round, User
from networks.queries import receiver_of
from networks.states import DUTY_WORDS, Duty
from reporting.states import ReportState

BODY = re.compile(r"(?:virksomhet-(\d{1,9}))?-?(?:nettverk-(\d{1,9}))?-?(?:barnehage-(\d{1,9}))?")
DUTY_OF = {word: duty for duty, word in DUTY_WORDS.items()}
SENT = (ReportState.SUBMITTED, ReportState.APPROVED)


def owed_named(user: User, duty: str, year: int, body: str, *, now: datetime) -> Owed | None:
    """What an address names (`networks.deadlines.Owed.address`), in a county of the person; else None."""
    keys, known = BODY.fullmatch(body), DUTY_OF.get(duty)
    if keys is None or known is None:
        return None
    organisation, network, kindergarten = (int(key) if key else None for key in keys.groups())
    for round in queries.rounds_visible_to(user, now=now).filter(grant_year=year):
        owed = queries.owed_by(
            round, known, organisation=organisation, network=network, kindergarten=kindergarten
        )
        if owed is not None:
            return owed
    return None


def is_done(owed: Owed) -> bool:
    """Whether the body has sent what it owes, so that a later date has no meaning.

    Nominations are done when the network has sent its list: then none can be added.
    """
    round, network = owed.round, owed.network
    if owed.duty == Duty.NOMINATION:
        network = receiver_of(owed)
    sent: dict[Duty, QuerySet[Any]] = {
        Duty.ASSESSMENT: Assessment.objects.filter(
            round=round, kindergarten=owed.kindergarten, state=AssessmentState.SHARED
        ),
        Duty.NEEDS_REPORT: NeedsReport.objects.filter(
            round=round, owner=owed.organisation, network=network, state__in=NEEDS_REPORT_FINAL
        ),
        Duty.NOMINATION: _sent_lists(round, network),
        Duty.DECISION_BASIS: DecisionBasis.objects.filter(
            round=round, network=network, state__in=BASIS_FINAL
        ),
        Duty.NOMINATION_LIST: _sent_lists(round, network),
        Duty.REPORT: _grants(owed).filter(report__state__in=SENT),
    }
    return sent[owed.duty].exists()


def is_owed(owed: Owed) -> bool:
    """Whether there is anything to send: a report is owed by those alone who have got a letter."""
    return owed.duty != Duty.REPORT or _grants(owed).exists()


def _sent_lists(round: Round, network: Network | None) -> QuerySet[NominationList]:
    return NominationList.objects.filter(round=round, network=network, state=NominationListState.SUBMITTED)


def _grants(owed: Owed) -> QuerySet[Grant]:
    mine = {"network": owed.network, "university": owed.organisation}
    return Grant.objects.filter(WITH_MONEY, decision__round=owed.round, **mine)


def owing(duty: Duty, round: Round) -> list[Owed]:
    """Every body that owes the duty in the round, done or not, in Norwegian order."""
    if duty in (Duty.ASSESSMENT, Duty.NOMINATION):
        return [Owed(duty, round, kindergarten=kindergarten) for kindergarten in open_kindergartens(round)]
    if duty == Duty.NEEDS_REPORT:
        return _owners(round)
    if duty == Duty.REPORT:
        grants = Grant.objects.filter(WITH_MONEY, decision__round=round)
        rows = grants.select_related("network", "university").order_by("pk")
        return [Owed(duty, round, network=grant.network, organisation=grant.university) for grant in rows]
    networks = Network.objects.filter(county=round.county_id).order_by(norwegian("name"), "pk")
    return [Owed(duty, round, network=network) for network in networks]


def _owners(round: Round) -> list[Owed]:
    owners = Organisation.objects.filter(county=round.county_id).in_bulk()
    networks = Network.objects.filter(county=round.county_id).in_bulk()
    pairs = queries.owner_networks(owners, round)
    rows = [
        Owed(Duty.NEEDS_REPORT, round, organisation=owners[owner], network=networks[network])
        for owner, network in pairs
    ]
    return sorted(rows, key=lambda owed: str(owed).lower().translate(str.maketrans("æøå", "{|}")))
